"""A JWT that stands in a text, on its own or after `Bearer` (RFC 7519)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.sighting import Sighting
from tokencli.jose.peek import NotAJwt, peek

if TYPE_CHECKING:
    from collections.abc import Iterator

# The header is a JSON object, so its base64url begins with the octets of `{"`. Encrypted ones have five parts.
_JWT = re.compile(r"(?<![\w.-])eyJ[\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?(?![\w-])")


def recognise(text: str) -> bool:
    """Whether it may hold one."""
    return "eyJ" in text


def read(text: str, at: float) -> Iterator[Sighting]:
    """The JWTs that can be read."""
    for found in dict.fromkeys(_JWT.findall(text)):
        try:
            peek(found)
        except NotAJwt:
            continue
        yield Sighting("JWT", token=found, at=at)
