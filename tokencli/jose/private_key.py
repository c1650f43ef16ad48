"""A private key as it lies in a file: PEM, DER or PKCS#12, plain or encrypted, and why it cannot be read (RFC 7468, RFC 5958, RFC 7292)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from tokencli.jose.pem import blocks_of, is_pem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

    from tokencli.errors import UsageProblem
    from tokencli.jose.key_option import KeyOption

FORMS = "give a private key as PEM, PKCS#12 or JWK"
_DEK_INFO = re.compile(rb"^DEK-Info:(?P<said>.*)$", re.MULTILINE)
# RFC 1421 section 4.6.1.3, RFC 1423 section 1.1: the algorithm and its initialization vector, one block of the cipher.
_WHOLE_DEK_INFO = re.compile(rb"\s*(?:AES-[A-Z0-9-]+,[0-9A-Fa-f]{32}|(?!AES)[A-Z0-9-]+,[0-9A-Fa-f]{16,32})\s*")
_PFX_VERSION = b"\x02\x01\x03"  # RFC 7292 section 4: a PFX begins with version 3, and no key does


def is_der(octets: bytes) -> bool:
    """Whether it may be ASN.1: it begins with a SEQUENCE (X.690 section 8.9)."""
    return octets.startswith(b"\x30")


def is_pkcs12(octets: bytes) -> bool:
    """Whether it is a bundle of PKCS#12, and not a key or a certificate in DER."""
    # X.690 section 8.1.3: the length is one octet, or its low bits say how many follow.
    length_octets = octets[1] & 0x7F if octets[1:2] >= b"\x80" else 0
    return is_der(octets) and octets[2 + length_octets :].startswith(_PFX_VERSION)


def read_private_key(octets: bytes, passphrase: bytes | None, option: KeyOption) -> Any:
    """Reads a private key.

    Args:
        octets: PEM, in which certificates may stand too, or DER.
        passphrase: The passphrase of an encrypted one.
        option: How it was given, for the message.

    Raises:
        UsageProblem: There is none in it or several, it is damaged, or the passphrase is missing or wrong. Nothing of it is quoted.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

    pem = is_pem(octets)
    text = _private_block(octets, option) if pem else octets
    try:
        return load_pem_private_key(text, passphrase) if pem else load_der_private_key(text, passphrase)
    except TypeError:
        raise _other_passphrase(passphrase, option) from None
    except UnsupportedAlgorithm:
        raise option.problem("the kind of the key, or of its encryption, is not known here", FORMS) from None
    except ValueError:
        if passphrase is not None:
            raise option.problem(
                "the passphrase does not open the key, or the key is damaged", f"see {option.passphrase}"
            ) from None
        raise option.problem("this is no private key, or a damaged one", FORMS) from None


def _other_passphrase(passphrase: bytes | None, option: KeyOption) -> UsageProblem:
    if passphrase is not None:
        return option.problem("there is a passphrase, and the key is not encrypted", f"leave {option.passphrase} out")
    way = f"give it with {option.passphrase}" if option.passphrase else "give a key that is not encrypted"
    return option.problem("the key is encrypted, and there is no passphrase", way)


def read_pkcs12(octets: bytes, passphrase: bytes | None, option: KeyOption) -> tuple[Any, Sequence[Certificate]]:
    """Reads a bundle of PKCS#12: the private key, None where there is none, and the certificates, the key's own first.

    Arguments and errors as for `read_private_key`.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        with catch_warnings():
            simplefilter("ignore")  # a bundle in BER, as Java and Windows write it, is as good as one in DER
            private, own, others = load_key_and_certificates(octets, passphrase)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        fact = "needs a passphrase" if passphrase is None else "is not opened by the passphrase"
        way = f"see {option.passphrase}" if option.passphrase else "give a key that is not encrypted"
        raise option.problem(f"the PKCS#12 file {fact}, or is damaged", way) from None
    return private, [one for one in (own, *others) if one is not None]


def _private_block(octets: bytes, option: KeyOption) -> bytes:
    blocks = blocks_of(octets)
    private = [one for one in blocks if one.is_private_key]
    if any(one.label == "OPENSSH PRIVATE KEY" for one in private):
        raise option.problem("the key is in the form of OpenSSH", "write it anew with ssh-keygen -p -m PKCS8 -f FILE")
    if len(private) > 1:
        raise option.problem(f"there are {len(private)} private keys in it", "give the one that is meant alone")
    if not private and blocks:
        held = ", ".join(dict.fromkeys(one.label.lower() for one in blocks))
        raise option.problem(f"there is no private key in it, only: {held}", FORMS)
    if not private:
        raise option.problem("this is no private key, or a damaged one", FORMS)
    _refuse_written_line_ends(private[0].text, option)
    # The library ends the whole program over a vector that is too short.
    if any(not _WHOLE_DEK_INFO.fullmatch(match["said"]) for match in _DEK_INFO.finditer(private[0].text)):
        raise option.problem("the key is damaged: what its DEK-Info says of its encryption is not whole", FORMS)
    return private[0].text


def _refuse_written_line_ends(text: bytes, option: KeyOption) -> None:
    if b"\\n" in text:
        raise option.problem(
            "the line ends of the key are written as \\n, a backslash and a letter",
            "put line ends there, as printf '%b' does",
        )
