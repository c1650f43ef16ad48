"""The token request carries a code_verifier, and the authorization request had no code_challenge.

Means:
    The challenge was left out of the authorization request, or the code comes from another one. A server that knows of no
    challenge refuses the verifier, since this is how an attacker strips the protection off.

Seen by:
    A refused code with a code_verifier, where the authorization request was captured and has no code_challenge.

Do:
    Send code_challenge and code_challenge_method in the authorization request; `tokencli login` does.

See:
    RFC 7636 section 4.3, RFC 9700 section 4.8.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import CODE_VERIFIER, because, likely_if, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused verifier without a challenge."""
    sign_in = sign_in_of(evidence)
    if sign_in is None or not evidence.in_question or not evidence.member("code_verifier"):
        return
    if sign_in.asked("code_challenge") or not sign_in.asked("response_type"):
        return
    named = says(evidence, CODE_VERIFIER)
    yield Finding(
        name="code-challenge-missing",
        confidence=Confidence.CERTAIN if sign_in.linked and named else likely_if(sign_in.linked or named),
        what="the authorization request had no code_challenge, and the token request carries a code_verifier",
        # RFC 9700 section 4.8.2: a token request with a code_verifier MUST be rejected if there was no code_challenge.
        why=because(
            "RFC 9700 section 4.8.2 has servers refuse a code_verifier to which there was no code_challenge", evidence
        ),
        help="send code_challenge and code_challenge_method in the authorization request; tokencli make authorize-url does",
        where=(
            Pointer(sign_in.name, "code_challenge", "missing"),
            Pointer(request_name(evidence), "code_verifier", "present"),
        ),
        see=("RFC 9700 section 4.8.2", "tokencli explain code-challenge-missing"),
    )
