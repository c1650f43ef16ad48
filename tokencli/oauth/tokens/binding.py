"""Whose token it is: the key or certificate that it is bound to (RFC 7800 section 3), held against one that is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.jose.thumbprint import thumbprint
from tokencli.oauth.tokens.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEY = "jkt"  # RFC 9449 section 6.1: the thumbprint of the public key, by RFC 7638 with SHA-256
CERTIFICATE = "x5t#S256"  # RFC 8705 section 3.1: the SHA-256 thumbprint of the certificate
_SPECS = {KEY: "RFC 9449 section 6.1", CERTIFICATE: "RFC 8705 section 3.1"}


def bound_to(claims: Mapping[str, Any]) -> Mapping[str, str]:
    """What a token is bound to: thumbprints by `jkt` and `x5t#S256`; empty when anybody may use it who has it.

    Args:
        claims: The claims of the token.
    """
    confirmation = claims.get("cnf")
    members = confirmation if isinstance(confirmation, dict) else {}
    named = {name: str(members[name]) for name in _SPECS if name in members}
    # RFC 7800 section 3.2: "jwk" is the public key itself.
    return {**_of_key(members.get("jwk")), **named}


def _of_key(jwk: Any) -> Mapping[str, str]:
    try:
        return {KEY: thumbprint(jwk)} if isinstance(jwk, dict) else {}
    except ValueError:
        return {}


def check_binding(claims: Mapping[str, Any], holder: Mapping[str, str]) -> Iterator[Check]:
    """Whether the token is bound to a key or certificate.

    Args:
        claims: The claims of the token.
        holder: The thumbprints of that key and certificate, by the names of `bound_to`; empty when nobody said.
    """
    bound = bound_to(claims)
    both = [name for name in _SPECS if name in bound and name in holder]
    for name in both:
        yield Check("cnf", bound[name] == holder[name], f"{name} {holder[name]}", f"{name} {bound[name]}", _SPECS[name])
    if holder and not both:
        wanted = " or ".join(f"{name} {value}" for name, value in holder.items())
        found = ", ".join(f"{name} {value}" for name, value in bound.items()) or "bound to neither key nor certificate"
        yield Check("cnf", passed=False, expected=wanted, actual=found, spec=_SPECS[next(iter(holder))])
