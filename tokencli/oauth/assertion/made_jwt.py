"""A JWT made here to be used as an authorization grant: its claims and its signature (RFC 7523 section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.jose.peek import base64url_encode
from tokencli.wire.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tokencli.oauth.assertion.settings import AssertionSettings
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.server import Server

_JTI_OCTETS = 16


def made_claims(wanted: AssertionSettings, document: str | None, server: Server, ambient: Ambient) -> dict[str, Any]:
    """The claims of an assertion.

    Args:
        wanted: What the person said.
        document: A JSON object of claims; None when there is none.
        server: Where the assertion is sent.
        ambient: Clock and randomness.

    Raises:
        UsageProblem: A claim is no JSON, or nothing says who makes the assertion.
    """
    now = int(ambient.now())
    claims: dict[str, Any] = {
        "aud": wanted.audience(server),
        "exp": int(wanted.end(now)),
        "iat": now,
        # RFC 7523 section 3, item 7: jti provides a unique identifier, so that an assertion is taken once.
        "jti": base64url_encode(ambient.random_octets(_JTI_OCTETS)),
        **_document(document),
        **dict(_typed(wanted.claim)),
        **{name: value for name in ("iss", "sub", "aud") if (value := getattr(wanted, name)) is not None},
    }
    # What is null was taken away on purpose.
    kept = {name: value for name, value in claims.items() if value is not None}
    if "iss" not in kept:
        # RFC 7523 section 3, item 1: the JWT MUST contain an "iss" claim.
        raise UsageProblem(
            "there is no assertion at hand, and nothing says who makes one",
            "give --assertion REF; or have one made: --iss (or the claim iss), --sub and --key",
        )
    return kept


def _document(text: str | None) -> Mapping[str, Any]:
    if text is None:
        return {}
    try:
        claims = parse_json(text)
    except ValueError as problem:
        raise UsageProblem(f"--claims-file: this is no JSON: {problem}") from None
    if not isinstance(claims, dict):
        raise UsageProblem("--claims-file: a JSON object of claims is wanted", 'for example {"sub": "alice"}')
    return claims


def _typed(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, Any]]:
    for name, value in pairs:
        if not name.endswith(":"):
            yield name, value
            continue
        try:
            yield name[:-1], parse_json(value)
        except ValueError:
            raise UsageProblem(
                f"--claim {name[:-1]}: what follows := is no JSON", "write NAME=VALUE for a text"
            ) from None


def signed_jwt(wanted: AssertionSettings, claims: Mapping[str, Any]) -> str:
    """The assertion, signed.

    Args:
        wanted: What the person said about key and algorithm.
        claims: What it says.

    Raises:
        UsageProblem: The key is missing or does not fit.
    """
    from tokencli.jose.certificate import own_certificate, thumbprints
    from tokencli.jose.keys import choose_algorithm
    from tokencli.jose.sign import sign

    key = wanted.signing_key()
    own = own_certificate(key)
    named = {"kid": key.kid} if key.kid else {}
    header = {"typ": "JWT", **named, **(thumbprints(own) if own is not None else {})}
    return sign(header, claims, key, choose_algorithm(key, wanted.alg, None, "assertions"))
