"""A published RSA key is too weak.

Means:
    A modulus under 2048 bits can be factored by who wants it much; an exponent of 1, or an even one, makes no key at all.

Seen by:
    The members `n` and `e` of the keys.

Do:
    Make a new key of at least 2048 bits with the usual exponent 65537, and take this one out of use.

See:
    RFC 7518 section 3.3, FAPI 2.0 Security Profile section 5.4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer
from tokencli.jose.peek import base64url_decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen

_FEWEST_BITS = 2048  # RFC 7518 section 3.3: a key of size 2048 bits or larger MUST be used


def look(server: ServerSeen) -> Iterator[Concern]:
    """RSA keys that are short, or whose exponent is none."""
    for at, key in enumerate(server.keys):
        problem = _problem(key) if key.get("kty") == "RSA" else ""
        if problem:
            yield Concern(
                "a published RSA key is too weak",
                "RSA keys have 2048 bits or more, and an odd exponent greater than 1",
                "make a new key, and take this one out of use",
                (Pointer("keys", f"keys.{at}", problem),),
            )
            return


def _problem(key: Any) -> str:
    """What is wrong with a key; empty when nothing is, or when it cannot be read."""
    modulus, exponent = _number(key.get("n")), _number(key.get("e"))
    if modulus is not None and modulus.bit_length() < _FEWEST_BITS:
        return f"{modulus.bit_length()} bits"
    # RFC 8017 section 3.1: the RSA public exponent e is an integer between 3 and n - 1 satisfying GCD(e, lambda(n)) = 1,
    # so it is odd.
    if exponent is not None and (exponent <= 1 or exponent % 2 == 0):
        return f"exponent {exponent}"
    return ""


def _number(text: Any) -> int | None:
    try:
        return int.from_bytes(base64url_decode(text)) if isinstance(text, str) else None
    except ValueError:
        return None
