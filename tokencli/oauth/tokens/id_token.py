"""The validation of an ID token, in full (OpenID Connect Core section 3.1.3.7): every check, not only the first that fails."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import base64url_encode
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.claim_checks import (
    LEEWAY_SECONDS,
    Clock,
    check_audience,
    check_equal,
    check_expiry,
    check_issuer,
    check_not_foreign,
    check_not_in_future,
    check_signature,
    check_start,
    names_of,
    read_signed,
    shown,
    shown_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tokencli.jose.verify import Signature

_CORE = "OpenID Connect Core section 3.1.3.7"
LONGEST_SUBJECT = 255  # OpenID Connect Core section 2
_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}
_HALF_HASHES = {
    "at_hash": "OpenID Connect Core section 3.1.3.8",
    "c_hash": "OpenID Connect Core section 3.3.2.11",
    "s_hash": "FAPI 1.0 Advanced section 5.1.1",
}
_ED25519 = frozenset({"EdDSA", "Ed25519"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must agree with.

    Attributes:
        issuer: The issuer of the validated metadata; empty when nobody said which it must be.
        client_id: The client; empty when nobody said which it must be.
        nonce: The nonce of the request; empty when none was sent.
        max_age: The `max_age` of the request in seconds; None when none was sent.
        access_token: The access token that came with it, for `at_hash`.
        code: The code it was traded for, for `c_hash`.
        state: The state of the request, for `s_hash`.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        algorithms: The algorithms that the metadata lists; None where it lists none.
        clock_difference: How far the server's clock is ahead of ours, in seconds; None when unknown.
        leeway: By how many seconds two clocks may differ.
        trusted: Audiences that may stand beside the client.
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
    leeway: float = LEEWAY_SECONDS
    trusted: tuple[str, ...] = ()

    @property
    def clock(self) -> Clock:
        """The clock that times are held against."""
        return Clock(self.now, self.leeway, self.clock_difference)


def check_id_token(token: str, expected: Expected, verify: Callable[[str], Signature]) -> tuple[Check, ...]:
    """Checks an ID token.

    Args:
        token: The token.
        expected: What it must agree with.
        verify: Checks the signature with the issuer's keys.
    """
    seen = read_signed(token)
    if isinstance(seen, Check):
        return (seen,)
    claims = seen.claims or {}
    return (
        check_signature(verify(token), _CORE),
        *check_not_foreign(seen),
        *_algorithm(seen.algorithm, expected.algorithms),
        *check_issuer(claims, expected.issuer, _CORE),
        *_audience(claims, expected),
        # The current time MUST be before the time represented by the exp Claim.
        check_expiry(claims, expected.clock, _CORE),
        # OpenID Connect Core section 2: iat is REQUIRED.
        check_not_in_future("iat", claims, expected.clock, _CORE),
        *check_start(claims, expected.clock),
        *_nonce(claims, expected.nonce),
        _subject(claims),
        *_authentication_time(claims, expected),
        *_half_hashes(claims, seen.algorithm, expected),
    )


def _algorithm(algorithm: str, listed: tuple[str, ...] | None) -> Iterator[Check]:
    # RFC 8725 section 3.1: libraries MUST NOT use any other algorithms than those of the supported set.
    if listed is not None:
        # RFC 9864 section 2.2: both names stand for the same signature of an Ed25519 key.
        same = algorithm in listed or (algorithm in _ED25519 and not _ED25519.isdisjoint(listed))
        yield Check("alg", same, f"one of {', '.join(listed)}", algorithm or "missing", "RFC 8725 section 3.1")


def _audience(claims: Mapping[str, Any], expected: Expected) -> Iterator[Check]:
    client_id = expected.client_id
    if not client_id:
        yield from check_audience(claims, (), _CORE)
        return
    names = names_of(claims.get("aud"))
    # The Client MUST validate that the aud Claim contains its client_id value.
    yield from check_audience(claims, (client_id,), _CORE)
    others = [name for name in names if name != client_id and name not in expected.trusted]
    # The ID Token MUST be rejected if it contains additional audiences not trusted by the Client.
    if client_id in names and others:
        nobody = f"nobody but {', '.join((client_id, *expected.trusted))}"
        yield Check("aud", passed=False, expected=nobody, actual=", ".join(map(str, others)), spec=_CORE)
    if "azp" in claims:
        yield check_equal("azp", client_id, claims["azp"], _CORE)


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
    text = shown(subject)
    return text if len(text) <= LONGEST_SUBJECT else f"{len(text)} characters"


def _authentication_time(claims: Mapping[str, Any], expected: Expected) -> Iterator[Check]:
    if expected.max_age is None:
        return
    moment = read_numeric_date(claims.get("auth_time"))
    # When max_age is used, the ID Token returned MUST include an auth_time Claim Value.
    fresh = moment is not None and expected.now - moment <= expected.max_age + expected.leeway
    yield Check(
        "auth_time",
        fresh,
        f"at most {expected.max_age} s ago",
        shown_time(claims.get("auth_time"), expected.clock),
        _CORE,
    )


def _half_hashes(claims: Mapping[str, Any], algorithm: str, expected: Expected) -> Iterator[Check]:
    values = (("at_hash", expected.access_token), ("c_hash", expected.code), ("s_hash", expected.state))
    for name, value in values:
        wanted = half_hash(value, algorithm)
        if name in claims and value and wanted is not None:
            yield Check(name, claims[name] == wanted, wanted, shown(claims[name]), _HALF_HASHES[name])


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
