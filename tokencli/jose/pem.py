"""Text of RFC 7468 taken apart: several keys and certificates may stand in one file."""

from __future__ import annotations

import re
from dataclasses import dataclass

# RFC 7468 section 2; a block without its end reaches to the next, and is damaged.
_BLOCK = re.compile(
    rb"-----BEGIN (?P<label>[A-Z0-9 ]{1,40})-----.*?(?:-----END (?P=label)-----|(?=-----BEGIN )|\Z)", re.DOTALL
)
_CERTIFICATES = frozenset({"CERTIFICATE", "X509 CERTIFICATE"})  # RFC 7468 section 5.1
_PUBLIC = frozenset({"PUBLIC KEY", "RSA PUBLIC KEY"})  # RFC 7468 section 13


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between a line with BEGIN and its line with END.

    Attributes:
        label: What it says that it is.
        text: All of it, the two lines included.
    """

    label: str
    text: bytes

    @property
    def is_private_key(self) -> bool:
        """Whether it is a private key, of whatever kind, encrypted or not."""
        return self.label.endswith("PRIVATE KEY")

    @property
    def is_public_key(self) -> bool:
        """Whether it is a public key alone."""
        return self.label in _PUBLIC

    @property
    def is_certificate(self) -> bool:
        """Whether it is a certificate; a request for one is none."""
        return self.label in _CERTIFICATES


def blocks_of(octets: bytes) -> tuple[Block, ...]:
    """The blocks of a text in their order, each once.

    Args:
        octets: The text; what stands between the blocks does not matter.
    """
    found = (Block(match["label"].decode("ascii"), match[0]) for match in _BLOCK.finditer(octets))
    return tuple(dict.fromkeys(found))


def is_pem(octets: bytes) -> bool:
    """Whether it is text of RFC 7468."""
    return b"-----BEGIN" in octets
