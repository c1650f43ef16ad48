"""The token lacks the scope that the API wants.

Means:
    The token is good, and not for this. Its scope was not asked for, not granted, or the API wants another word.

Seen by:
    A call that was refused with insufficient_scope.

Do:
    Ask for the scope that the challenge names, in a new sign-in where a person must agree.

See:
    RFC 6750 section 3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.tokens_seen import read_tokens
from tokencli.diagnosis.wording import because
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A call with too narrow a token."""
    if evidence.last is None or evidence.last.purpose is not Purpose.RESOURCE or evidence.error != "insufficient_scope":
        return
    wanted = str(evidence.refusal.members.get("scope", "")) if evidence.refusal else ""
    claims = next((token.claims for token in read_tokens(evidence)), {})
    had = str(claims.get("scope", claims.get("scp", "")))
    yield Finding(
        name="scope-insufficient",
        confidence=Confidence.CERTAIN,
        what=f"the token lacks the scope that the API wants{f': {wanted}' if wanted else ''}",
        # RFC 6750 section 3.1: insufficient_scope: the request requires higher privileges than provided by the access token.
        why=because("that is what insufficient_scope means (RFC 6750 section 3.1)", evidence),
        help=f"ask for it:  --scope '{wanted}'" if wanted else "ask for the scope that the API documents, with --scope",
        where=(
            Pointer("resource answer", "scope", wanted or "not named"),
            *((Pointer("resource request", "scope of the token", had),) if had else ()),
        ),
        see=("RFC 6750 section 3.1", "tokencli explain scope-insufficient"),
    )
