"""A JWT read without keys and without any cryptography: RFC 7515 section 7.1, RFC 7516 section 7.1.

Nothing that is read here has been verified. It is for people who look, never for control flow: to a client an access
token is opaque (RFC 6749 section 1.4, RFC 9068 section 6).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tokencli.wire.json_text import JsonText, read_json

_JWS_PARTS = 3  # RFC 7515 section 7.1: BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)
_JWE_PARTS = 5  # RFC 7516 section 7.1: header . encrypted key . initialization vector . ciphertext . tag


class TokenKind(StrEnum):
    """The two compact serialisations."""

    JWS = "JWS"
    JWE = "JWE"


class NotAJwt(ValueError):
    """The text is no JWT in compact serialisation; the message says why."""


@dataclass(frozen=True, slots=True)
class PeekedToken:
    """What stands in a token.

    Attributes:
        kind: Signed or encrypted.
        header: The JOSE header.
        claims: The claims; None for a JWE, whose claims only the holder of the key can read.
        signature_length: The octets of the signature, or of the authentication tag of a JWE.
        remarks: What is odd about the token's form, in words.
        repeated: The members that stand more than once, each with the part it stands in, `header` or `payload`.
    """

    kind: TokenKind
    header: dict[str, Any]
    claims: dict[str, Any] | None
    signature_length: int
    remarks: tuple[str, ...] = ()
    repeated: tuple[tuple[str, str], ...] = ()

    @property
    def algorithm(self) -> str:
        """The header's `alg` as text; empty when it is missing."""
        return str(self.header.get("alg", ""))

    @property
    def media_type(self) -> str:
        """The header's `typ` in small letters and without `application/` (RFC 7515 section 4.1.9); empty when it is missing."""
        return str(self.header.get("typ", "")).lower().removeprefix("application/")


def base64url_decode(text: str) -> bytes:
    """Decodes base64url without padding (RFC 7515 section 2).

    Raises:
        ValueError: A character outside the alphabet, padding, or a length no encoding has.
    """
    if "=" in text:
        raise ValueError("base64url in a JWT has no padding")
    # RFC 4648 section 5: "-" and "_" stand for "+" and "/", which the library goes on to take.
    if "+" in text or "/" in text:
        raise ValueError("it is base64, with + and / where base64url has - and _")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as broken:
        raise ValueError(str(broken)) from None


def base64url_encode(octets: bytes) -> str:
    """Encodes as base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def _object(part: str, name: str) -> JsonText:
    try:
        octets = base64url_decode(part)
    except ValueError as broken:
        raise NotAJwt(f"its {name} is not base64url: {broken}") from None
    text = read_json(octets)
    if not isinstance(text, JsonText):
        raise NotAJwt(f"its {name} is not JSON: {text.reason} at column {text.column}")
    if not isinstance(text.value, dict):
        raise NotAJwt(f"its {name} is JSON, but not an object")
    return text


def _repeated(part: JsonText, name: str) -> tuple[tuple[str, str], ...]:
    # RFC 7515 section 4: header parameter names MUST be unique; RFC 7519 section 4 says the same of claims.
    return tuple((name, twice) for twice in dict.fromkeys(part.duplicates))


def peek(token: str) -> PeekedToken:
    """Reads a token's header and claims.

    Args:
        token: The compact serialisation; white space around it is ignored.

    Returns:
        What stands in it, unverified.

    Raises:
        NotAJwt: It is no compact JWS or JWE.
    """
    parts = token.strip().split(".")
    if len(parts) not in {_JWS_PARTS, _JWE_PARTS}:
        raise NotAJwt(
            f"it has {len(parts)} part{'s' if len(parts) > 1 else ''} between dots; a JWT has 3, an encrypted one 5"
        )
    header = _object(parts[0], "header")
    claims = _object(parts[1], "payload") if len(parts) == _JWS_PARTS else None
    repeated = (*_repeated(header, "header"), *(_repeated(claims, "payload") if claims else ()))
    remarks = tuple(f"the {part} has the member {name!r} twice" for part, name in repeated)
    try:
        tail = len(base64url_decode(parts[-1]))
    except ValueError:
        tail, remarks = 0, (*remarks, "the signature is not base64url")
    kind, value = (TokenKind.JWE, None) if claims is None else (TokenKind.JWS, claims.value)
    return PeekedToken(kind, header.value, value, tail, remarks, repeated)
