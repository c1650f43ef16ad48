"""A private key as it lies in a file: PEM, DER or PKCS#12, plain or encrypted, and why it cannot be read (RFC 7468, RFC 5958, RFC 7292)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

FORMS = "give a private key as PEM, PKCS#12 or JWK"
_LABEL = re.compile(rb"-----BEGIN ([A-Z0-9 ]{1,40})-----")  # RFC 7468 section 3
_PFX_VERSION = b"\x02\x01\x03"  # RFC 7292 section 4: a PFX begins with version 3, and no key does


def is_pem(octets: bytes) -> bool:
    """Whether it is text of RFC 7468."""
    return b"-----BEGIN" in octets


def is_der(octets: bytes) -> bool:
    """Whether it may be ASN.1: it begins with a SEQUENCE (X.690 section 8.9)."""
    return octets.startswith(b"\x30")


def is_pkcs12(octets: bytes) -> bool:
    """Whether it is a bundle of PKCS#12, and not a key or a certificate in DER."""
    # X.690 section 8.1.3: the length is one octet, or its low bits say how many follow.
    length_octets = octets[1] & 0x7F if octets[1:2] >= b"\x80" else 0
    return is_der(octets) and octets[2 + length_octets :].startswith(_PFX_VERSION)


def read_private_key(octets: bytes, passphrase: bytes | None, option: str) -> Any:
    """Reads a private key.

    Args:
        octets: PEM, in which certificates may stand too, or DER.
        passphrase: The passphrase of an encrypted one.
        option: The option that gave it, for the message.

    Raises:
        UsageProblem: There is none in it, it is damaged, or the passphrase is missing or wrong. Nothing of it is quoted.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

    load = load_pem_private_key if is_pem(octets) else load_der_private_key
    _refuse_other_text(octets, option)
    try:
        return load(octets, passphrase)
    except TypeError:
        if passphrase is None:
            raise UsageProblem(
                f"{option}: the key is encrypted, and there is no passphrase", f"give it with {option}-passphrase"
            ) from None
        raise UsageProblem(
            f"{option}: there is a passphrase, and the key is not encrypted", f"leave {option}-passphrase out"
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        if passphrase is not None:
            raise UsageProblem(
                f"{option}: the passphrase does not open the key, or the key is damaged", f"see {option}-passphrase"
            ) from None
        raise UsageProblem(f"{option}: this is no private key, or a damaged one", FORMS) from None


def read_pkcs12(octets: bytes, passphrase: bytes | None, option: str) -> tuple[Any, Sequence[Certificate]]:
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
        raise UsageProblem(f"{option}: the PKCS#12 file {fact}, or is damaged", f"see {option}-passphrase") from None
    return private, [one for one in (own, *others) if one is not None]


def _refuse_other_text(octets: bytes, option: str) -> None:
    labels = [label.decode("ascii") for label in _LABEL.findall(octets)]
    if "OPENSSH PRIVATE KEY" in labels:
        raise UsageProblem(
            f"{option}: the key is in the form of OpenSSH", "write it anew with ssh-keygen -p -m PKCS8 -f FILE"
        )
    if labels and not any(label.endswith("PRIVATE KEY") for label in labels):
        held = ", ".join(dict.fromkeys(label.lower() for label in labels))
        raise UsageProblem(f"{option}: there is no private key in it, only: {held}", FORMS)
