"""The form has no grant_type.

Means:
    The parameter was left out or is empty, or it stands somewhere else than in the form.

Seen by:
    A refused token request whose form names no grant_type.

Do:
    Give it; `tokencli fetch GRANT` always sends it.

See:
    RFC 6749 section 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_REFUSALS = frozenset({"invalid_request", "unsupported_grant_type", "invalid_grant"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused form without grant_type."""
    if evidence.last is None or evidence.last.purpose is not Purpose.TOKEN:
        return
    if evidence.error not in _REFUSALS and not evidence.unjudged:
        return
    if evidence.grant_type or not evidence.form or not evidence.request_whole:
        return
    yield Finding(
        name="grant-type-missing",
        confidence=Confidence.CERTAIN,
        what="the form has no grant_type",
        why=because("every token request names its grant (RFC 6749 section 4)", evidence),
        help="send grant_type in the form; tokencli fetch GRANT does",
        where=(Pointer(request_name(evidence), "grant_type", "missing"),),
        see=("RFC 6749 section 4", "tokencli explain grant-type-missing"),
    )
