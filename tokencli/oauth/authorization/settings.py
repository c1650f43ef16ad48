"""What a person may ask of the authorization endpoint, declared once for the grant and for `make authorize-url`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.pkce import METHODS
from tokencli.oauth.authorization.response_type import RESPONSE_MODES, RESPONSE_TYPES
from tokencli.oauth.client import alg_parameter, key_parameter, key_passphrase_parameter, kid_parameter
from tokencli.oauth.parameter import Kind, parameter
from tokencli.wire.json_text import parse_json

if TYPE_CHECKING:
    from tokencli.wire.form import Members

SIGNED, ENCRYPTED, UNSIGNED = REQUEST_OBJECTS = ("signed", "encrypted", "unsigned")
_OIDC = "OpenID Connect Core section 3.1.2.1"
_MEMBERS = ("prompt", "max_age", "login_hint", "ui_locales", "id_token_hint", "claims")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationSettings:
    """An authorization request as a person wants it: where the answer goes, how it is protected, what it asks for."""

    redirect_uri: str | None = parameter(
        "redirect URI, as registered; default http://127.0.0.1:PORT/callback with a free port",
        spec="RFC 6749 section 4.1.3",
        metavar="URI",
        default=None,
    )
    pkce: str = parameter(
        "how the code is bound to this run", spec="RFC 7636 section 4.2", choices=METHODS, default="S256"
    )
    listen: str | None = parameter(
        "address to bind where it is not that of the redirect URI",
        spec="RFC 8252 section 7.3",
        metavar="HOST[:PORT]",
        default=None,
    )
    port: tuple[int, ...] = parameter(
        "port to listen on; repeatable, tried in order",
        spec="RFC 8252 section 7.3",
        kind=Kind.COUNT,
        metavar="N",
        repeatable=True,
    )
    login_timeout: float = parameter("time the person has", kind=Kind.DURATION, metavar="5m", default=300.0)
    response_type: str = parameter(
        "what the authorization endpoint hands out; all but code are for debugging",
        spec="RFC 6749 section 3.1.1, OAuth 2.0 Multiple Response Types",
        choices=RESPONSE_TYPES,
        default="code",
    )
    response_mode: str | None = parameter(
        "how the answer comes back; the .jwt modes are signed",
        spec="OAuth 2.0 Multiple Response Types section 2.1, JARM section 2.3",
        choices=RESPONSE_MODES,
        default=None,
    )
    par: bool = parameter(
        "push the request over the back channel first; done anyway where the server demands it",
        spec="RFC 9126",
        kind=Kind.FLAG,
        default=False,
    )
    request_object: str | None = parameter(
        "send the request as a JWT: signed with --key, encrypted besides (extra [jwe]), or unsigned for debugging",
        spec="RFC 9101",
        choices=REQUEST_OBJECTS,
        default=None,
    )
    oidc_request_compat: bool = parameter(
        "repeat response_type and scope beside the request object, as OpenID Connect wants and RFC 9101 does not need",
        spec="OpenID Connect Core section 6.1",
        kind=Kind.FLAG,
        default=False,
    )
    key: bytes | None = key_parameter(default=None)
    key_passphrase: str | None = key_passphrase_parameter()
    kid: str | None = kid_parameter()
    alg: str | None = alg_parameter()
    prompt: str | None = parameter("none, login, consent or select_account", spec=_OIDC, default=None)
    max_age: int | None = parameter(
        "longest time since the sign-in, in seconds", spec=_OIDC, kind=Kind.COUNT, metavar="N", default=None
    )
    login_hint: str | None = parameter("who is expected to sign in", spec=_OIDC, default=None)
    ui_locales: str | None = parameter("languages for the pages, space-separated", spec=_OIDC, default=None)
    id_token_hint: str | None = parameter(
        "reference to an ID token of the person", spec=_OIDC, secret=True, metavar="REF", default=None
    )
    claims: str | None = parameter(
        "claims wanted, as JSON", spec="OpenID Connect Core section 5.5", metavar="JSON", default=None
    )

    def own_members(self) -> Members:
        """The members that are this request's own, in the order of their declaration.

        Raises:
            UsageProblem: `--claims` is no JSON object.
        """
        if self.claims is not None:
            _require_object(self.claims)
        return tuple((name, str(getattr(self, name))) for name in _MEMBERS if getattr(self, name) is not None)


def _require_object(text: str) -> None:
    # OpenID Connect Core section 5.5: the claims parameter value is represented as UTF-8 encoded JSON, an object.
    try:
        value = parse_json(text)
    except ValueError as problem:
        raise UsageProblem(f"--claims: this is no JSON: {problem}") from None
    if not isinstance(value, dict):
        raise UsageProblem(
            "--claims: a JSON object is wanted", 'for example {"id_token": {"acr": {"essential": true}}}'
        )
