"""Secrets that are made to be recognised, in whatever spelling they come out again."""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_JSON_ESCAPE = re.compile(r'\\u([0-9a-fA-F]{4})|\\(["\\/])')
_DEPTH = 2  # base64 in a form, a form in JSON: nothing is wrapped in more


@dataclass(frozen=True)
class Canary:
    """One planted secret.

    Attributes:
        name: What it was planted as.
        core: Letters and digits that no spelling changes and nothing else holds.
        secret: The secret: the core, with characters around it that every encoding writes in its own way.
    """

    name: str
    core: str
    secret: str


def canary(name: str, number: int, shape: str = "") -> Canary:
    """Makes a canary.

    Args:
        name: What it is planted as.
        number: Makes it differ from all others.
        shape: `jwt`, `saml`, `key` or `verifier` where the input must be one; else any text will do.
    """
    core = f"Can4ry{number:04d}Zq{number * 7919 % 10007:05d}"
    match shape:
        case "jwt":
            parts = ({"alg": "ES256"}, {"iss": "i", "sub": "s", "aud": "a", "exp": 9_999_999_999})
            heads = [_base64url(str(part).replace("'", '"').encode()) for part in parts]
            return Canary(name, core, ".".join((*heads, core.ljust(88, "A"))))
        case "saml":
            return Canary(name, core, _SAML.replace("CORE", core))
        case "key":
            return _key(name)
        case "verifier":
            return Canary(name, core, core.ljust(43, "~"))
        case _:
            return Canary(name, core, f'a%+/{core}="ü &b')


_SAML = (
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">'
    "<saml:Issuer>https://idp.example</saml:Issuer><!-- CORE --></saml:Assertion>"
)


def _key(name: str) -> Canary:
    """A private key; its core is a part of the private number."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    while True:
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(encoding, form, serialization.NoEncryption()).decode()
        # SEC 1 appendix C.4: the private number follows the first seven octets.
        if core := re.fullmatch(r"[A-Za-z0-9]{16}", pem.splitlines()[1][16:32]):
            return Canary(name, core[0], pem)


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def leaked(text: str, canaries: tuple[Canary, ...]) -> list[str]:
    """The canaries that can be read in a text by whoever undoes one or two encodings, each with what stands around it."""
    seen = "\n".join(readings(text))
    found = ((one, seen.find(one.core)) for one in canaries)
    return [f"{one.name}: {seen[max(0, at - 60) : at + 60]!r}" for one, at in found if at >= 0]


def readings(text: str) -> set[str]:
    """The text, and what comes out when encodings are undone."""
    found, latest = {text}, {text}
    for _ in range(_DEPTH):
        latest = {reading for one in latest for reading in _undone(one)} - found
        found |= latest
    return found


def _undone(text: str) -> Iterator[str]:
    yield unquote_plus(text)
    yield unquote(text)
    yield html.unescape(text)
    yield _JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
    yield "\n".join(_base64_readings(text))


def _base64_readings(text: str) -> Iterator[str]:
    for run in _BASE64_RUN.findall(text):
        for start in range(4):
            piece = run[start:].translate({45: "+", 95: "/"})
            piece = piece[:-1] if len(piece) % 4 == 1 else piece
            yield base64.b64decode(piece + "=" * (-len(piece) % 4)).decode("latin-1")


def spellings(secret: str) -> tuple[str, ...]:
    """How servers, proxies and frameworks write what they repeat."""
    octets = secret.encode()
    quoted, odd = quote(secret, safe=""), re.compile(r"[^A-Za-z0-9]")
    return (
        secret,
        quote_plus(secret),
        quoted,
        re.sub("%..", lambda match: match[0].lower(), quoted),
        json.dumps(secret).strip('"'),
        json.dumps(secret, ensure_ascii=False).strip('"').replace("/", "\\/"),  # as PHP writes it
        odd.sub(lambda match: f"\\u{ord(match[0]):04x}", secret),
        odd.sub(lambda match: f"\\u{ord(match[0]):04X}", secret),  # as .NET writes it
        html.escape(secret),
        odd.sub(lambda match: f"&#{ord(match[0])};", secret),
        odd.sub(lambda match: f"&#x{ord(match[0]):X};", secret),
        base64.b64encode(octets).decode(),
        _base64url(octets),
        *(base64.b64encode(before + octets + b":z").decode() for before in (b"an id:", b"a id:", b"id:")),
        base64.b64encode(f"id:{quote_plus(secret)}".encode()).decode(),
        quote(base64.b64encode(b"x" + octets).decode(), safe=""),
    )


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file below a folder, read as text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes().decode("utf-8", "replace")
