"""The token request carries no code_verifier, and the server expects one.

Means:
    When the authorization request carried a code_challenge, the token request must carry the code_verifier it was made
    from. Many servers want that from every client.

Seen by:
    A refused code without a code_verifier, where the server speaks of it, offers PKCE, or the client is public; certain where
    the authorization request with its code_challenge was captured, and all of the token request: logs leave verifiers out.

Do:
    Give `--code-verifier` with the value the authorization request was made with; `tokencli login` does both by itself.

See:
    RFC 7636 section 4.5, RFC 7636 section 4.6, RFC 9700 section 2.1.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import (
    CODE_VERIFIER,
    MISSING,
    because,
    likely_if,
    request_name,
    says,
    singles_out,
    singles_out_another,
)
from tokencli.oauth.identifiers import AUTHORIZATION_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.sign_in_seen import SignInSeen

_REFUSALS = frozenset({"invalid_grant", "invalid_request"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code without a verifier."""
    if evidence.grant_type != AUTHORIZATION_CODE or evidence.error not in _REFUSALS:
        return
    named = singles_out(evidence, CODE_VERIFIER)
    # RFC 9700 section 2.1.1: public clients MUST use PKCE; a server that lists challenge methods expects it of others too.
    expected = evidence.client.method == "none" or evidence.listed("code_challenge_methods_supported")
    if evidence.member("code_verifier") or singles_out_another(evidence, CODE_VERIFIER):
        return
    sign_in = sign_in_of(evidence)
    challenged, whole = sign_in is not None and sign_in.asked("code_challenge") != "", evidence.request_whole
    if not named and not ((expected or challenged) and evidence.error == "invalid_grant"):
        return
    yield Finding(
        name="code-verifier-missing",
        confidence=Confidence.CERTAIN
        if (named and says(evidence, MISSING)) or (sign_in is not None and challenged and sign_in.linked and whole)
        else likely_if(named or (challenged and whole)),
        what="the token request carries no code_verifier",
        why=because(
            "RFC 7636 section 4.5 requires it when the authorization request carried a code_challenge", evidence
        ),
        help="give the verifier that the code_challenge was made from with --code-verifier",
        where=(
            *((Pointer(sign_in.name, "code_challenge", _challenge(sign_in)),) if sign_in and challenged else ()),
            Pointer(request_name(evidence), "code_verifier", "missing"),
        ),
        see=("RFC 7636 section 4.5", "tokencli explain code-verifier-missing"),
    )


def _challenge(sign_in: SignInSeen) -> str:
    """The challenge as it may be shown; a plain one is the verifier itself (RFC 7636 section 4.2)."""
    return sign_in.asked("code_challenge") if sign_in.asked("code_challenge_method") == "S256" else "present, plain"
