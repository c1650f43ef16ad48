"""The code was used before, or is too old.

Means:
    A code can be redeemed once, within seconds or minutes. A second try with the same code, a reloaded page, a debugger
    that held it, or two processes that share a redirect URI all lose it.

Seen by:
    invalid_grant on a code; sure when the same run sent the code before.

Do:
    Start a new sign-in and redeem its code at once.

See:
    RFC 6749 section 4.1.2, RFC 6749 section 5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import (
    SPENT,
    because,
    error_pointer,
    lifetime,
    likely_if,
    singles_out,
    singles_out_another,
)
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.providers.model import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code."""
    named = singles_out(evidence, SPENT)
    refused = evidence.error == "invalid_grant" or (evidence.error == "invalid_request" and named)
    if evidence.grant_type != AUTHORIZATION_CODE or not refused:
        return
    # RFC 6749 section 4.1.2: the client MUST NOT use the authorization code more than once.
    twice = evidence.sent_before("code")
    if singles_out_another(evidence, SPENT) and not twice:
        return
    fact = f"a code is good for one use and for a short time{lifetime(evidence, 'authorization_code')}"
    yield Finding(
        name="code-expired-or-used",
        confidence=Confidence.CERTAIN if twice else likely_if(named),
        what="the code was used before or has expired",
        why=because("the same code was sent before in this run" if twice else fact, evidence),
        help="start a new sign-in and redeem its code at once, in one place only",
        who=Who.END_USER,
        where=(error_pointer(evidence),),
        see=("RFC 6749 section 4.1.2", "tokencli explain code-expired-or-used"),
    )
