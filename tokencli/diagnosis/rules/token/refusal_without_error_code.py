"""The server refused without an OAuth error code.

Means:
    A gateway, an API or a server of its own kind answered with a status alone, or with a text of its own. Without a code
    nothing tells whether the client, the grant or the request was refused.

Seen by:
    A 4xx status without `error`, where the status itself says no more.

Do:
    Look at what the answer says; check that the URL is the token endpoint.

See:
    RFC 6749 section 5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.oauth.answer import Unreadable
from tokencli.providers.model import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CLIENT_ERROR = range(400, 500)
_SAID_ELSEWHERE = frozenset({404, 405, 407, 410, 429})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal that names no error."""
    answer = evidence.unrecognised
    if answer is None or evidence.status not in _CLIENT_ERROR or evidence.status in _SAID_ELSEWHERE:
        return
    if answer.kind is Unreadable.HTML:
        return
    yield Finding(
        name="refusal-without-error-code",
        confidence=Confidence.POSSIBLE,
        what="the server refused without saying which error it was",
        why=because(
            f"status {evidence.status} without the member error, which RFC 6749 section 5.2 requires", evidence
        ),
        help="check that the URL is the token endpoint and no gateway answers in its place; the server's log has the reason",
        who=Who.ADMINISTRATOR,
        where=(error_pointer(evidence),),
        see=("RFC 6749 section 5.2", "tokencli explain refusal-without-error-code"),
    )
