"""A document of JSON that holds keys: a JWK, a JWKS, or the key file of a service account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.wire.json_text import BYTE_ORDER_MARK, JsonText, read_json

if TYPE_CHECKING:
    from tokencli.jose.key_option import KeyOption


def is_json_object(octets: bytes) -> bool:
    """Whether it begins as an object of JSON, as neither PEM nor DER does."""
    return octets.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"{")


def read_key_document(octets: bytes, option: KeyOption) -> dict[str, Any]:
    """Reads a document.

    Args:
        octets: What begins as an object.
        option: How it was given.

    Raises:
        UsageProblem: It is no JSON. Nothing of it is quoted.
    """
    text = read_json(octets)
    if isinstance(text, JsonText):
        return dict(text.value)
    raise option.problem(f"this begins as JSON and is none: {text.reason} at line {text.line}, column {text.column}")
