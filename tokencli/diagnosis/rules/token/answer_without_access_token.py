"""The answer says success and holds no access token.

Means:
    Another endpoint answered, an API puts its tokens under names of its own, or a layer between wraps the answer.

Seen by:
    A success status without an `access_token` that is a text.

Do:
    Look at the members that did come. A wrapped answer is read with `--field`; a device code belongs to the device
    authorization endpoint; user data to the userinfo endpoint.

See:
    RFC 6749 section 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import answer_name
from tokencli.oauth.answer import Unreadable
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tokencli.diagnosis.evidence import Evidence

_SUCCESS = range(200, 300)
_SAID_ELSEWHERE = frozenset({Unreadable.HTML, Unreadable.BROKEN_JSON})
_MOST_NAMES = 12
# Members that tell which other answer it is.
_OTHER_ANSWERS = {
    "device_code": "that is the answer of the device authorization endpoint",
    "sub": "that looks like the answer of the userinfo endpoint",
    "active": "that is the answer of the introspection endpoint",
    "token_endpoint": "that is the server's metadata",
    "data": "the answer may be wrapped in a member of its own",
}


def look(evidence: Evidence) -> Iterator[Finding]:
    """A success without an access token."""
    answer = evidence.unrecognised
    if answer is None or evidence.status not in _SUCCESS or answer.kind in _SAID_ELSEWHERE:
        return
    if answer.response.body_left_out:
        return
    if evidence.last is None or evidence.last.purpose is not Purpose.TOKEN:
        return
    yield Finding(
        name="answer-without-access-token",
        confidence=Confidence.CERTAIN,
        what="the answer says success and holds no access token",
        why=f"status {evidence.status} with {_instead(answer.kind, answer.members)}",
        help="check that the URL is the token endpoint; tokencli discover names it",
        who=Who.ADMINISTRATOR,
        where=(Pointer(answer_name(evidence), "members", _names(answer.members)),),
        see=("RFC 6749 section 5.1", "tokencli explain answer-without-access-token"),
    )


def _instead(kind: Unreadable, members: Mapping[str, Any] | None) -> str:
    if members is None:
        return {Unreadable.EMPTY: "an empty body", Unreadable.NOT_AN_OBJECT: "JSON that is no object"}.get(
            kind, "plain text"
        )
    told = next((words for name, words in _OTHER_ANSWERS.items() if name in members), "")
    return "JSON without a text in access_token" + (f"; {told}" if told else "")


def _names(members: Mapping[str, Any] | None) -> str:
    names = list(members or ())
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "") if names else "none"
