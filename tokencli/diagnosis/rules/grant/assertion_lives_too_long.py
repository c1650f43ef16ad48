"""The assertion is valid for longer than the server allows.

Means:
    Servers limit how far `exp` may lie in the future, mostly to between five minutes and one hour, so that they can remember
    which assertions they saw.

Seen by:
    A refused assertion that is valid for more than an hour, or for more than five minutes where the server speaks of its time.

Do:
    Make assertions for one to five minutes, anew for each request.

See:
    RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import judging_time, read_assertions
from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

SHORT_SECONDS, LONG_SECONDS = 300, 3600
_SAID = r"\bexp\b|expir|lifetime|life time|too far|validity|valid(?:ity)? (?:period|time)|short-lived"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion with a long life."""
    for assertion in read_assertions(evidence) if evidence.refused else ():
        begins, expires = assertion.time("iat"), assertion.time("exp")
        begins = judging_time(evidence) if begins is None else begins
        if begins is None or expires is None:
            continue
        # RFC 7523 section 3, item 4: the server MAY reject JWTs with an "exp" unreasonably far in the future.
        seconds, named = round(expires - begins), says(evidence, _SAID)
        if seconds <= (SHORT_SECONDS if named else LONG_SECONDS):
            continue
        yield Finding(
            name="assertion-lives-too-long",
            confidence=likely_if(named),
            what=f"the {assertion.member} is valid for {seconds} seconds, which servers may refuse",
            why=because("RFC 7523 section 3 lets a server refuse an exp that lies unreasonably far ahead", evidence),
            help="make assertions for one to five minutes, anew for each request",
            where=(Pointer(request_name(evidence), f"{assertion.member}: exp", f"{seconds} seconds after its iat"),),
            see=("RFC 7523 section 3", "tokencli explain assertion-lives-too-long"),
        )
        return
