"""The certificate of a client: read with its key, named by its thumbprints (RFC 7515 section 4.1.7, RFC 8705 section 3.1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.peek import base64url_encode

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from tokencli.jose.keys import SigningKey

_WHOLE = "give a PEM file of certificate and key, a PKCS#12 file, or the key with --cert-key"
_LOCKED = "for an encrypted key give --cert-passphrase too"


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """What a client shows a server at the TLS handshake.

    Attributes:
        chain: The certificates, the client's own first.
        private: Its private key as the cryptographic library holds it.
    """

    chain: tuple[Certificate, ...]
    private: Any = field(repr=False)

    def as_pem(self, passphrase: bytes) -> bytes:
        """Chain and key as PEM, the key encrypted (RFC 7468 section 11).

        Args:
            passphrase: What the key is encrypted with.
        """
        from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

        key = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
        return b"".join((*(one.public_bytes(Encoding.PEM) for one in self.chain), key))


def thumbprints(der: bytes) -> dict[str, str]:
    """The thumbprints of a certificate by their names in a JOSE header: `x5t` and `x5t#S256`.

    Args:
        der: The certificate in its binary form.
    """
    return {
        # RFC 7515 section 4.1.7: SHA-1 is what the header is defined with; nothing here trusts it.
        "x5t": base64url_encode(hashlib.sha1(der, usedforsecurity=False).digest()),
        "x5t#S256": base64url_encode(hashlib.sha256(der).digest()),
    }


def own_certificate(key: SigningKey) -> bytes | None:
    """The certificate of a key among those that came with it; None when there is none."""
    from cryptography.x509 import load_der_x509_certificate

    public = key.private.public_key()
    return next((der for der in key.certificates if load_der_x509_certificate(der).public_key() == public), None)


def as_pem(der: bytes) -> str:
    """A certificate as text (RFC 7468 section 5)."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate

    return load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode("ascii")


def load_client_certificate(octets: bytes, key: bytes | None, passphrase: str | None) -> ClientCertificate:
    """Reads a client certificate.

    Args:
        octets: PEM, with or without the key in it, or PKCS#12.
        key: The key as PEM when it is elsewhere; None when it is not.
        passphrase: The passphrase of an encrypted one.

    Raises:
        UsageProblem: It cannot be read, has no key, or the key is of another certificate.
    """
    secret = passphrase.encode() if passphrase else None
    chain, private = _from_pem(octets, key, secret) if b"-----BEGIN" in octets else _from_pkcs12(octets, secret)
    own = [one for one in chain if one.public_key() == private.public_key()]
    if not own:
        raise UsageProblem("--cert: the key is not the one of the certificate", "give certificate and key of one pair")
    return ClientCertificate((*own, *(one for one in chain if one not in own)), private)


def _from_pem(octets: bytes, key: bytes | None, passphrase: bytes | None) -> tuple[list[Certificate], Any]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if b"PRIVATE KEY" not in (key or octets):
        raise UsageProblem("--cert: there is a certificate and no private key", _WHOLE)
    try:
        return x509.load_pem_x509_certificates(octets), load_pem_private_key(key or octets, passphrase)
    except (TypeError, ValueError) as problem:
        raise UsageProblem(f"--cert: certificate or key cannot be read: {_one_line(problem)}", _LOCKED) from None


def _from_pkcs12(octets: bytes, passphrase: bytes | None) -> tuple[list[Certificate], Any]:
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        private, own, others = load_key_and_certificates(octets, passphrase)
    except (TypeError, ValueError) as problem:
        raise UsageProblem(
            f"--cert: this is neither PEM nor a PKCS#12 file that can be opened: {_one_line(problem)}", _LOCKED
        ) from None
    if private is None or own is None:
        raise UsageProblem("--cert: the PKCS#12 file lacks the certificate or its private key", _WHOLE)
    return [own, *others], private


def _one_line(problem: Exception) -> str:
    return str(problem).splitlines()[0][:120] if str(problem) else type(problem).__name__
