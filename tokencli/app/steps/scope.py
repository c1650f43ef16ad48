"""The scope that is asked for is compared with what the server's metadata lists.

Means:
    `scope-not-listed`: the metadata lists scopes, and not this one; often it is mistyped, or belongs to another server.

Seen by:
    scopes_supported. A server need not list every scope, so this is a warning.

Do:
    Correct the scope, or have it assigned to the client.

See:
    RFC 8414 section 2, tokencli explain scope-not-allowed
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tokencli.app.inquiry import Step, not_reached
from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Pointer, Severity

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry

_SUPPORTED = "scopes_supported"


def look(inquiry: Inquiry) -> Step:
    """What of the scope is not listed."""
    asked = tuple(word for text in inquiry.settings.get("scope") or () for word in text.split())
    if not asked:
        return not_reached("none is asked for")
    listed = inquiry.server.listed(_SUPPORTED) if inquiry.server else None
    if listed is None:
        return not_reached("the server does not say which it knows")
    missing = [word for word in asked if word not in listed]
    if not missing:
        return Step(Looked(f"the server lists {' '.join(asked)}"))
    return Step(
        Looked(f"the server does not list {' '.join(missing)}", findings=tuple(_not_listed(w, listed) for w in missing))
    )


def _not_listed(word: str, listed: tuple[str, ...]) -> Finding:
    close = get_close_matches(word, listed, n=1)
    return Finding(
        name="scope-not-listed",
        confidence=Confidence.POSSIBLE,
        what=f"the server's metadata does not list the scope {word}",
        why=f"{_SUPPORTED} names {len(listed)} others" + (f", {close[0]} among them" if close else ""),
        help=f"write {close[0]} if that is meant" if close else "correct it, or ask the server's administrator for it",
        where=(Pointer("metadata", _SUPPORTED, ", ".join(listed[:10]) or "an empty list"),),
        see=("RFC 8414 section 2", "tokencli explain scope-not-allowed"),
        severity=Severity.WARNING,
    )
