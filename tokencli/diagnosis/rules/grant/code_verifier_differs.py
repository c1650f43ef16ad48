"""The code_verifier may not be the one the code_challenge was made from.

Means:
    The server hashes the verifier and compares it with the challenge of the authorization request. It fails when two
    sign-ins were mixed up, when the challenge was hashed as hexadecimal or from other octets, or when the method was plain
    on one side and S256 on the other.

Seen by:
    A refused code with a well-formed verifier; surer when the server speaks of it. Where the authorization request was
    captured too, the hash is computed and compared: then it is certain, or ruled out.

Do:
    Start a new sign-in and keep its verifier. `tokencli make pkce` shows a right pair.

See:
    RFC 7636 section 4.6, RFC 7636 appendix B
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import (
    CODE_VERIFIER,
    MISSING,
    because,
    likely_if,
    not_looked_at,
    request_name,
    says,
    singles_out,
    singles_out_another,
)
from tokencli.jose.peek import base64url_encode
from tokencli.oauth.authorization.pkce import challenge_of
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.wire.placeholders import is_known
from tokencli.wire.redaction import is_redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.sign_in_seen import SignInSeen

_VERIFICATION = r"verif"  # and not the challenge alone, which the authorization endpoint refuses
_REFUSED = r"fail|invalid|match|incorrect|wrong|not (?:valid|correct)"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code with a verifier."""
    if not _is_asked(evidence):
        return
    sign_in = sign_in_of(evidence)
    matches = None if sign_in is None else _matches(evidence, sign_in)
    if sign_in is not None and matches is False and evidence.in_question:
        yield _different(evidence, sign_in)
        return
    if singles_out_another(evidence, CODE_VERIFIER):
        return
    named = singles_out(evidence, CODE_VERIFIER)
    if evidence.error != "invalid_grant" and not (named and evidence.error == "invalid_request"):
        return
    if sign_in is not None and matches and sign_in.linked:
        yield _the_same(evidence, sign_in)
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


def _is_asked(evidence: Evidence) -> bool:
    """Whether a code was redeemed with a verifier; of an answer alone its words must say so."""
    if evidence.request is None:
        return all(says(evidence, topic) for topic in (CODE_VERIFIER, _VERIFICATION, _REFUSED)) and not says(
            evidence, MISSING
        )
    return evidence.grant_type == AUTHORIZATION_CODE and bool(evidence.member("code_verifier"))


def _matches(evidence: Evidence, sign_in: SignInSeen) -> bool | None:
    """Whether the challenge was made from the verifier; None when one of them is not known."""
    verifier, challenge = evidence.member("code_verifier") or "", sign_in.asked("code_challenge")
    known = is_known(challenge) and is_known(verifier) and not is_redacted(verifier)
    if not challenge or not known or not verifier.isascii():
        return None
    # RFC 7636 section 4.3: code_challenge_method defaults to "plain" if not present in the request.
    return challenge_of(verifier, sign_in.asked("code_challenge_method") or "plain") == challenge


def _different(evidence: Evidence, sign_in: SignInSeen) -> Finding:
    method = sign_in.asked("code_challenge_method") or "plain"
    later = not_looked_at(evidence, CODE_VERIFIER)
    return Finding(
        name="code-verifier-differs",
        confidence=Confidence.CERTAIN if sign_in.linked and not later else likely_if(not later),
        what="the code_verifier is not the one that the code_challenge was made from",
        why=because(
            f"{'the server refused the client before it looked at this, which it would refuse next: ' if later else ''}"
            f"computed by {method}, the challenge of this verifier is another one; {_cause(evidence, sign_in)}",
            evidence,
        ),
        help="keep the verifier of each sign-in and redeem its code with it; tokencli make pkce shows a right pair",
        where=(
            Pointer(sign_in.name, "code_challenge", f"{_shown(evidence, sign_in)} ({method})"),
            Pointer(request_name(evidence), "code_verifier", f"its challenge is {_challenge(evidence)}"),
        ),
        see=("RFC 7636 section 4.6", "tokencli explain code-verifier-differs"),
    )


def _shown(evidence: Evidence, sign_in: SignInSeen) -> str:
    """The challenge, which is no secret unless it is the verifier itself."""
    challenge = sign_in.asked("code_challenge")
    return "the verifier itself" if challenge == evidence.member("code_verifier") else challenge


def _challenge(evidence: Evidence) -> str:
    return challenge_of(evidence.member("code_verifier") or "", "S256")


def _cause(evidence: Evidence, sign_in: SignInSeen) -> str:
    """How the two came apart, where that can be seen."""
    verifier, challenge = evidence.member("code_verifier") or "", sign_in.asked("code_challenge")
    digest = hashlib.sha256(verifier.encode()).digest()
    if challenge == verifier:
        return "the challenge is the verifier itself, as for plain, though the method says S256"
    if challenge == challenge_of(verifier, "S256"):
        return "the challenge is that of S256, and code_challenge_method is missing, which means plain"
    if challenge.lower() == digest.hex() or challenge == base64url_encode(digest.hex().encode()):
        return "the hash was written as hexadecimal before it was encoded"
    if challenge.rstrip("=").replace("+", "-").replace("/", "_") == challenge_of(verifier, "S256"):
        return "the challenge is base64 with padding or with + and /, not base64url without padding"
    return "they belong to two different sign-ins, or the verifier was changed on its way"


def _the_same(evidence: Evidence, sign_in: SignInSeen) -> Finding:
    return Finding(
        name="code-verifier-differs",
        confidence=Confidence.RULED_OUT,
        what="the code_challenge was made from this code_verifier",
        why="computed from the verifier, the challenge is the one of the authorization request",
        help="look for another cause",
        where=(
            Pointer(sign_in.name, "code_challenge", _shown(evidence, sign_in)),
            Pointer(request_name(evidence), "code_verifier", "fits"),
        ),
        see=("RFC 7636 section 4.6", "tokencli explain code-verifier-differs"),
    )
