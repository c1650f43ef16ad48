"""The certificate of a client: read with its key, named by its thumbprints (RFC 7515 section 4.1.7, RFC 8705 section 3.1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.key_option import CERT
from tokencli.jose.peek import base64url_encode
from tokencli.jose.pem import blocks_of, is_pem
from tokencli.jose.private_key import is_der, is_pkcs12, read_pkcs12, read_private_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.x509 import Certificate

    from tokencli.jose.key_option import KeyOption
    from tokencli.jose.keys import SigningKey

_WHOLE = "give a PEM file of certificate and key, a PKCS#12 file, or the key with --cert-key"


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
    return next((der for der in key.certificates if certified_key(load_der_x509_certificate(der)) == public), None)


def certified_key(certificate: Certificate) -> Any:
    """The public key of a certificate; None where it is of a kind that is not known here."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None


def read_certificates(octets: bytes, option: KeyOption) -> tuple[Certificate, ...]:
    """The certificates in a text, in their order; none where there are none.

    Args:
        octets: PEM, in which keys and requests may stand too.
        option: How it was given, for the message.

    Raises:
        UsageProblem: One is damaged.
    """
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return tuple(load_pem_x509_certificate(one.text) for one in blocks_of(octets) if one.is_certificate)
    except ValueError:
        raise option.problem("a certificate in it is damaged", "copy it anew, or leave it out") from None


def chains_of(certificates: Sequence[Certificate]) -> tuple[tuple[Certificate, ...], ...]:
    """Certificates as chains, each followed by the one that issued it, as far as it is there.

    Args:
        certificates: The certificates in any order.
    """
    known = tuple(dict.fromkeys(certificates))
    first = [one for one in known if not any(_issued(one, other) for other in known)]
    chains = [_chain_from(one, known) for one in first]
    return (*chains, *((one,) for one in known if not any(one in chain for chain in chains)))


def _chain_from(own: Certificate, known: Sequence[Certificate]) -> tuple[Certificate, ...]:
    chain = [own]
    while above := [one for one in known if one not in chain and _issued(one, chain[-1])]:
        chain.append(above[0])
    return tuple(chain)


def _issued(issuer: Certificate, certificate: Certificate) -> bool:
    """Whether one certified the other (RFC 5280 section 6.1); one that certified itself, under an older date too, did not."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if issuer.subject != certificate.issuer or certified_key(issuer) == certified_key(certificate):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def as_pem(der: bytes) -> str:
    """A certificate as text (RFC 7468 section 5)."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate

    return load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode("ascii")


def load_client_certificate(octets: bytes, key: bytes | None, passphrase: str | None) -> ClientCertificate:
    """Reads a client certificate.

    Args:
        octets: PEM, with or without the key in it, DER, or PKCS#12.
        key: The key as PEM or DER when it is elsewhere; None when it is not.
        passphrase: The passphrase of an encrypted one.

    Raises:
        UsageProblem: It cannot be read, has no key, or the key is of another certificate.
    """
    secret = passphrase.encode() if passphrase else None
    chain, private = _from_pkcs12(octets, secret) if is_pkcs12(octets) else _from_parts(octets, key, secret)
    own = [one for one in chain if certified_key(one) == private.public_key()]
    if not own:
        raise UsageProblem("--cert: the key is not the one of the certificate", "give certificate and key of one pair")
    return ClientCertificate((*own, *(one for one in chain if one not in own)), private)


def _from_parts(octets: bytes, key: bytes | None, passphrase: bytes | None) -> tuple[Sequence[Certificate], Any]:
    chain = _certificates(octets)
    if key is None and b"PRIVATE KEY" not in octets:
        raise UsageProblem("--cert: there is a certificate and no private key", _WHOLE)
    if key is not None and (is_pkcs12(key) or not (is_pem(key) or is_der(key))):
        raise UsageProblem("--cert-key: this is no private key in PEM or DER", _WHOLE)
    return chain, read_private_key(key or octets, passphrase, CERT)


def _certificates(octets: bytes) -> Sequence[Certificate]:
    from cryptography import x509

    if not (is_pem(octets) or is_der(octets)):
        raise UsageProblem("--cert: this is neither PEM, DER nor PKCS#12", _WHOLE)
    if is_pem(octets):
        if chain := read_certificates(octets, CERT):
            return chain
        raise UsageProblem("--cert: there is no certificate in it", _WHOLE)
    try:
        return [x509.load_der_x509_certificate(octets)]
    except ValueError:
        raise UsageProblem("--cert: this is no certificate, or a damaged one", _WHOLE) from None


def _from_pkcs12(octets: bytes, passphrase: bytes | None) -> tuple[Sequence[Certificate], Any]:
    private, chain = read_pkcs12(octets, passphrase, CERT)
    if private is None or not chain:
        raise UsageProblem("--cert: the PKCS#12 file lacks the certificate or its private key", _WHOLE)
    return chain, private
