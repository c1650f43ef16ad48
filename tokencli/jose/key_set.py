"""A set of public keys as somebody has it at hand: JWKS, JWK, PEM, certificate, PKCS#12 (RFC 7517 section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.json_document import is_json_object, read_key_document
from tokencli.jose.key_option import UNNAMED
from tokencli.jose.public_keys import read_public_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

_HELP = "give a JWKS, a JWK, a PEM file of a public key or a certificate, or PKCS#12"


def read_key_set(octets: bytes, passphrase: str | None = None) -> tuple[Mapping[str, Any], ...]:
    """Reads keys to verify signatures with.

    Args:
        octets: What stands in the file.
        passphrase: The passphrase of an encrypted key.

    Returns:
        The keys as JWKs. Of a set those that are objects: what is odd in one never spoils the others.

    Raises:
        UsageProblem: No key stands in it.
    """
    if not is_json_object(octets):
        return tuple(one.jwk for one in read_public_keys(octets, passphrase))
    document = read_key_document(octets, UNNAMED)
    # RFC 7517 section 5: the value of the "keys" parameter is an array of JWK values; others SHOULD be ignored.
    keys = document.get("keys")
    if isinstance(keys, list):
        found = tuple(one for one in keys if isinstance(one, dict))
    else:
        found = (document,) if "kty" in document else ()
    if not found:
        raise UsageProblem("there is no key in it", _HELP)
    return found
