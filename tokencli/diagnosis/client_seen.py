"""How a request shows who the client is, read from the request itself or from what a redaction left of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from tokencli.jose.peek import NotAJwt, peek
from tokencli.wire.credentials import read_basic
from tokencli.wire.placeholders import is_known
from tokencli.wire.redaction import SecretFacts, secret_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.wire.form import Members

_DECODED = "[decoded "


@dataclass(frozen=True, slots=True)
class ClientSeen:
    """How a request shows who the client is.

    Attributes:
        method: The registered name of the method, or an empty text when the request names no client.
        client_id: The client id, decoded.
        secret: The facts of the secret as the server sees it after decoding; None when there is none to know.
        raw_secret: The facts of the secret as it stands in a Basic header, before decoding; None elsewhere.
    """

    method: str
    client_id: str
    secret: SecretFacts | None = None
    raw_secret: SecretFacts | None = None


# RFC 6749 appendix B: what of a secret form-encoding writes in another way.
_CHANGED_BY_ENCODING = frozenset({"percent", "plus", "equals", "colon", "inner-space", "edge-space", "other"})


def changed_by_encoding(facts: SecretFacts | None) -> frozenset[str]:
    """The marks of a secret that form-encoding writes in another way; none when nothing is known of it."""
    return frozenset() if facts is None else facts.marks & _CHANGED_BY_ENCODING


def known_facts(value: str | None) -> SecretFacts | None:
    """The facts of a secret; None when there is none, or when it was blackened so that nothing of it is known."""
    return secret_facts(value) if value is not None and is_known(value) else None


def read_client(authorization: str, members: Members) -> ClientSeen:
    """Reads who the client says it is.

    Args:
        authorization: The Authorization header; empty when there is none.
        members: The members of the form.
    """
    if authorization.lower().startswith("basic "):
        return _basic_client(authorization)
    given = dict(reversed(members))  # of members that stand twice the first one
    client_id = given.get("client_id", "")
    if "client_secret" in given:
        return ClientSeen("client_secret_post", client_id, known_facts(given["client_secret"]))
    if "client_assertion" in given:
        return ClientSeen(_assertion_method(given["client_assertion"]), client_id)
    return ClientSeen("none" if client_id else "", client_id)


TLS_METHODS = ("tls_client_auth", "self_signed_tls_client_auth")  # RFC 8705 section 2


def with_certificate(seen: ClientSeen, named: str, listed: Sequence[str] | None) -> ClientSeen:
    """A client that shows a certificate to the connection, which its request does not tell.

    Args:
        seen: What the request tells.
        named: The method that the person named; empty when it was left to what is given.
        listed: The methods that the metadata lists; None when it says nothing.
    """
    if seen.method != "none":
        return seen
    if named:
        wanted = named.replace("-", "_")
        return next(
            (replace(seen, method=one) for one in TLS_METHODS if wanted in {one, one.removesuffix("_client_auth")}),
            seen,
        )
    known = [one for one in TLS_METHODS if listed is None or one in listed]
    if not known and "none" in (listed or ()):
        return seen
    return replace(seen, method=(known or TLS_METHODS)[0])


def _assertion_method(assertion: str) -> str:
    try:
        # OpenID Connect Core section 9: client_secret_jwt uses an HMAC SHA algorithm, such as HMAC SHA-256.
        return "client_secret_jwt" if peek(assertion).algorithm.startswith("HS") else "private_key_jwt"
    except NotAJwt:
        return "private_key_jwt"


def _basic_client(header: str) -> ClientSeen:
    _, _, token = header.partition(" ")
    if token.startswith(_DECODED):  # what a redaction left of the header
        user_id, colon, secret = token.removeprefix(_DECODED).removesuffix("]").partition(":")
        if not colon:
            return ClientSeen("client_secret_basic", "")
        facts = known_facts(secret)
        return ClientSeen("client_secret_basic", unquote_plus(user_id), facts, facts)
    basic = read_basic(header)
    if basic is None or basic.password is None:
        return ClientSeen("client_secret_basic", "")  # without a colon it may well be the secret
    decoded = unquote_plus(basic.password)
    return ClientSeen(
        "client_secret_basic", unquote_plus(basic.user_id), known_facts(decoded), known_facts(basic.password)
    )
