"""Something to give for every declared parameter, made from its declaration alone; every secret is a canary.

A parameter that not any text will do for has its sample in `TEXTS`.
"""

from __future__ import annotations

import atexit
import base64
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from jwt.algorithms import ECAlgorithm

from tokencli.oauth.parameter import Kind, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CLIENT_ID = "app"


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def _jwt() -> str:
    parts = ({"alg": "RS256", "typ": "JWT"}, {"iss": "https://issuer.example", "sub": "alice"})
    return ".".join((*(_base64url(json.dumps(part).encode()) for part in parts), _base64url(b"canary of a signature")))


_KEY = ec.generate_private_key(ec.SECP256R1())
_PASSPHRASE = "canary+of/cert_passphrase="
# RFC 7518 section 3.2: what a MAC is made with has 32 octets or more.
_CLIENT_SECRET = "canary+of/client_secret=" + "x" * 40


def _certificate() -> str:
    """The path of a certificate for the sample key, whose file goes when the tests end."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, CLIENT_ID)])
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
    unsigned = x509.CertificateBuilder(name, name, _KEY.public_key(), 1, start, end)
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "certificate.pem"
    path.write_bytes(unsigned.sign(_KEY, SHA256()).public_bytes(Encoding.PEM))
    return str(path)


def _encrypted_pem() -> str:
    encryption = BestAvailableEncryption(_PASSPHRASE.encode())
    return _KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()


SAML = '<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="canary-of-an-assertion" Version="2.0"/>'
# A key of a curve; "canary of a key, 32 octets long" stands in the place of its number.
DPOP_KEY = json.dumps(
    {
        "kty": "EC",
        "crv": "P-256",
        "x": "X9hcDhvoL54TOvY9v78jQQt-Hv8T5yx5KeLabQJ6_f8",
        "y": "fRAi3CdC3cCcVMOj2grJo8aDrX9WYH5twVmENlC38Eg",
        "d": _base64url(b"canary of a key, 32 octets long."),
    }
)
# By name, and by whether octets are wanted: what must have a form of its own.
TEXTS = {
    ("client_id", False): CLIENT_ID,
    ("client_secret", False): _CLIENT_SECRET,
    ("key", True): json.dumps(ECAlgorithm.to_jwk(_KEY, as_dict=True)),
    ("idp_key", True): json.dumps(ECAlgorithm.to_jwk(_KEY, as_dict=True)),
    ("alg", False): "ES256",
    ("cert", False): _certificate(),
    ("cert_key", True): _encrypted_pem(),
    ("cert_passphrase", False): _PASSPHRASE,
    ("assertion", False): _jwt(),
    ("client_assertion", False): _jwt(),
    ("assertion", True): SAML,
    ("redirect_uri", False): "http://127.0.0.1:8400/callback",
    ("code_verifier", False): "canary-" + "v" * 40,
    ("authorization_details", False): '[{"type": "payment"}]',
    ("dpop_key", True): DPOP_KEY,
    ("claims", False): '{"userinfo": {"email": null}}',
}
_BY_KIND = {
    Kind.TEXT: "some-text",
    Kind.URI: "https://api.example/orders",
    Kind.ENDPOINT: "https://login.example/endpoint",
    Kind.FLAG: "true",
    Kind.COUNT: "7",
    Kind.DURATION: "45s",
    Kind.PAIR: "first=one",
    Kind.HEADER: "X-First: one",
    Kind.FILE: "some-file.pem",
    Kind.DOCUMENT: "some-file.json",
    Kind.PROVIDER: "google",
    Kind.LINT_RULE: "token-in-url",
}
_SECOND = {
    Kind.TEXT: "other-text",
    Kind.URI: "https://api.example/invoices",
    Kind.COUNT: "8",
    Kind.PAIR: "second=two",
    Kind.HEADER: "X-Second: two",
    Kind.LINT_RULE: "plain-pkce-used",
}


def _variable(declared: Parameter) -> str:
    return f"SAMPLE_{declared.name.upper()}"


def secret_text(declared: Parameter) -> str:
    """The secret that the sample of a secret parameter refers to: it changes under every encoding."""
    return TEXTS.get((declared.name, declared.octets), f"canary+of/{declared.name}=")


def samples(declared: Parameter) -> list[str]:
    """What a person may type for a parameter: two values where it is repeatable."""
    if declared.secret:
        return [f"env:{_variable(declared)}"]
    first = declared.choices[-1] if declared.choices else TEXTS.get((declared.name, False), _BY_KIND[declared.kind])
    return [first, _SECOND[declared.kind]] if declared.repeatable else [first]


def words(parameters: Iterable[Parameter]) -> list[str]:
    """The samples as options."""
    typed: list[str] = []
    for declared in parameters:
        for text in samples(declared):
            typed += [declared.option] if declared.kind is Kind.FLAG else [declared.option, text]
    return typed


def variables(parameters: Iterable[Parameter]) -> dict[str, str]:
    """The samples as environment variables, repeatable ones one a line."""
    return {declared.variable: "\n".join(samples(declared)) for declared in parameters}


def profile(parameters: Iterable[Parameter]) -> str:
    """The samples as the keys of a profile named `sample`."""
    lines = ["[profiles.sample]"]
    for declared in parameters:
        texts = samples(declared)
        value = "true" if declared.kind is Kind.FLAG else json.dumps(texts if declared.repeatable else texts[0])
        lines.append(f"{declared.key} = {value}")
    return "\n".join(lines) + "\n"


def secrets(parameters: Iterable[Parameter]) -> Mapping[str, str]:
    """The environment that the references of the samples point into."""
    return {_variable(declared): secret_text(declared) for declared in parameters if declared.secret}


def canaries(parameters: Iterable[Parameter]) -> set[str]:
    """Every spelling in which a secret of the samples could be shown; of a JWT its signature alone is secret."""
    found: set[str] = set()
    for declared in parameters:
        if declared.secret:
            text = secret_text(declared)
            secret = text.rpartition(".")[2] if text == _jwt() else text
            basic = f"{CLIENT_ID}:{quote_plus(secret)}", f"{CLIENT_ID}:{secret}"
            found |= {secret, quote_plus(secret), json.dumps(secret)[1:-1], _base64url(secret.encode())}
            found |= {base64.b64encode(one.encode()).decode() for one in (secret, *basic)}
    return found | {"canary"}
