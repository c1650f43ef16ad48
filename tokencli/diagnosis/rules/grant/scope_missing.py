"""The request names no scope, and the server wants one.

Means:
    A server without a default scope refuses a request that names none.

Seen by:
    invalid_scope for a request without scope, or words of the server that ask for it.

Do:
    Give `--scope`.

See:
    RFC 6749 section 3.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import MISSING, because, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A request without a scope that was refused for it."""
    named = evidence.error == "invalid_request" and says(evidence, r"\bscope\b") and says(evidence, MISSING)
    if not evidence.request_whole or evidence.asked_scope or not (evidence.error == "invalid_scope" or named):
        return
    yield Finding(
        name="scope-missing",
        confidence=Confidence.LIKELY,
        what="the request names no scope",
        # RFC 6749 section 3.3: if the client omits the scope parameter, the server MUST either use a default or fail.
        why=because(
            "RFC 6749 section 3.3 lets a server refuse a request without scope when it has no default", evidence
        ),
        help="give the scope with --scope; tokencli discover shows what the server lists",
        where=(Pointer(request_name(evidence), "scope", "missing"),),
        see=("RFC 6749 section 3.3", "tokencli explain scope-missing"),
    )
