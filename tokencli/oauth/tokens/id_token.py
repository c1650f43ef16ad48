"""The validation of an ID token, in full (OpenID Connect Core section 3.1.3.7): every check, not only the first that fails."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, TokenKind, base64url_encode, peek
from tokencli.oauth.tokens.check import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tokencli.jose.verify import Signature

_CORE = "OpenID Connect Core section 3.1.3.7"
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255  # OpenID Connect Core section 2
_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}
_HALF_HASHES = {
    "at_hash": "OpenID Connect Core section 3.1.3.8",
    "c_hash": "OpenID Connect Core section 3.3.2.11",
    "s_hash": "FAPI 1.0 Advanced section 5.1.1",
}
_LONGEST_SHOWN = 60
_ED25519 = frozenset({"EdDSA", "Ed25519"})
# RFC 8725 section 3.11: tokens of these explicit types are made for something else.
FOREIGN_TYPES = frozenset(
    {
        "at+jwt", "dpop+jwt", "logout+jwt", "oauth-authz-req+jwt", "client-authentication+jwt", "oauth-id-jag+jwt",
        "token-introspection+jwt", "secevent+jwt", "txntoken+jwt",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must agree with.

    Attributes:
        issuer: The issuer of the validated metadata.
        client_id: The client.
        nonce: The nonce of the request; empty when none was sent.
        max_age: The `max_age` of the request in seconds; None when none was sent.
        access_token: The access token that came with it, for `at_hash`.
        code: The code it was traded for, for `c_hash`.
        state: The state of the request, for `s_hash`.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        algorithms: The algorithms that the metadata lists; None where it lists none.
        clock_difference: How far the server's clock is ahead of ours, in seconds; None when unknown.
    """

    issuer: str
    client_id: str
    now: float
    nonce: str = ""
    max_age: int | None = None
    access_token: str = ""
    code: str = ""
    state: str = ""
    algorithms: tuple[str, ...] | None = None
    clock_difference: float | None = None


def check_id_token(token: str, expected: Expected, verify: Callable[[str], Signature]) -> tuple[Check, ...]:
    """Checks an ID token.

    Args:
        token: The token.
        expected: What it must agree with.
        verify: Checks the signature with the issuer's keys.
    """
    try:
        seen = peek(token)
    except NotAJwt as problem:
        return (Check("form", passed=False, expected="a JWT", actual=str(problem), spec="RFC 7519 section 7.2"),)
    if seen.kind is TokenKind.JWE or seen.claims is None:
        actual = "an encrypted token, which cannot be read without its key"
        return (Check("form", passed=False, expected="a signed JWT", actual=actual, spec="RFC 7516 section 5.2"),)
    claims = seen.claims
    return (
        _signature(verify(token)),
        *_type(seen.header),
        *_algorithm(seen.algorithm, expected.algorithms),
        _equal("iss", expected.issuer, claims.get("iss")),
        *_audience(claims, expected.client_id),
        *_times(claims, expected),
        *_nonce(claims, expected.nonce),
        _subject(claims),
        *_authentication_time(claims, expected),
        *_half_hashes(claims, seen.algorithm, expected),
    )


def _signature(signature: Signature) -> Check:
    return Check("signature", signature.good, "made by the issuer", signature.why, _CORE)


def _equal(name: str, wanted: str, actual: Any) -> Check:
    return Check(name, actual == wanted, wanted, _text(actual), _CORE)


def _text(value: Any) -> str:
    return "missing" if value is None else str(value)


def _type(header: Mapping[str, Any]) -> Iterator[Check]:
    kind = str(header.get("typ", "JWT")).lower().removeprefix("application/")
    if kind in FOREIGN_TYPES:
        yield Check("typ", passed=False, expected="absent or JWT", actual=kind, spec="RFC 8725 section 3.11")


def _algorithm(algorithm: str, listed: tuple[str, ...] | None) -> Iterator[Check]:
    # RFC 8725 section 3.1: libraries MUST NOT use any other algorithms than those of the supported set.
    if listed is not None:
        # RFC 9864 section 2.2: both names stand for the same signature of an Ed25519 key.
        same = algorithm in listed or (algorithm in _ED25519 and not _ED25519.isdisjoint(listed))
        yield Check("alg", same, f"one of {', '.join(listed)}", algorithm or "missing", "RFC 8725 section 3.1")


def _audience(claims: Mapping[str, Any], client_id: str) -> Iterator[Check]:
    audience = claims.get("aud")
    names = audience if isinstance(audience, list) else [audience]
    # The Client MUST validate that the aud Claim contains its client_id value.
    yield Check("aud", client_id in names, f"contains {client_id}", _text(audience), _CORE)
    others = [name for name in names if name != client_id]
    # The ID Token MUST be rejected if it contains additional audiences not trusted by the Client.
    if client_id in names and others:
        yield Check(
            "aud", passed=False, expected=f"nobody but {client_id}", actual=", ".join(map(str, others)), spec=_CORE
        )
    if "azp" in claims:
        yield _equal("azp", client_id, claims["azp"])


