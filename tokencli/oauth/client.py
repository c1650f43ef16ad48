"""What several client authentication methods and signed requests need, declared once (RFC 6749 section 2.3)."""

from __future__ import annotations

from typing import Any

from tokencli.oauth.parameter import Kind, parameter


def client_id_parameter(**options: Any) -> Any:
    """Declares `client_id`; `default=None` makes it optional."""
    return parameter("client identifier", spec="RFC 6749 section 2.2", metavar="ID", **options)


def client_secret_parameter() -> Any:
    """Declares `client_secret`."""
    return parameter("reference to the client secret", spec="RFC 6749 section 2.3.1", secret=True, metavar="REF")


def key_parameter(**options: Any) -> Any:
    """Declares `key`; `default=None` makes it optional."""
    return parameter(
        "reference to the private key: PEM, DER, PKCS#12, JWK or JWKS",
        spec="RFC 7517",
        secret=True,
        octets=True,
        metavar="REF",
        **options,
    )


def key_passphrase_parameter() -> Any:
    """Declares `key_passphrase`."""
    return parameter("reference to the passphrase of an encrypted key", secret=True, metavar="REF", default=None)


def kid_parameter() -> Any:
    """Declares `kid`."""
    return parameter(
        "key identifier to send; default: what the key itself says, if anything",
        spec="RFC 7515 section 4.1.4",
        metavar="ID",
        default=None,
    )


def alg_parameter() -> Any:
    """Declares `alg`."""
    return parameter(
        "signature algorithm; default: the first that key and server both know",
        spec="RFC 7518 section 3.1",
        metavar="NAME",
        default=None,
    )


def cert_parameter(**options: Any) -> Any:
    """Declares `cert`; `default=None` makes it optional."""
    return parameter(
        "client certificate: PEM, with or without its key, DER, or PKCS#12; shown to every server that asks for one",
        spec="RFC 8705",
        kind=Kind.FILE,
        metavar="FILE",
        **options,
    )


def cert_key_parameter() -> Any:
    """Declares `cert_key`."""
    return parameter(
        "reference to the private key of the certificate where it is not in the same file",
        secret=True,
        octets=True,
        metavar="REF",
        default=None,
    )


def cert_passphrase_parameter() -> Any:
    """Declares `cert_passphrase`."""
    return parameter("reference to the passphrase of the certificate's key", secret=True, metavar="REF", default=None)
