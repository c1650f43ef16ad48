"""The assertion lacks a claim that every assertion must have.

Means:
    A JWT as an assertion names who made it (`iss`), about whom (`sub`), for whom (`aud`) and until when (`exp`). An access
    token or an ID token of another kind may lack one of them.

Seen by:
    A refused request with a JWT in which one of the four is missing; `sub` is left out where the product does without.

Do:
    Have the assertion made with all four.

See:
    RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import read_assertions
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.assertions import AssertionSeen
    from tokencli.diagnosis.evidence import Evidence

REQUIRED = ("iss", "sub", "aud", "exp")  # RFC 7523 section 3, items 1 to 4
BY_OPENID = "jti"  # OpenID Connect Core section 9 requires it of client assertions, RFC 7523 section 3 item 7 does not
_NEEDS_NO_SUBJECT = "assertion-needs-no-sub"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion without a required claim."""
    for assertion in read_assertions(evidence) if evidence.in_question else ():
        missing = [
            name for name in REQUIRED if name not in assertion.claims and name not in _spared(evidence, assertion)
        ]
        if not missing and assertion.member == "client_assertion" and BY_OPENID not in assertion.claims:
            missing = [BY_OPENID]
        if not missing:
            continue
        named = any(says(evidence, rf"\b{name}\b") for name in missing)
        required = missing != [BY_OPENID]
        yield Finding(
            name="assertion-claim-missing",
            confidence=Confidence.CERTAIN if named else likely_if(required),
            what=f"the {assertion.member} lacks {', '.join(missing)}",
            why=because(
                f"RFC 7523 section 3 requires {', '.join(REQUIRED)}"
                if required
                else "OpenID Connect Core section 9 requires it of a client's assertion, so that it is used once",
                evidence,
            ),
            help=f"have the assertion made with all of {', '.join((*REQUIRED, BY_OPENID))}",
            where=tuple(Pointer(request_name(evidence), f"{assertion.member}: {name}", "missing") for name in missing),
            see=("RFC 7523 section 3", "tokencli explain assertion-claim-missing"),
        )
        return


def _spared(evidence: Evidence, assertion: AssertionSeen) -> frozenset[str]:
    """The claims that the product does without in an assertion that is the grant."""
    quirks = evidence.provider.quirks if evidence.provider else frozenset()
    return frozenset({"sub"}) if assertion.member == "assertion" and _NEEDS_NO_SUBJECT in quirks else frozenset()