def _times(claims: Mapping[str, Any], expected: Expected) -> Iterator[Check]:
    now, expires, issued, start = expected.now, *(read_numeric_date(claims.get(name)) for name in ("exp", "iat", "nbf"))
    # The current time MUST be before the time represented by the exp Claim.
    yield Check(
        "exp",
        expires is not None and now < expires + LEEWAY_SECONDS,
        "in the future",
        _when(claims.get("exp"), expected),
        _CORE,
    )
    # OpenID Connect Core section 2: iat is REQUIRED.
    yield Check(
        "iat",
        issued is not None and issued <= now + LEEWAY_SECONDS,
        "not in the future",
        _when(claims.get("iat"), expected),
        _CORE,
    )
    if "nbf" in claims:
        yield Check(
            "nbf",
            start is not None and start <= now + LEEWAY_SECONDS,
            "not in the future",
            _when(claims["nbf"], expected),
            "RFC 7519 section 4.1.5",
        )


def _when(claim: Any, expected: Expected) -> str:
    moment = read_numeric_date(claim)
    if moment is None:
        return "missing" if claim is None else f"{str(claim)[:_LONGEST_SHOWN]}, which is no time"
    seconds = round(moment - expected.now)
    words = f"{seconds} s from now" if seconds >= 0 else f"{-seconds} s ago"
    difference = expected.clock_difference
    if difference is not None and abs(difference) > LEEWAY_SECONDS:
        words += f"; the server's clock is {abs(round(difference))} s {'ahead of' if difference > 0 else 'behind'} this machine's"
    return words


def _nonce(claims: Mapping[str, Any], nonce: str) -> Iterator[Check]:
    # If a nonce value was sent in the Authentication Request, a nonce Claim MUST be present and its value checked.
    if nonce:
        found = claims.get("nonce")
        same = isinstance(found, str) and hmac.compare_digest(found.encode("utf-8", "surrogatepass"), nonce.encode())
        told = "the same" if same else "missing" if found is None else "another"
        yield Check("nonce", same, "the one that was sent", told, _CORE)


def _subject(claims: Mapping[str, Any]) -> Check:
    subject = claims.get("sub")
    good = isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isascii()
    return Check(
        "sub",
        good,
        f"1 to {LONGEST_SUBJECT} ASCII characters",
        _shown_subject(subject),
        "OpenID Connect Core section 2",
    )


def _shown_subject(subject: object) -> str:
    text = _text(subject)
    return text if len(text) <= LONGEST_SUBJECT else f"{len(text)} characters"


def _authentication_time(claims: Mapping[str, Any], expected: Expected) -> Iterator[Check]:
    if expected.max_age is None:
        return
    moment = read_numeric_date(claims.get("auth_time"))
    # When max_age is used, the ID Token returned MUST include an auth_time Claim Value.
    fresh = moment is not None and expected.now - moment <= expected.max_age + LEEWAY_SECONDS
    yield Check(
        "auth_time", fresh, f"at most {expected.max_age} s ago", _when(claims.get("auth_time"), expected), _CORE
    )


def _half_hashes(claims: Mapping[str, Any], algorithm: str, expected: Expected) -> Iterator[Check]:
    values = (("at_hash", expected.access_token), ("c_hash", expected.code), ("s_hash", expected.state))
    for name, value in values:
        wanted = half_hash(value, algorithm)
        if name in claims and value and wanted is not None:
            yield Check(name, claims[name] == wanted, wanted, _text(claims[name]), _HALF_HASHES[name])


def half_hash(value: str, algorithm: str) -> str | None:
    """The left-most half of a value's hash, base64url-encoded; None for an algorithm without a hash of its own.

    Args:
        value: The access token, code or state.
        algorithm: The `alg` of the ID token.
    """
    digest = _digest(value.encode("ascii", "replace"), algorithm)
    return None if digest is None else base64url_encode(digest[: len(digest) // 2])


def _digest(octets: bytes, algorithm: str) -> bytes | None:
    if algorithm == "Ed448":
        return hashlib.shake_256(octets).digest(114)  # RFC 8032 section 5.2: the hash inside Ed448
    # RFC 8032 section 5.1: the hash inside Ed25519, which is what EdDSA mostly means, is SHA-512.
    digits = "512" if algorithm in {"EdDSA", "Ed25519"} else algorithm.removesuffix("K")[-3:]
    return _HASHES[digits](octets).digest() if digits in _HASHES else None
