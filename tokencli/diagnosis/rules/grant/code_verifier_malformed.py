"""The code_verifier is too short, too long, or has characters it may not have.

Means:
    A verifier has 43 to 128 characters of letters, digits and `-._~`. Standard base64 with `+`, `/` and `=`, a GUID, or a
    value with a line end are none.

Seen by:
    A refused code whose verifier breaks the rule; a redacted verifier keeps its length and kinds of characters.

Do:
    Make a new pair with `tokencli make pkce` and start a new sign-in with its challenge.

See:
    RFC 7636 section 4.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name
from tokencli.oauth.identifiers import AUTHORIZATION_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.redaction import SecretFacts

SHORTEST, LONGEST = 43, 128  # RFC 7636 section 4.1
_ALLOWED_MARKS = frozenset({"guid"})
_REFUSALS = frozenset({"invalid_grant", "invalid_request"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code with a malformed verifier."""
    verifier = evidence.facts("code_verifier")
    if evidence.grant_type != AUTHORIZATION_CODE or verifier is None:
        return
    if evidence.error not in _REFUSALS and not evidence.unjudged:
        return
    wrong = _wrong(verifier)
    if not wrong:
        return
    yield Finding(
        name="code-verifier-malformed",
        confidence=Confidence.CERTAIN,
        what="the code_verifier is not one by its length or its characters",
        why=because(
            f"RFC 7636 section 4.1 wants 43 to 128 characters of letters, digits and -._~; it {wrong}", evidence
        ),
        help="make a new pair with tokencli make pkce and start a new sign-in with its challenge",
        where=(Pointer(request_name(evidence), "code_verifier", f"{verifier.length} characters"),),
        see=("RFC 7636 section 4.1", "tokencli explain code-verifier-malformed"),
    )


def _wrong(verifier: SecretFacts) -> str:
    # RFC 7636 section 4.1: code-verifier = 43*128unreserved
    if not SHORTEST <= verifier.length <= LONGEST:
        return f"has {verifier.length}"
    others = verifier.marks - _ALLOWED_MARKS
    return f"has others too ({', '.join(sorted(others))})" if others else ""
