"""`TOKENCLI_STORE_KEY`: the key of the token file, or the passphrase it is made from."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from tokencli.errors import UsageProblem

KEY_OCTETS = 32  # AES-256
_MAKE_ONE = "make one with: head -c 32 /dev/urandom | base64 | tr '+/' '-_'"


class RawKey(NamedTuple):
    """A key that is used as it is.

    Attributes:
        octets: 32 of them.
    """

    octets: bytes

    def __repr__(self) -> str:
        return "RawKey(…)"


class Passphrase(NamedTuple):
    """Words that a key is made from, slowly.

    Attributes:
        text: The words.
    """

    text: str

    def __repr__(self) -> str:
        return "Passphrase(…)"


StoreKey = RawKey | Passphrase


def read_store_key(text: str) -> StoreKey:
    """Reads what a person gave as the key.

    Args:
        text: `key:` and the base64url of 32 octets, or else a passphrase.

    Raises:
        UsageProblem: It is empty, or no such key.
    """
    if not text:
        raise UsageProblem(
            "the encrypted token file needs a key, and TOKENCLI_STORE_KEY is not set",
            "set it to a passphrase, or to key: and the base64url of 32 octets",
        )
    if not text.startswith("key:"):
        return Passphrase(text)
    octets = _octets(text.removeprefix("key:").strip())
    if octets is None or len(octets) != KEY_OCTETS:
        found = "no base64url" if octets is None else f"{len(octets)} octets"
        raise UsageProblem(f"TOKENCLI_STORE_KEY: after key: stand {found}, not the base64url of 32 octets", _MAKE_ONE)
    return RawKey(octets)


def _octets(text: str) -> bytes | None:
    try:
        # RFC 4648 section 3.2: padding may be left out where the length is known.
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
