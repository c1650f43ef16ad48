"""A sealed file: a line that says how it is sealed, then AES-256-GCM (NIST SP 800-38D) over everything, that line included."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tokencli.errors import StoreProblem
from tokencli.store.store_key import KEY_OCTETS, Passphrase, RawKey, StoreKey

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = "tokencli-store"
VERSION = 1
NONCE_OCTETS = 12  # NIST SP 800-38D section 8.2.2: random, good for 2^32 files under one key
SALT_OCTETS = 16

# RFC 7914: 32 MiB and about half a second. Of the settings that cost an attacker the same (2^17 with p=1 is 128 MiB) this one
# lets twenty processes start at once in a small container.
_COST = {"n": 2**15, "r": 8, "p": 3}
# The line is read before it can be trusted: what it asks for must not exhaust this machine.
_MOST_OCTETS = 2**28
_MOST_PASSES = 64


class Sealing(NamedTuple):
    """How a file is sealed, as its first line says.

    Attributes:
        kdf: `none` for a raw key, `scrypt` for a passphrase.
        n: Cost of scrypt; 0 without.
        r: Block size of scrypt.
        p: Passes of scrypt.
        salt: Salt of scrypt; empty without.
    """

    kdf: str
    n: int = 0
    r: int = 0
    p: int = 0
    salt: bytes = b""


def new_sealing(key: StoreKey, random_octets: Callable[[int], bytes]) -> Sealing:
    """How a new file is sealed with such a key."""
    if isinstance(key, RawKey):
        return Sealing("none")
    return Sealing("scrypt", salt=random_octets(SALT_OCTETS), **_COST)


def seal(plain: bytes, key: StoreKey, sealing: Sealing, nonce: bytes) -> bytes:
    """Seals octets.

    Args:
        plain: What is secret.
        key: The key.
        sealing: How the key is made.
        nonce: 12 octets that were never used with this key.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    text = {name: _base64(one) if isinstance(one, bytes) else one for name, one in sealing._asdict().items()}
    head = json.dumps({"format": FORMAT, "version": VERSION, **text, "nonce": _base64(nonce)}).encode() + b"\n"
    return head + AESGCM(_key(key, sealing)).encrypt(nonce, plain, head)


def unseal(octets: bytes, key: StoreKey, where: str) -> tuple[bytes, Sealing]:
    """Opens what was sealed.

    Args:
        octets: The whole file.
        key: The key.
        where: The file's name, for the errors.

    Returns:
        What is secret, and how it was sealed.

    Raises:
        StoreProblem: It is no sealed file, of a later version, damaged, or sealed with another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head, line_end, body = octets.partition(b"\n")
    sealing, nonce = _read_head(head, where)
    if (sealing.kdf == "none") is not isinstance(key, RawKey):
        wanted, given = ("key:…", "a passphrase") if sealing.kdf == "none" else ("a passphrase", "key:…")
        raise StoreProblem(
            f"{where} is sealed with {wanted}, and TOKENCLI_STORE_KEY is {given}", "give the key it was made with"
        )
    try:
        return AESGCM(_key(key, sealing)).decrypt(nonce, body, head + line_end), sealing
    except InvalidTag as problem:
        raise StoreProblem(
            f"{where} cannot be opened: TOKENCLI_STORE_KEY is not the key it was sealed with, or the file is damaged",
            "give the right key; where that is lost, remove the file and sign in again",
        ) from problem


def _read_head(line: bytes, where: str) -> tuple[Sealing, bytes]:
    try:
        head = json.loads(line)
        version = head["version"] if head["format"] == FORMAT else None
        salt, nonce = (base64.b64decode(head[name], validate=True) for name in ("salt", "nonce"))
        sealing = _bounded(Sealing(head["kdf"], head["n"], head["r"], head["p"], salt)) if version == VERSION else None
    except (ValueError, KeyError, TypeError) as problem:
        raise StoreProblem(f"{where} is no token file, or is damaged", "remove it and sign in again") from problem
    if sealing is None:
        raise StoreProblem(f"{where} is of version {version}; this tokencli knows {VERSION}", "update tokencli")
    return sealing, nonce


def _bounded(sealing: Sealing) -> Sealing:
    if sealing.kdf == "none":
        return sealing
    numbers = (sealing.n, sealing.r, sealing.p)
    if sealing.kdf != "scrypt" or not all(type(one) is int and one > 0 for one in numbers):
        raise ValueError(sealing.kdf)
    if 128 * sealing.n * sealing.r > _MOST_OCTETS or sealing.p > _MOST_PASSES:
        raise ValueError("more work than any file of ours asks for")
    return sealing


def _key(key: StoreKey, sealing: Sealing) -> bytes:
    match key:
        case RawKey():
            return key.octets
        case Passphrase():
            return _scrypt(key.text, sealing)


@lru_cache(maxsize=4)
def _scrypt(passphrase: str, sealing: Sealing) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    made: Any = Scrypt(salt=sealing.salt, length=KEY_OCTETS, n=sealing.n, r=sealing.r, p=sealing.p)
    return bytes(made.derive(passphrase.encode("utf-8", "surrogateescape")))


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
