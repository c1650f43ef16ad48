"""Every setting there is, put together for each command: what the families declare, and `groups`; also the shape of a profile."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any

from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth import load_method, methods
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.grants import GRANTS, Listed
from tokencli.oauth.parameter import Parameter, parameters_of, unique_parameters
from tokencli.settings.groups import (
    ClientSettings,
    ConnectionSettings,
    DpopSettings,
    LintSettings,
    OutputSettings,
    ProfileSettings,
    RunSettings,
    ServerSettings,
    StoreSettings,
)
from tokencli.settings.value import read_value

if TYPE_CHECKING:
    from pydantic import BaseModel

# Where the client shows nothing of itself: what a signed answer is checked with, and the certificate that the token is bound to.
_KNOWN_TO_ANSWERS = frozenset(
    {"client_id", "client_secret", "key", "key_passphrase", "cert", "cert_key", "cert_passphrase"}
)


@cache
def run_parameters() -> tuple[Parameter, ...]:
    """The parameters of every command that uses stored tokens, besides those of the grant."""
    return unique_parameters((ProfileSettings, StoreSettings, OutputSettings))


@cache
def call_parameters() -> tuple[Parameter, ...]:
    """What may be said of the token beside the request to an API; all else comes from the profile and the environment."""
    of_token = {
        "grant",
        "scope",
        "resource",
        "audience",
        "acr_values",
        "max_age",
        "dpop",
        "dpop_key",
        "strict",
        "store",
        "min_validity",
        "lock_timeout",
    }
    names = of_token | {one.name for one in parameters_of(ConnectionSettings)}
    return tuple(one for one in all_parameters() if one.name in names)


def endpoint_parameter() -> Parameter:
    """A URL that something is sent to."""
    return next(one for one in parameters_of(ServerSettings) if one.name == "token_endpoint")


def header_parameter() -> Parameter:
    """Header fields that a person adds."""
    return next(one for one in parameters_of(CommonMembers) if one.name == "header")


@cache
def all_parameters() -> tuple[Parameter, ...]:
    """Every parameter that a profile may set, each once; a profile has to set none."""
    declaring = (
        ProfileSettings,
        ServerSettings,
        ClientSettings,
        *methods(),
        *(listed.load() for listed in GRANTS),
        CommonMembers,
        DpopSettings,
        ConnectionSettings,
        RunSettings,
        StoreSettings,
        OutputSettings,
        LintSettings,
    )
    return _none_required(unique_parameters(declaring))


def secret_names() -> frozenset[str]:
    """The names of the parameters that are declared secret, for the redaction."""
    return frozenset(declared.name for declared in all_parameters() if declared.secret)


def client_parameters() -> tuple[Parameter, ...]:
    """The parameters of the client: the method, and what the methods need; none is needed by every method."""
    return _none_required(unique_parameters((ClientSettings, *methods())))


def assertion_parameters() -> tuple[Parameter, ...]:
    """The parameters of a client that signs an assertion, with a key or with a secret."""
    signing = (load_method("private_key_jwt"), load_method("client_secret_jwt"))
    return _none_required(unique_parameters((ClientSettings, *signing)))


def _none_required(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    return tuple(replace(declared, required=False) for declared in parameters)


def grant_sections(listed: Listed) -> dict[str, tuple[Parameter, ...]]:
    """The parameters of a run of one grant, by the headings of its help: only those that apply to it.

    Args:
        listed: The grant.
    """
    grant = listed.load()
    takes = (
        grant.takes | {"param", "header", "override"} | ({"idp", "tenant"} if "acr_values" in grant.takes else set())
    )
    pushes = {"pushed_authorization_request_endpoint"} if "authorization_endpoint" in grant.endpoints else set()
    endpoints = {"issuer", "provider", "jwks_uri", *grant.endpoints, *pushes}
    own = {declared.name for declared in parameters_of(grant)}
    return {
        "Grant": parameters_of(grant),
        "Request": tuple(one for one in parameters_of(CommonMembers) if one.name in takes),
        "Server": tuple(one for one in parameters_of(ServerSettings) if one.name in endpoints),
        "Client": (*(one for one in client_parameters() if one.name not in own), *parameters_of(DpopSettings)),
        "Connection": parameters_of(ConnectionSettings),
        "Strictness": parameters_of(RunSettings),
    }


def question_sections(asking: type, endpoint: str) -> dict[str, tuple[Parameter, ...]]:
    """The parameters of a question about a token, by the headings of its help.

    Args:
        asking: Declares what is its own.
        endpoint: The endpoint that is asked, by its metadata name.
    """
    as_form = endpoint != "userinfo_endpoint"
    request = {"header", "override"} | ({"param"} if as_form else set())
    client = client_parameters()
    return {
        "Token": parameters_of(asking),
        "Request": tuple(one for one in parameters_of(CommonMembers) if one.name in request),
        "Server": tuple(
            one for one in parameters_of(ServerSettings) if one.name in {"issuer", "provider", endpoint, "jwks_uri"}
        ),
        "Client": client if as_form else (*_known_to_answers(client), *parameters_of(DpopSettings)),
        "Connection": parameters_of(ConnectionSettings),
        "Strictness": parameters_of(RunSettings),
    }


def _known_to_answers(client: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    return tuple(one for one in client if one.name in _KNOWN_TO_ANSWERS)


@cache
def profile_model() -> type[BaseModel]:
    """The shape of one profile, made from the declarations; unknown keys are refused."""
    from pydantic import BeforeValidator, ConfigDict, create_model

    fields: dict[str, Any] = {
        declared.key: (Annotated[Any, BeforeValidator(partial(_read_for_profile, declared))], None)
        for declared in all_parameters()
    }
    return create_model("Profile", __config__=ConfigDict(extra="forbid"), **fields)


def _read_for_profile(declared: Parameter, given: Any) -> Any:
    try:
        return read_value(declared, given, declared.key)
    except UsageProblem as problem:
        raise ValueError(problem.what) from problem
