"""The assertion lacks a claim that every assertion must have.

Means:
    A JWT as an assertion names who made it (`iss`), about whom (`sub`), for whom (`aud`) and until when (`exp`). An access
    token or an ID token of another kind may lack one of them.

Seen by:
    A refused request with a JWT in which one of the four is missing.

Do:
    Have the assertion made with all four.

See:
    RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import read_assertions
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

REQUIRED = ("iss", "sub", "aud", "exp")  # RFC 7523 section 3, items 1 to 4


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion without a required claim."""
    for assertion in read_assertions(evidence) if evidence.in_question else ():
        missing = [name for name in REQUIRED if name not in assertion.claims]
        if not missing:
            continue
        named = any(says(evidence, rf"\b{name}\b") for name in missing)
        yield Finding(
            name="assertion-claim-missing",
            confidence=Confidence.CERTAIN if named else Confidence.LIKELY,
            what=f"the {assertion.member} lacks {', '.join(missing)}",
            why=because(f"RFC 7523 section 3 requires {', '.join(REQUIRED)}", evidence),
            help="have the assertion made with all four claims",
            where=tuple(Pointer(request_name(evidence), f"{assertion.member}: {name}", "missing") for name in missing),
            see=("RFC 7523 section 3", "tokencli explain assertion-claim-missing"),
        )
        return
