"""The certificate that a server shows, read as far as a person wants to know it (RFC 5280)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name


@dataclass(frozen=True, slots=True)
class CertificateSeen:
    """What stands in a certificate.

    Attributes:
        subject: Whose it is, in short.
        issuer: Who signed it, in short.
        names: The names and addresses it is for.
        not_before: When it begins, in seconds since 1970-01-01 UTC.
        not_after: When it ends, in seconds since 1970-01-01 UTC.
        self_signed: Whether subject and issuer are the same.
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: float
    not_after: float
    self_signed: bool


def read_certificate(der: bytes) -> CertificateSeen | None:
    """Reads a certificate.

    Args:
        der: Its binary form.

    Returns:
        What stands in it; None when it cannot be read.
    """
    from cryptography.x509 import load_der_x509_certificate

    try:
        certificate = load_der_x509_certificate(der)
        return CertificateSeen(
            _short(certificate.subject),
            _short(certificate.issuer),
            _names(certificate),
            certificate.not_valid_before_utc.timestamp(),
            certificate.not_valid_after_utc.timestamp(),
            certificate.subject == certificate.issuer,
        )
    except ValueError:
        return None


def _short(name: Name) -> str:
    """The common name with the organisation, as far as they are there; else the whole name."""
    from cryptography.x509.oid import NameOID

    said = [
        str(one.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for one in name.get_attributes_for_oid(kind)[:1]
    ]
    return " · ".join(dict.fromkeys(said)) or name.rfc4514_string()


def _names(certificate: Certificate) -> tuple[str, ...]:
    # RFC 9525 section 2: the common name is no name of a server any more.
    from cryptography.x509 import DNSName, ExtensionNotFound, IPAddress, SubjectAlternativeName

    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return ()
    addresses = (str(one) for one in names.get_values_for_type(IPAddress))
    return (*names.get_values_for_type(DNSName), *addresses)
