"""Two clocks: the one of the machine that asked, and the one of the server that answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import read_assertions
from tokencli.diagnosis.proof_seen import read_proof
from tokencli.jose.numeric_date import read_numeric_date

if TYPE_CHECKING:
    from tokencli.diagnosis.assertions import AssertionSeen
    from tokencli.diagnosis.evidence import Evidence

TOLERATED_SECONDS = 60
EARLY_SECONDS = 5  # between making an assertion and judging it, and the rounding of clocks


def seconds_ahead(evidence: Evidence) -> int | None:
    """By how many seconds the server is ahead of us: 0 within the time the exchange took, None when that is not known."""
    if evidence.server_time is None or evidence.sent_at is None or evidence.last is None:
        return None
    if (evidence.response.header("age") if evidence.response else None) is not None:
        return None  # RFC 9111 section 5.1: the answer comes from a cache, and its date is not now
    before, after = (
        evidence.server_time - evidence.sent_at,
        evidence.server_time - evidence.sent_at - evidence.last.seconds,
    )
    return round(after) if after > 0 else round(min(before, 0))


def clocks_differ(evidence: Evidence) -> bool:
    """Whether the two differ by more than servers tolerate."""
    return abs(seconds_ahead(evidence) or 0) > TOLERATED_SECONDS


def good_at(assertion: AssertionSeen, moment: float) -> bool:
    """Whether a moment lies between the times in an assertion; one that is not there sets no limit."""
    expires, begins = assertion.time("exp"), max(assertion.time("nbf") or 0, assertion.time("iat") or 0)
    return (expires is None or expires > moment) and begins <= moment + EARLY_SECONDS


def fresh_by_our_clock(evidence: Evidence) -> bool:
    """Whether a time that the request carries, in an assertion or a proof, was good by the clock of the machine that sent it."""
    if evidence.sent_at is None:
        return False
    proof = read_proof(evidence)
    made = read_numeric_date((proof.claims or {}).get("iat")) if proof else None
    if made is not None:
        return abs(made - evidence.sent_at) <= TOLERATED_SECONDS
    return any(one.time("exp") and good_at(one, evidence.sent_at) for one in read_assertions(evidence))


def good_by_our_clock_alone(evidence: Evidence) -> bool:
    """Whether an assertion was good by the clock of the machine that sent it, and is not by the server's."""
    if evidence.sent_at is None or evidence.server_time is None or not clocks_differ(evidence):
        return False
    return any(
        good_at(one, evidence.sent_at) and not good_at(one, evidence.server_time) for one in read_assertions(evidence)
    )
