"""A JWT to be used as an authorization grant: what can be checked beforehand (RFC 7523 section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, TokenKind, peek
from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.oauth.server import Server

_SPEC = "RFC 7523 section 3"
LEEWAY_SECONDS = 60
LONGEST_SENSIBLE_SECONDS = 3600


def check_jwt_assertion(
    assertion: str, server: Server, now: float, further: tuple[str, ...] = ()
) -> tuple[Remark, ...]:
    """Says what a server may not like about a JWT assertion.

    Args:
        assertion: The JWT.
        server: The server it is to be sent to.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        further: Names of the server that the person gave besides its issuer and its token endpoint.

    Raises:
        UsageProblem: The text is no JWT at all.
    """
    try:
        token = peek(assertion)
    except NotAJwt as problem:
        raise UsageProblem(
            f"the assertion is no JWT: {problem}", "give one JWT in compact form, header.payload.signature"
        ) from None
    if token.kind is TokenKind.JWE or token.claims is None:
        return ()
    return (*_algorithm(token.algorithm), *check_claims(token.claims, server, now, further))


def check_claims(
    claims: Mapping[str, Any], server: Server, now: float, further: tuple[str, ...] = ()
) -> tuple[Remark, ...]:
    """Says what a server may not like about the claims of an assertion. Arguments as for `check_jwt_assertion`."""
    return (*_missing(claims), *_times(claims, now), *foreign_audience(claims, server, further))


def _algorithm(algorithm: str) -> Iterator[Remark]:
    if algorithm.lower() == "none":
        # RFC 7523 section 3, item 9: the JWT MUST be digitally signed or have a MAC applied by the issuer.
        yield Remark("the assertion is not signed: its alg is none", _SPEC)


def _missing(claims: Mapping[str, Any]) -> Iterator[Remark]:
    for name in ("iss", "sub", "aud", "exp"):
        if name not in claims:
            yield Remark(f"the assertion has no claim {name}", _SPEC)
        elif claims[name] == "" and name != "aud":  # an empty audience is another than the server's
            yield Remark(f"the assertion's claim {name} is empty", _SPEC)


def _times(claims: Mapping[str, Any], now: float) -> Iterator[Remark]:
    for name in ("exp", "nbf", "iat"):
        # RFC 7519 section 4.1: its value MUST be a number containing a NumericDate value.
        if name in claims and read_numeric_date(claims[name]) is None:
            yield Remark(f"the assertion's {name} is no number of seconds", "RFC 7519 section 4.1")
    expires, not_before = read_numeric_date(claims.get("exp")), read_numeric_date(claims.get("nbf"))
    if expires is not None:
        if expires <= now - LEEWAY_SECONDS:
            yield Remark(f"the assertion expired {round(now - expires)} seconds ago", _SPEC)
        elif expires > now + LONGEST_SENSIBLE_SECONDS:
            yield Remark("the assertion expires more than an hour from now, which many servers refuse", _SPEC)
    if not_before is not None and not_before > now + LEEWAY_SECONDS:
        yield Remark(f"the assertion is not valid before {round(not_before - now)} seconds from now", _SPEC)


def foreign_audience(claims: Mapping[str, Any], server: Server, further: tuple[str, ...] = ()) -> tuple[Remark, ...]:
    """Says that an assertion is for somebody else; nothing when it names nobody. Arguments as for `check_jwt_assertion`."""
    if "aud" not in claims:
        return ()
    told = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    endpoints = (server.endpoints.get("token_endpoint"), server.metadata.get("token_endpoint"))
    known = list(dict.fromkeys(str(name) for name in (server.issuer, *endpoints, *further) if name))
    # RFC 7523 section 3, item 3: the value identifies the authorization server as an intended audience; comparison is by
    # simple string comparison. RFC 10070: for grants the issuer identifier or the token endpoint URL.
    if set(map(str, told)) & set(known):
        return ()
    return (Remark(f"the assertion's aud is {', '.join(map(str, told))}, not {' or '.join(known)}", _SPEC),)
