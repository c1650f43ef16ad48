"""The server refused the authorization request on a page of its own.

Means:
    It sends nobody back to the client as long as it does not trust the client or its redirect URI, or cannot read the request.
    Then the client hears nothing of it, and the words of the page are all there is.

Seen by:
    An authorization request that was answered with a status of 400 or more and a page.

Do:
    Compare client id, redirect URI and address with the registration, letter for letter; ask the server's administrator for its
    log of that moment.

See:
    RFC 6749 section 4.1.2.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.page_seen import page_words
from tokencli.diagnosis.wording import LONGEST_QUOTE, answer_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A page in place of the way back."""
    page = page_words(evidence)
    if not page:
        return
    yield Finding(
        name="refused-on-a-page",
        confidence=Confidence.POSSIBLE,
        what="the server refused the authorization request on a page of its own, and sends nobody back to the client",
        # RFC 6749 section 4.1.2.1: with a missing, invalid or mismatching redirect URI or client the server MUST NOT redirect.
        why=f"the page says: {evidence.told(page, LONGEST_QUOTE)}",
        help="compare client id, redirect URI and address with the registration; the server's log of that moment says more",
        where=(Pointer(answer_name(evidence), "status", str(evidence.status)),),
        see=("RFC 6749 section 4.1.2.1", "tokencli explain refused-on-a-page"),
    )
