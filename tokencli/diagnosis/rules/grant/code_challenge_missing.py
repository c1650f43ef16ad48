"""The authorization request has no code_challenge, and one is needed.

Means:
    Many servers want PKCE of every client, or of this one, and refuse an authorization request without a challenge. Others let it
    pass and refuse the code_verifier of the token request, to which they know of no challenge, since this is how an attacker strips
    the protection off.

Seen by:
    A refused authorization request, pushed or not, without code_challenge, and words of the server that speak of it; or a refused
    code with a code_verifier, where the authorization request was captured and has no code_challenge.

Do:
    Send code_challenge and code_challenge_method in the authorization request; `tokencli login` does.

See:
    RFC 7636 section 4.3, RFC 7636 section 4.4.1, RFC 9700 section 4.8.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import asked_in_browser, sign_in_of
from tokencli.diagnosis.wording import CODE_VERIFIER, because, likely_if, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_HELP = "send code_challenge and code_challenge_method in the authorization request; tokencli make authorize-url does"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request without a challenge, or a refused verifier without one."""
    yield from _asked_without(evidence)
    yield from _redeemed_without(evidence)


def _asked_without(evidence: Evidence) -> Iterator[Finding]:
    asked = dict(asked_in_browser(evidence))
    # RFC 7636 section 4.4.1: if the server requires PKCE and the request does not include a code_challenge, it answers
    # invalid_request.
    # RFC 6749 section 4.1.1: response_type is REQUIRED; where it was not seen, the rest was not either.
    if (
        not asked.get("response_type")
        or asked.get("code_challenge")
        or evidence.error != "invalid_request"
        or not says(evidence, CODE_VERIFIER)
    ):
        return
    yield Finding(
        name="code-challenge-missing",
        confidence=Confidence.CERTAIN,
        what="the server wants a code_challenge, and the authorization request has none",
        why=because("RFC 7636 section 4.4.1 has a server that requires PKCE refuse such a request", evidence),
        help=_HELP,
        where=(Pointer(request_name(evidence), "code_challenge", "missing"),),
        see=("RFC 7636 section 4.4.1", "tokencli explain code-challenge-missing"),
    )


def _redeemed_without(evidence: Evidence) -> Iterator[Finding]:
    sign_in = sign_in_of(evidence)
    if sign_in is None or not evidence.in_question or not evidence.member("code_verifier"):
        return
    if sign_in.asked("code_challenge") or not sign_in.whole or not sign_in.asked("response_type"):
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
        help=_HELP,
        where=(
            Pointer(sign_in.name, "code_challenge", "missing"),
            Pointer(request_name(evidence), "code_verifier", "present"),
        ),
        see=("RFC 9700 section 4.8.2", "tokencli explain code-challenge-missing"),
    )
