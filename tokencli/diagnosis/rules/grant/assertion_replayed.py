"""The assertion was sent before.

Means:
    A server may remember the `jti` of every assertion until it expires, and take each once. An assertion that is kept and sent
    again with every request is then refused from the second time on.

Seen by:
    A refused assertion whose `jti`, or the whole of it, was seen in an earlier request; surer when the server speaks of it. Where
    no earlier request was seen, the server's own words.

Do:
    Make a new assertion with a new `jti` for each request.

See:
    RFC 7523 section 3, RFC 7519 section 4.1.7
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import AssertionSeen, read_assertions, read_earlier_assertions
from tokencli.diagnosis.earlier_use import clock_time, reached, surely_another
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, in_place, request_name, says, says_why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"\bjti\b|replay|already (?:been )?used|used (?:before|already)|unique|reuse"
# What is said of an assertion alone, and not of a code or a refresh token beside it.
_SAID_OF_IT = r"\bjti\b|replay|^token reuse detected|(?:assertion|jwt)\b.{0,40}(?:already|reuse|used before)"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion that was sent before."""
    earlier = tuple(read_earlier_assertions(evidence)) if evidence.in_question else ()
    for assertion in read_assertions(evidence) if evidence.in_question else ():
        # RFC 7523 section 3, item 7: the server MAY ensure that JWTs are not replayed by maintaining the set of used jti values.
        same = [
            exchange
            for exchange, one in earlier
            if one.claims == assertion.claims and reached(exchange) and surely_another(exchange, evidence)
        ]
        if not same:
            if says(evidence, _SAID_OF_IT) and assertion.member == _judged(evidence):
                yield _said(evidence, assertion)
            elif _is_at_hand(evidence, assertion):
                yield _maybe(evidence, assertion)
            continue
        jti = assertion.claims.get("jti")
        yield Finding(
            name="assertion-replayed",
            confidence=Confidence.CERTAIN if says(evidence, _SAID) else Confidence.LIKELY,
            what=f"the {assertion.member} was sent before",
            why=because("RFC 7523 section 3 lets a server take each jti once", evidence),
            help="make a new assertion with a new jti for each request",
            where=(
                Pointer(request_name(evidence), f"{assertion.member}: jti", "missing" if jti is None else str(jti)),
                Pointer(
                    in_place("earlier token request", same[-1]),
                    assertion.member,
                    f"the same{clock_time(same[-1].started_at)}",
                ),
            ),
            see=("RFC 7523 section 3", "RFC 7519 section 4.1.7", "tokencli explain assertion-replayed"),
        )
        return


def _judged(evidence: Evidence) -> str:
    """The member whose assertion the refusal is about."""
    return "client_assertion" if evidence.client_refused else "assertion"


def _said(evidence: Evidence, assertion: AssertionSeen) -> Finding:
    jti = assertion.claims.get("jti")
    return Finding(
        name="assertion-replayed",
        confidence=Confidence.LIKELY,
        what=f"the {assertion.member} was sent before",
        why=because("RFC 7523 section 3 lets a server take each jti once", evidence),
        help="give an assertion that is made anew for each run, such as by cmd:, or the key itself with --key",
        where=(Pointer(request_name(evidence), f"{assertion.member}: jti", "missing" if jti is None else str(jti)),),
        see=("RFC 7523 section 3", "RFC 7519 section 4.1.7", "tokencli explain assertion-replayed"),
    )


def _is_at_hand(evidence: Evidence, assertion: AssertionSeen) -> bool:
    """Whether a client is refused with an assertion that was made elsewhere, and may have been used before this run."""
    at_hand = assertion.member == "client_assertion" and evidence.setting("client_assertion") is not None
    return at_hand and evidence.client_refused and "jti" in assertion.claims and not says_why(evidence)


def _maybe(evidence: Evidence, assertion: AssertionSeen) -> Finding:
    return Finding(
        name="assertion-replayed",
        confidence=Confidence.POSSIBLE,
        what="the client_assertion was made elsewhere and may have been sent before",
        why=because("RFC 7523 section 3 lets a server take each jti once", evidence),
        help="give an assertion that is made anew for each run, such as by cmd:, or the key itself with --key",
        where=(Pointer(request_name(evidence), "client_assertion: jti", str(assertion.claims["jti"])),),
        see=("RFC 7523 section 3", "RFC 7519 section 4.1.7", "tokencli explain assertion-replayed"),
    )
