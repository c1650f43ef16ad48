"""What curl says when no answer came: `curl: (60) SSL certificate problem: certificate has expired`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.sighting import Sighting
from tokencli.wire.exchange import UNSEEN_REQUEST, NoAnswer, NoAnswerReason

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROBLEM = re.compile(r"curl: \((\d{1,2})\) (.+)")
# The exit codes of curl (its manual, EXIT CODES), each with the point at which the conversation ended.
_REASONS = {
    5: NoAnswerReason.PROXY, 6: NoAnswerReason.NAME, 7: NoAnswerReason.CONNECT, 18: NoAnswerReason.BROKEN,
    28: NoAnswerReason.TIMEOUT, 35: NoAnswerReason.TLS, 51: NoAnswerReason.TLS, 52: NoAnswerReason.BROKEN,
    53: NoAnswerReason.TLS, 55: NoAnswerReason.BROKEN, 56: NoAnswerReason.BROKEN, 58: NoAnswerReason.TLS,
    59: NoAnswerReason.TLS, 60: NoAnswerReason.TLS, 66: NoAnswerReason.TLS, 77: NoAnswerReason.TLS,
    80: NoAnswerReason.TLS, 83: NoAnswerReason.TLS, 90: NoAnswerReason.TLS, 91: NoAnswerReason.TLS,
    92: NoAnswerReason.BROKEN, 97: NoAnswerReason.PROXY,
}  # fmt: skip
_SENT = frozenset({18, 28, 52, 55, 56, 92})
_TUNNEL = re.compile(r"CONNECT tunnel failed|HTTP code \d+ from proxy")


# With -v curl says of every address why it could not be reached; its last word does not.
_ATTEMPT = re.compile(r"\* (?:connect to .{1,200} failed|Immediate connect fail for [^ ]{1,100}): (.+)")
ATTEMPT = "attempt of curl"


def recognise(text: str) -> bool:
    """Whether it may hold one."""
    return "curl: (" in text or "connect " in text


def read(text: str, at: float) -> Iterator[Sighting]:
    """Why no answer came."""
    if attempt := _ATTEMPT.search(text):
        yield Sighting(ATTEMPT, UNSEEN_REQUEST, NoAnswer(NoAnswerReason.CONNECT, attempt[1].strip()), at)
    match = _PROBLEM.search(text)
    reason = _REASONS.get(int(match[1])) if match else None
    if match is None or reason is None:
        return
    if _TUNNEL.search(match[2]):
        reason = NoAnswerReason.PROXY
    answer = NoAnswer(reason, match[2].strip(), sent=int(match[1]) in _SENT and reason is not NoAnswerReason.PROXY)
    yield Sighting("curl error", UNSEEN_REQUEST, answer, at)
