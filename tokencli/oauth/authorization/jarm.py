"""Signed authorization responses: the members inside one JWT, and every check of it (JARM sections 2.1 and 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.jose.decrypt import CannotOpen
from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.authorization.response import NotGenuine
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.claim_checks import LEEWAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.jose.decrypt import Opener
    from tokencli.jose.verify import Signature
    from tokencli.oauth.authorization.request import Sent
    from tokencli.wire.form import Members

_SPEC = "JARM section 2.4"
_ENVELOPE = frozenset({"aud", "exp", "iat", "nbf", "jti"})  # claims about the JWT; iss is also RFC 9207's


def signed_response(members: Members) -> str:
    """The JWT of a signed response; empty when there is none."""
    return next((value for name, value in members if name == "response"), "")


def opened_response(opener: Opener, members: Members) -> Members | NotGenuine:
    """The response with its JWT taken out of its encryption; one that is not encrypted is itself.

    Args:
        opener: Opens what the server encrypted to the client.
        members: The members of the outer response.
    """
    try:
        # JARM section 2.4: decrypt the JWT using the default key or the one the client registered, if it is encrypted.
        return tuple((name, opener.open(value) if name == "response" else value) for name, value in members)
    except CannotOpen as problem:
        return NotGenuine("jarm", f"the response stays closed: {problem}", _SPEC)


def members_inside(members: Members) -> Members | NotGenuine:
    """The members of a response that must be signed, read without its key: enough to tell whether it is for this request.

    Args:
        members: The members of the outer response.
    """
    token = signed_response(members)
    if not token:
        # JARM section 2.4 and FAPI: who asked for a signed response MUST NOT take a plain one.
        return NotGenuine("jarm", "a signed response was asked for, and this one is not signed", _SPEC)
    try:
        seen = peek(token)
    except NotAJwt as problem:
        return NotGenuine("jarm", f"the response is no JWT: {problem}", "JARM section 2.1")
    return tuple(
        (name, value if isinstance(value, str) else str(value))
        for name, value in (seen.claims or {}).items()
        if name not in _ENVELOPE
    )


def check_signed(sent: Sent, token: str, now: float, signature: Signature) -> tuple[Check, ...]:
    """Every check of the JWT of a response, in the order of JARM section 2.4 after `state`.

    Args:
        sent: What the request promised.
        token: The JWT.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        signature: What became of its signature.
    """
    claims: Mapping[str, Any] = peek(token).claims or {}
    audience = claims.get("aud")
    names = audience if isinstance(audience, list) else [audience]
    expires = claims.get("exp")
    return (
        Check("iss", claims.get("iss") == sent.issuer, sent.issuer, str(claims.get("iss", "missing")), _SPEC),
        Check("aud", sent.client_id in names, f"contains {sent.client_id}", str(audience or "missing"), _SPEC),
        Check("exp", _is_open(expires, now), "in the future", _ago(expires, now), _SPEC),
        Check("signature", signature.good, "made by the issuer", signature.why, _SPEC),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_open(expires: Any, now: float) -> bool:
    return _is_number(expires) and now < expires + LEEWAY_SECONDS


def _ago(expires: Any, now: float) -> str:
    if not _is_number(expires):
        return "missing"
    return f"{round(expires - now)} s from now" if expires >= now else f"{round(now - expires)} s ago"
