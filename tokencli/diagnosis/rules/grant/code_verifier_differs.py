"""The code_verifier may not be the one the code_challenge was made from.

Means:
    The server hashes the verifier and compares it with the challenge of the authorization request. It fails when two
    sign-ins were mixed up, when the challenge was hashed as hexadecimal or from other octets, or when the method was plain
    on one side and S256 on the other.

Seen by:
    A refused code with a well-formed verifier; surer when the server speaks of it.

Do:
    Start a new sign-in and keep its verifier. `tokencli make pkce` shows a right pair.

See:
    RFC 7636 section 4.6, RFC 7636 appendix B
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import CODE_VERIFIER, because, likely_if, request_name, singles_out, singles_out_another
from tokencli.oauth.identifiers import AUTHORIZATION_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code with a verifier."""
    if evidence.grant_type != AUTHORIZATION_CODE or not evidence.member("code_verifier"):
        return
    if singles_out_another(evidence, CODE_VERIFIER):
        return
    named = singles_out(evidence, CODE_VERIFIER)
    if evidence.error != "invalid_grant" and not (named and evidence.error == "invalid_request"):
        return
    verifier = evidence.facts("code_verifier")
    yield Finding(
        name="code-verifier-differs",
        confidence=likely_if(named),
        what="the code_verifier may not be the one that the code_challenge was made from",
        # RFC 7636 section 4.6: if the values are not equal, an error response indicating "invalid_grant" MUST be returned.
        why=because("RFC 7636 section 4.6 gives invalid_grant to a verifier whose hash is not the challenge", evidence),
        help="start a new sign-in and redeem its code with the verifier made for it; tokencli make pkce shows a right pair",
        where=(
            Pointer(
                request_name(evidence), "code_verifier", f"{verifier.length} characters" if verifier else "blackened"
            ),
        ),
        see=("RFC 7636 section 4.6", "tokencli explain code-verifier-differs"),
    )
