"""The resource knows the token, and does not allow this request.

Means:
    The person or the client lacks a role or a right that no scope stands for, or the API says so without an error code.

Seen by:
    Status 403 from a resource without an error in its challenges.

Do:
    Look at what the body says; ask whoever gives rights in that API. Whose token it is: `tokencli decode`.

See:
    RFC 9110 section 15.5.4, RFC 6750 section 3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.resource_seen import challenge_pointers
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_FORBIDDEN = 403


def look(evidence: Evidence) -> Iterator[Finding]:
    """A 403 that names no error."""
    if not evidence.at_resource or evidence.status != _FORBIDDEN or evidence.error:
        return
    yield Finding(
        name="access-forbidden",
        confidence=Confidence.POSSIBLE,
        what="the resource does not allow this request to whom the token stands for",
        why=because("status 403 without an error: the token itself was not called wrong", evidence),
        help="look at what the body says, and ask whoever gives rights in that API",
        who=Who.ADMINISTRATOR,
        where=(error_pointer(evidence), *challenge_pointers(evidence)),
        see=("RFC 9110 section 15.5.4", "tokencli explain access-forbidden"),
    )
