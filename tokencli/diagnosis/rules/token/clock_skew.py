"""This machine's clock and the server's differ by more than a minute.

Means:
    Assertions and proofs carry the time of the machine that made them, and a server whose clock differs takes them for
    expired, or for made in the future. Without such a time in the request, the difference seldom matters.

Seen by:
    A refusal whose `Date` header is more than 60 seconds away from the time at which it came; sure when an assertion was
    good by the clock of the machine that sent it, and is not by the server's. Without `Date`, a server that finds fault with
    the time of an assertion or proof that was fresh when it was sent.

Do:
    Set this machine's clock by the network; if it is right, the server's is wrong. `tokencli doctor` compares.

See:
    RFC 9110 section 6.6.1, RFC 7523 section 3, RFC 9449 section 11.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.clocks import TOLERATED_SECONDS, fresh_by_our_clock, good_by_our_clock_alone, seconds_ahead
from tokencli.diagnosis.evidence import OF_THE_REQUEST
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import TIME, answer_name, because, likely_if, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_TIMED_MEMBERS = ("assertion", "client_assertion")
_TIMED_ERRORS = frozenset({"invalid_dpop_proof"})
_HELP = "set this machine's clock by the network; if it is right, the server's clock must be set"
_SEE = ("RFC 9110 section 6.6.1", "RFC 7523 section 3", "tokencli explain clock-skew")


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal from a server with another time."""
    if not evidence.refused:
        return
    ahead = seconds_ahead(evidence)
    yield from _by_its_words(evidence) if ahead is None else _by_its_date(evidence, ahead)


def _by_its_date(evidence: Evidence, ahead: int) -> Iterator[Finding]:
    if abs(ahead) <= TOLERATED_SECONDS:
        return
    timed = evidence.error in _TIMED_ERRORS or any(evidence.member(name) is not None for name in _TIMED_MEMBERS)
    timed = timed and evidence.error not in OF_THE_REQUEST
    likely = likely_if(timed or says(evidence, TIME))
    yield Finding(
        name="clock-skew",
        confidence=Confidence.CERTAIN if timed and good_by_our_clock_alone(evidence) else likely,
        what=f"the server's clock is {abs(ahead)} seconds {'ahead of' if ahead > 0 else 'behind'} this machine's",
        why=because(
            "the request carries a time that the server judges by its own clock"
            if timed
            else "the Date header of the answer says so; no time in the request depends on it",
            evidence,
        ),
        help=_HELP,
        where=(
            Pointer(
                answer_name(evidence), "Date", (evidence.response.header("date") if evidence.response else "") or ""
            ),
        ),
        see=_SEE,
    )


def _by_its_words(evidence: Evidence) -> Iterator[Finding]:
    if not says(evidence, f"{TIME}|not active") or not fresh_by_our_clock(evidence):
        return
    yield Finding(
        name="clock-skew",
        confidence=Confidence.LIKELY,
        what="the server finds fault with a time that was good by this machine's clock",
        why=because(
            "what the request carries was fresh when it was sent, and the answer has no Date to compare", evidence
        ),
        help=_HELP,
        where=(Pointer(answer_name(evidence), "Date", "missing"),),
        see=_SEE,
    )
