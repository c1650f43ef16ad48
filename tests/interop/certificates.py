"""Certificates of the servers, good and bad, made for one run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from tests.jose.keys import certificate, pem

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, as PEM files."""

    chain: Path
    key: Path

    @property
    def subject(self) -> str:
        """The name of whom it is for, as text (RFC 4514)."""
        return x509.load_pem_x509_certificate(self.chain.read_bytes()).subject.rfc4514_string()


@dataclass(frozen=True)
class Certificates:
    """One authority, the certificates it issued to servers and to a client, and such that nobody trusts."""

    authority: Path
    good: Certificate
    expired: Certificate
    wrong_host: Certificate
    rogue: Certificate
    client: Certificate
    self_signed: Certificate

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Makes all of them in a folder."""
        ours, foreign = _authority("tokencli interop"), _authority("rogue")
        authority = folder / "authority.pem"
        ours.cert_pem.write_to_path(str(authority))
        return cls(
            authority=authority,
            good=_written(folder / "good", _issued(ours)),
            expired=_written(folder / "expired", _issued(ours, not_after=datetime(2020, 2, 1, tzinfo=UTC))),
            wrong_host=_written(folder / "wrong-host", _issued(ours, "other.example")),
            rogue=_written(folder / "rogue", _issued(foreign)),
            client=_written(folder / "client", _issued(ours, "client.example.test")),
            self_signed=_self_signed(folder / "self-signed"),
        )


def _issued(by: trustme.CA, *hosts: str, not_after: datetime | None = None) -> trustme.LeafCert:
    not_before = datetime(2020, 1, 1, tzinfo=UTC)
    key_type = trustme.KeyType.ECDSA
    return by.issue_cert(*(hosts or HOSTS), not_before=not_before, not_after=not_after, key_type=key_type)


def _authority(name: str) -> trustme.CA:
    return trustme.CA(organization_name=name, key_type=trustme.KeyType.ECDSA)


def _written(stem: Path, leaf: trustme.LeafCert) -> Certificate:
    made = Certificate(chain=stem.with_suffix(".pem"), key=stem.with_suffix(".key"))
    made.chain.write_bytes(b"".join(one.bytes() for one in leaf.cert_chain_pems))
    made.key.write_bytes(leaf.private_key_pem.bytes())
    return made


def _self_signed(stem: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    made = Certificate(chain=stem.with_suffix(".pem"), key=stem.with_suffix(".key"))
    made.chain.write_bytes(certificate(key).public_bytes(Encoding.PEM))
    made.key.write_bytes(pem(key))
    return made
