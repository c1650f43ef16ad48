"""What a token is held against (RFC 7519 section 7.2), besides the settings of its server and of its client."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tokencli.oauth.client import client_id_parameter
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.parameter import Kind, Parameter, parameter, parameters_of
from tokencli.settings.groups import ConnectionSettings, ServerSettings

if TYPE_CHECKING:
    from collections.abc import Collection

_OF_SERVER = ("issuer", "provider", "jwks_uri")
_ADDRESSED = ("audience", "resource")
# What decides which rules count; it is no setting.
_USE = "as"
# Said of a request, so that they mean something only beside what came.
ASKED_ONLY = ("scope", "acr_values")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyingSettings:
    """What a person may know of a token besides itself."""

    client_id: str | None = client_id_parameter(default=None)
    nonce: str | None = parameter(
        "nonce of the authorization request that an ID token answers",
        spec="OpenID Connect Core section 3.1.3.7",
        metavar="TEXT",
        default=None,
    )
    access_token: str | None = parameter(
        "reference to the access token that came with an ID token, for at_hash",
        spec="OpenID Connect Core section 3.1.3.8",
        secret=True,
        metavar="REF",
        default=None,
    )
    code: str | None = parameter(
        "reference to the code that an ID token came with, for c_hash",
        spec="OpenID Connect Core section 3.3.2.11",
        secret=True,
        metavar="REF",
        default=None,
    )
    bound_to: str | None = parameter(
        "key or certificate that the token must be bound to by cnf, public or private: PEM, DER, PKCS#12 or JWK",
        spec="RFC 9449 section 6.1, RFC 8705 section 3.1",
        metavar="FILE|REF",
        default=None,
    )
    leeway: float = parameter(
        "by how much two clocks may differ",
        spec="RFC 7519 section 4.1.4",
        kind=Kind.DURATION,
        metavar="60s",
        default=60.0,
    )
    at: str | None = parameter(
        "verify as of this time: seconds since 1970, or as 2026-03-01T12:00:00Z; default now",
        metavar="TIME",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysSettings:
    """Where the keys are that verify a token."""

    jwks: str | None = parameter(
        "keys to verify with: a path, a reference or a URL; JWKS, JWK, PEM or certificate. With a file nothing is sent",
        spec="RFC 7517 section 5",
        metavar="FILE|REF|URL",
        default=None,
    )


def verifying_sections() -> dict[str, tuple[Parameter, ...]]:
    """The parameters of a verification, by the headings of the help."""
    server = {one.name: one for one in parameters_of(ServerSettings)}
    return {
        "What must be true of it": (*_common(_ADDRESSED), *parameters_of(VerifyingSettings)),
        "Whose keys": (*(server[name] for name in _OF_SERVER), *parameters_of(KeysSettings)),
        "What was asked for": _common(ASKED_ONLY),
        "Connection": parameters_of(ConnectionSettings),
    }


class Question(StrEnum):
    """What may be asked about tokens, by the option that asks it."""

    VERIFY = "--verify"
    DIFF = "--diff"
    LINT = "--lint"


def said_for_nothing(named: Collection[str], question: Question) -> str:
    """The first option of a line that means nothing for what the line asks; empty when all mean something.

    Args:
        named: The names of the settings that the line gives.
        question: What it asks.
    """
    return next((name for name in named if question not in answers_of(name)), "")


def answers_of(name: str) -> Collection[Question]:
    """The questions that a setting means something for.

    Args:
        name: The name of the setting.
    """
    if name == _USE:
        return (Question.VERIFY, Question.LINT)
    if name in ASKED_ONLY:
        return (Question.DIFF,)
    own = {one.name for one in (*parameters_of(VerifyingSettings), *parameters_of(KeysSettings))} - {"client_id"}
    return (Question.VERIFY,) if name in own else (Question.VERIFY, Question.DIFF)


def _common(names: tuple[str, ...]) -> tuple[Parameter, ...]:
    declared = {one.name: one for one in parameters_of(CommonMembers)}
    return tuple(declared[name] for name in names)
