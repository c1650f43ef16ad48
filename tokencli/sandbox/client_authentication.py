"""Who is asking: Basic, post and none, one of them, and the one the client is registered for (RFC 6749 section 2.3)."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_plus

from tokencli.sandbox.accounts import NOT_FORM_DECODED
from tokencli.sandbox.refusal import Refusal, invalid_client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.sandbox.accounts import SandboxClient
    from tokencli.sandbox.oauth_request import SandboxRequest


class _Presented(NamedTuple):
    """What a request shows of its client."""

    method: str
    client_id: str
    secret: str | None
    undecoded_secret: str | None = None  # of Basic: what stood there before form-decoding


def _read_basic(header: str) -> _Presented:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise invalid_client(f"the Authorization header has the scheme {scheme}; only Basic is known here")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise invalid_client("what follows Basic is not base64 of UTF-8") from None
    client_id, colon, secret = text.partition(":")
    if not colon:
        raise invalid_client("Basic holds no colon between client id and secret")
    if client_id in NOT_FORM_DECODED:
        return _Presented("client_secret_basic", client_id, secret, secret)
    # RFC 6749 section 2.3.1: the client identifier is encoded using the "application/x-www-form-urlencoded" encoding
    # algorithm per appendix B, and the encoded value is used as the username; so too the password.
    return _Presented("client_secret_basic", unquote_plus(client_id), unquote_plus(secret), secret)


def _presented(request: SandboxRequest) -> _Presented | None:
    form = request.form
    header = request.headers.get("Authorization")
    named, secret = form.get("client_id"), form.get("client_secret")
    # RFC 6749 section 2.3: the client MUST NOT use more than one authentication method in each request.
    ways = [name for name in ("client_secret", "client_assertion") if name in form]
    if len(ways) + bool(header) > 1:
        used = ", ".join((["the Authorization header"] if header else []) + [str(way) for way in ways])
        raise Refusal("invalid_request", f"more than one client authentication method: {used}")
    if "client_assertion" in form:
        raise invalid_client("client assertions are not known here")
    if header:
        basic = _read_basic(header)
        if named not in (None, basic.client_id):
            raise Refusal("invalid_request", f"Basic names client {basic.client_id}, the body names {named}")
        return basic
    if named is None:
        if secret is not None:
            raise invalid_client("there is a client_secret and no client_id")
        return None
    return _Presented("none" if secret is None else "client_secret_post", named, secret)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _why_secret_differs(client: SandboxClient, shown: _Presented) -> str:
    if shown.undecoded_secret is not None and shown.undecoded_secret == client.client_secret:
        return (
            f"the secret of {client.client_id} was put into Basic without form-encoding it (RFC 6749 section 2.3.1); "
            "decoded it is another"
        )
    if shown.secret is not None and unquote_plus(shown.secret) == client.client_secret:
        return f"the secret of {client.client_id} was form-encoded, and this server does not decode it for this client"
    return f"the secret of {client.client_id} is another"


def authenticate_client(
    request: SandboxRequest, clients: Mapping[str, SandboxClient]
) -> tuple[SandboxClient, str] | None:
    """Finds out who sent a request.

    Args:
        request: The request.
        clients: The registered clients by identifier.

    Returns:
        The client and the registered name of the method it used; None when the request names no client at all.

    Raises:
        Refusal: `invalid_client` for wrong or missing credentials and for a method the client is not registered for,
            `invalid_request` for two methods at once.
    """
    shown = _presented(request)
    if shown is None:
        return None
    client = clients.get(shown.client_id)
    if client is None:
        raise invalid_client(f"no client is registered as {shown.client_id}")
    if shown.method != client.auth_method:
        raise invalid_client(f"{client.client_id} is registered for {client.auth_method}, and used {shown.method}")
    if client.client_secret is not None and not _same(shown.secret or "", client.client_secret):
        raise invalid_client(_why_secret_differs(client, shown))
    return client, shown.method
