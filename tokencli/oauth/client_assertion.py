"""The JWT with which a client shows who it is: its header, its claims, its members (RFC 7523 section 3, RFC 10070)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import base64url_encode
from tokencli.oauth.identifiers import CLIENT_ASSERTION_JWT
from tokencli.oauth.parameter import parameter
from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.server import Server
    from tokencli.wire.form import Members

TYPE = "client-authentication+jwt"  # RFC 10070, media type registration
TOKEN_ENDPOINT = "token-endpoint"  # noqa: S105 - the word that stands for the URL of the token endpoint
LIFETIME_SECONDS = 60  # RFC 7523 section 3 wants exp; the assertion is made for one request
_JTI_OCTETS = 16


def assertion_audience_parameter() -> Any:
    """Declares `assertion_audience`."""
    return parameter(
        f"audience of client assertions; {TOKEN_ENDPOINT} stands for its URL; default: the issuer",
        spec="RFC 7523 section 3, RFC 10070",
        metavar="TEXT",
        default=None,
    )


def assertion_typ_parameter() -> Any:
    """Declares `assertion_typ`."""
    return parameter(
        "typ of client assertions; JWT is for servers that know no other",
        spec="RFC 10070",
        metavar="TYPE",
        default=TYPE,
    )


def assertion_claims(client_id: str, wanted: str | None, ambient: Ambient, target: Target) -> dict[str, Any]:
    """The claims of an assertion for one request.

    Args:
        client_id: The client.
        wanted: The audience the person named; None for the rule of RFC 10070.
        ambient: Clock and randomness.
        target: Where the request goes.
    """
    now = int(ambient.now())
    return {
        # RFC 7523 section 3, items 1 and 2: for client authentication, iss and sub MUST be the client_id.
        "iss": client_id,
        "sub": client_id,
        "aud": _audience(wanted, target),
        # OpenID Connect Core section 9: jti is REQUIRED, a unique identifier, usable once; so every try has its own.
        "jti": base64url_encode(ambient.random_octets(_JTI_OCTETS)),
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
    }


def _audience(wanted: str | None, target: Target) -> str:
    if wanted == TOKEN_ENDPOINT:
        return target.server.endpoint("token_endpoint")
    # RFC 10070: the authorization server's issuer identifier MUST be the sole value of aud; at every endpoint the same.
    # The update of RFC 9700, section 2.1.2.2: without an issuer, the exact URL that the request is sent to.
    return wanted or target.server.issuer or target.url


def assertion_members(client_id: str, assertion: str, kind: str = CLIENT_ASSERTION_JWT) -> Members:
    """The members that carry an assertion (RFC 7521 section 4.2).

    Args:
        client_id: The client; it names itself besides, since some servers look there first.
        assertion: The assertion.
        kind: The value of `client_assertion_type`.
    """
    return (("client_id", client_id), ("client_assertion_type", kind), ("client_assertion", assertion))


def audience_remarks(wanted: str | None, server: Server) -> tuple[Remark, ...]:
    """Says when the audience is another than RFC 10070 has.

    Args:
        wanted: The audience the person named; None for the rule.
        server: The server.

    Raises:
        UsageProblem: The token endpoint is named, and not known.
    """
    audience = server.endpoint("token_endpoint") if wanted == TOKEN_ENDPOINT else wanted
    if audience is None or audience == server.issuer:
        return ()
    # RFC 10070: a token endpoint URL as audience lets a malicious server hand the assertion on to the one it names.
    what = f"the audience of client assertions is {audience}, not the issuer alone"
    return (Remark(what, "RFC 10070"),)
