"""The access token has not the scope that the resource wants.

Means:
    The token is good, and allows less than this request needs. What it needs often stands in the challenge.

Seen by:
    The error `insufficient_scope` from a resource.

Do:
    Sign in again with the scope that is wanted, and call with the same scope: `tokencli login PROFILE --scope '…'`.

See:
    RFC 6750 section 3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.resource_seen import challenge_pointers, command, quoted, told
from tokencli.diagnosis.wording import because, error_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal for want of scope."""
    if not evidence.at_resource or evidence.error != "insufficient_scope":
        return
    wanted = told(evidence, "scope")
    scope = f"--scope {quoted(wanted or '…')}"
    yield Finding(
        name="scope-insufficient",
        confidence=Confidence.CERTAIN,
        what="the access token has not the scope that the resource wants",
        why=because(f"the resource wants {wanted}" if wanted else "the resource does not say which scope", evidence),
        help=f"sign in with that scope, and call with it: {command(evidence, 'login', scope)}",
        where=(error_pointer(evidence), *challenge_pointers(evidence)),
        see=("RFC 6750 section 3.1", "tokencli explain scope-insufficient"),
    )
