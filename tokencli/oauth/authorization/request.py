"""The authorization request: its members in order, and the URL that a browser opens (RFC 6749 section 4.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tokencli.jose.peek import base64url_encode
from tokencli.wire import form

if TYPE_CHECKING:
    from tokencli.oauth.authorization.pkce import Pkce
    from tokencli.oauth.flow import Ambient
    from tokencli.wire.form import Members

STATE_OCTETS = 24  # RFC 6749 section 10.10: the probability of guessing MUST be at most 2^-128


@dataclass(frozen=True, slots=True)
class Sent:
    """What one authorization request promised, kept until its response is checked.

    Attributes:
        issuer: The issuer the request goes to; empty when unknown.
        client_id: The client.
        redirect_uri: The redirect URI, byte for byte.
        response_type: The response type.
        response_mode: The response mode; empty for the default.
        state: The state; bound to this request and used once.
        nonce: The nonce; empty when none was sent.
        pkce: Verifier and challenge; None when PKCE is off.
        iss_expected: Whether the metadata promises `iss` in every response (RFC 9207 section 3).
        dpop_jkt: The thumbprint of the DPoP key that the code is bound to; empty when it is bound to none.
    """

    issuer: str
    client_id: str
    redirect_uri: str
    response_type: str
    response_mode: str
    state: str
    nonce: str
    pkce: Pkce | None
    iss_expected: bool
    dpop_jkt: str = ""


def random_text(ambient: Ambient) -> str:
    """A value that cannot be guessed, for `state` and `nonce`."""
    return base64url_encode(ambient.random_octets(STATE_OCTETS))


def authorization_members(sent: Sent, further: Members) -> Members:
    """The members of the request in order.

    Args:
        sent: What the request promises.
        further: `scope`, `resource`, and what else the person asked for.
    """
    return (
        ("response_type", sent.response_type),
        ("client_id", sent.client_id),
        ("redirect_uri", sent.redirect_uri),
        *further,
        ("state", sent.state),
        *((("nonce", sent.nonce),) if sent.nonce else ()),
        *((("response_mode", sent.response_mode),) if sent.response_mode else ()),
        *_challenge(sent.pkce),
        # RFC 9449 section 10: dpop_jkt binds the code to the key, so that whoever steals it cannot redeem it.
        *((("dpop_jkt", sent.dpop_jkt),) if sent.dpop_jkt else ()),
    )


def _challenge(pkce: Pkce | None) -> Members:
    if pkce is None:
        return ()
    # RFC 7636 section 4.3: code_challenge_method defaults to "plain" if not present; so it is always said.
    return ("code_challenge", pkce.challenge), ("code_challenge_method", pkce.method)


def authorization_url(endpoint: str, members: Members) -> str:
    """The URL that a browser opens.

    Args:
        endpoint: The authorization endpoint.
        members: The members of the request.
    """
    parts = urlsplit(endpoint)
    # RFC 6749 section 3.1: the endpoint URI MAY include a query component, which MUST be retained.
    query = "&".join(part for part in (parts.query, form.encode(members)) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
