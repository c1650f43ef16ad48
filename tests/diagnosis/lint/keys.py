"""For each rule about keys sets that it is about, and look-alikes that it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.diagnosis.lint.metadata import server
from tokencli.jose.peek import base64url_encode

if TYPE_CHECKING:
    from tokencli.diagnosis.server_seen import ServerSeen

E_65537 = "AQAB"


def keys(*published: dict[str, Any]) -> ServerSeen:
    """A server that publishes these."""
    return server(seen={"keys": published})


def rsa(bits: int = 2048, e: Any = E_65537, **members: Any) -> dict[str, Any]:
    """The public part of an RSA key of this size."""
    n = base64url_encode(((1 << (bits - 1)) + 1).to_bytes((bits + 7) // 8, "big"))
    return {"kty": "RSA", "kid": "r", "use": "sig", "n": n, "e": e, **members}


def ec(**members: Any) -> dict[str, Any]:
    """The public part of a key on a curve."""
    return {"kty": "EC", "kid": "e", "use": "sig", "crv": "P-256", "x": "x", "y": "y", **members}


def without_kid(key: dict[str, Any]) -> dict[str, Any]:
    """The same key without a name."""
    return {name: value for name, value in key.items() if name != "kid"}


FIRES: dict[str, list[ServerSeen]] = {
    "private-key-published": [
        keys(ec(), rsa(d="hush-hush-private")),
        keys(ec(d="hush-hush-private")),
        keys({"kty": "oct", "k": "hush-hush-private"}),
        keys({"kty": "OKP", "x": "x", "d": "hush-hush-private"}),
    ],
    "weak-key-published": [
        keys(ec(), rsa(1024)),
        keys(rsa(e=base64url_encode(b"\x01"))),
        keys(rsa(e=base64url_encode(b"\x04"))),
    ],
    "key-without-kid": [keys(without_kid(ec()), ec()), keys(without_kid(rsa()), without_kid(rsa()))],
    "kid-repeated": [keys(ec(), ec(crv="P-384"))],
    "no-signing-key": [keys(ec(use="enc"), rsa(use="enc"))],
}
SILENT: dict[str, list[ServerSeen]] = {
    "private-key-published": [keys(ec(), rsa()), keys({"kty": "something", "d": "x"}), keys()],
    "weak-key-published": [
        keys(rsa(), rsa(4096), ec()),
        keys(rsa(e=base64url_encode(b"\x03"))),
        keys(rsa(n="!", e="?")),  # whatever cannot be read is for others to say
        keys(rsa(n=7, e=None)),
    ],
    "key-without-kid": [keys(without_kid(ec())), keys(without_kid(ec()), without_kid(rsa())), keys(ec(), ec())],
    "kid-repeated": [
        keys(ec(kid="1"), ec(kid="2")),
        keys(ec(kid="1"), rsa(kid="1")),  # of different types: equivalent alternatives (RFC 7517 section 4.5)
        keys(rsa(), rsa(use="enc")),
        keys(without_kid(ec()), without_kid(ec())),
    ],
    "no-signing-key": [keys(ec(use="enc"), ec()), keys(without_kid(ec())), keys()],
}
