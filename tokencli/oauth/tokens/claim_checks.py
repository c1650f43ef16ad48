"""The checks that tokens of several kinds share: signature, issuer, audience and times (RFC 7519 section 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, PeekedToken, TokenKind, peek
from tokencli.oauth.tokens.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tokencli.jose.verify import Signature

LEEWAY_SECONDS = 60
_LONGEST_SHOWN = 60  # characters
# RFC 8725 section 3.11: tokens of these explicit types are made for something else than to speak of a person.
FOREIGN_TYPES = frozenset(
    {
        "at+jwt", "dpop+jwt", "logout+jwt", "oauth-authz-req+jwt", "client-authentication+jwt", "oauth-id-jag+jwt",
        "token-introspection+jwt", "secevent+jwt", "txntoken+jwt",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock that times are held against.

    Attributes:
        now: The wall clock, in seconds since 1970-01-01 UTC.
        leeway: By how many seconds two clocks may differ.
        difference: How far the server's clock is ahead of ours, in seconds; None when unknown.
    """

    now: float
    leeway: float = LEEWAY_SECONDS
    difference: float | None = None


def read_signed(token: str) -> PeekedToken | Check:
    """What stands in a signed token; for anything else the check of its form, which fails.

    Args:
        token: The token.
    """
    try:
        seen = peek(token)
    except NotAJwt as problem:
        return Check("form", passed=False, expected="a JWT", actual=str(problem), spec="RFC 7519 section 7.2")
    if seen.kind is TokenKind.JWE or seen.claims is None:
        actual = "an encrypted token, which cannot be read without its key"
        return Check("form", passed=False, expected="a signed JWT", actual=actual, spec="RFC 7516 section 5.2")
    return seen


def check_signature(signature: Signature, spec: str) -> Check:
    """Whether the issuer signed it."""
    return Check("signature", signature.good, "made by the issuer", signature.why, spec)


def check_not_foreign(seen: PeekedToken) -> Iterator[Check]:
    """Whether a token of no type of its own, such as an ID token, is not one that was made for something else."""
    if seen.media_type in FOREIGN_TYPES:
        yield Check("typ", passed=False, expected="absent or JWT", actual=seen.media_type, spec="RFC 8725 section 3.11")


def check_equal(name: str, wanted: str, actual: Any, spec: str) -> Check:
    """Whether a claim is the same to the letter."""
    return Check(name, actual == wanted, wanted, shown(actual), spec)


def check_issuer(claims: Mapping[str, Any], issuer: str, spec: str) -> Iterator[Check]:
    """Whether the token names the issuer; where none is expected, only that it names one.

    Args:
        claims: The claims.
        issuer: The issuer that is expected; empty when nobody said.
        spec: The section that demands it.
    """
    if issuer:
        yield check_equal("iss", issuer, claims.get("iss"), spec)
    elif not isinstance(claims.get("iss"), str):
        yield Check("iss", passed=False, expected="present", actual=shown(claims.get("iss")), spec=spec)


def check_audience(claims: Mapping[str, Any], wanted: Sequence[str], spec: str) -> Iterator[Check]:
    """Whether the token is for one of those it should be for; where nobody is expected, only that it names somebody.

    Args:
        claims: The claims.
        wanted: The names of which one must be there; empty when nobody said.
        spec: The section that demands it.
    """
    audience = claims.get("aud")
    if wanted:
        same = any(name in names_of(audience) for name in wanted)
        yield Check("aud", same, f"contains {' or '.join(wanted)}", shown(audience), spec)
    elif not audience:
        yield Check("aud", passed=False, expected="present", actual=shown(audience), spec=spec)


def names_of(audience: Any) -> Sequence[Any]:
    """The names in a claim that is one of them or a list of them (RFC 7519 section 4.1.3)."""
    return audience if isinstance(audience, list) else [audience]


def check_expiry(claims: Mapping[str, Any], clock: Clock, spec: str) -> Check:
    """Whether the token is still good."""
    expires = read_numeric_date(claims.get("exp"))
    # RFC 7519 section 4.1.4: the current date/time MUST be before the expiration date/time; some small leeway is allowed.
    good = expires is not None and clock.now < expires + clock.leeway
    late = good and expires is not None and expires <= clock.now
    return Check("exp", good, "in the future", _shown_with_leeway(claims.get("exp"), clock, needed=late), spec)


def check_not_in_future(name: str, claims: Mapping[str, Any], clock: Clock, spec: str) -> Check:
    """Whether a time is there and has come."""
    moment = read_numeric_date(claims.get(name))
    good = moment is not None and moment <= clock.now + clock.leeway
    early = good and moment is not None and moment > clock.now
    return Check(name, good, "not in the future", _shown_with_leeway(claims.get(name), clock, needed=early), spec)


def check_start(claims: Mapping[str, Any], clock: Clock) -> Iterator[Check]:
    """Whether the token is good already, where it says from when."""
    # RFC 7519 section 4.1.5: the current date/time MUST be after or equal to the not-before date/time.
    if "nbf" in claims:
        yield check_not_in_future("nbf", claims, clock, "RFC 7519 section 4.1.5")


def shown(value: Any) -> str:
    """A claim as a check shows it."""
    return "missing" if value is None else str(value)


def _shown_with_leeway(claim: Any, clock: Clock, *, needed: bool) -> str:
    told = shown_time(claim, clock)
    return f"{told}, which the leeway of {clock.leeway:g} s allows" if needed else told


def shown_time(claim: Any, clock: Clock) -> str:
    """A time as a check shows it, with how far the clocks are apart where that decides."""
    moment = read_numeric_date(claim)
    if moment is None:
        return "missing" if claim is None else f"{str(claim)[:_LONGEST_SHOWN]}, which is no time"
    seconds = round(moment - clock.now)
    words = f"{seconds} s from now" if seconds >= 0 else f"{-seconds} s ago"
    difference = clock.difference
    if difference is not None and abs(difference) > clock.leeway:
        words += f"; the server's clock is {abs(round(difference))} s {'ahead of' if difference > 0 else 'behind'} this machine's"
    return words
