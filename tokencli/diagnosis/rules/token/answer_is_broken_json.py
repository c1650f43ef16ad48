"""The answer begins as JSON and cannot be read to its end.

Means:
    The body was cut off on its way, is longer or shorter than its length says, or the server writes it wrongly: a comma
    too many, single quotes, a line of debugging output before it.

Seen by:
    An answer that is JSON by its media type or its first character, and is not well-formed. Of a copy in a text, or of less than
    its length says, only possible: whoever copied it may have cut it off.

Do:
    If the answer was cut off, try again, or copy all of it. Else the server's administrator must look at the place that is named.

See:
    RFC 8259 section 2, RFC 6749 section 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import answer_name, in_text
from tokencli.oauth.answer import Unreadable
from tokencli.providers.known_error import Who
from tokencli.wire.json_text import BrokenJson, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SERVER_FAILURE = 500


def look(evidence: Evidence) -> Iterator[Finding]:
    """JSON that cannot be read."""
    answer = evidence.unrecognised
    if answer is None or answer.kind is not Unreadable.BROKEN_JSON or evidence.status >= _SERVER_FAILURE:
        return
    broken = read_json(answer.response.body)
    place = f"line {broken.line}, column {broken.column}" if isinstance(broken, BrokenJson) else "its end"
    reason = broken.reason if isinstance(broken, BrokenJson) else ""
    problems = "; ".join(answer.response.problems)
    partial = _partial(evidence, len(answer.response.body))
    yield Finding(
        name="answer-is-broken-json",
        confidence=Confidence.POSSIBLE if partial else Confidence.CERTAIN,
        what="the answer begins as JSON and cannot be read to its end",
        why=f"reading stops at {place}: {reason}" + (f"; {problems}" if problems else ""),
        help="look at the whole answer as it came; what was copied may be a part of it"
        if partial
        else "if the answer was cut off, try again; else the server writes JSON wrongly at that place",
        who=Who.YOU if partial else Who.ADMINISTRATOR,
        where=(Pointer(answer_name(evidence), "body", f"{len(answer.response.body)} octets, {place}"),),
        see=("RFC 8259 section 2", "tokencli explain answer-is-broken-json"),
    )


def _partial(evidence: Evidence, octets: int) -> bool:
    """Whether what is there may be a part of what came."""
    # RFC 9110 section 8.6: Content-Length is the length of the content in octets.
    length = (evidence.response.header("content-length") or "") if evidence.response else ""
    longer = length.strip().isdecimal() and int(length) > octets
    return longer or (evidence.last is not None and in_text(evidence.last))
