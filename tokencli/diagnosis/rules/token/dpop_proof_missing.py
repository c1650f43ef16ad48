"""The server wants a DPoP proof, and the request has none.

Means:
    The client is registered for tokens that are bound to a key, or the refresh token is bound to one. Each request for
    tokens must then carry a fresh proof, made with that key.

Seen by:
    A refusal that speaks of DPoP after a request without the header `DPoP`; or `invalid_grant` from a server that knows DPoP,
    for a request that holds no grant which could be invalid, or holds a refresh token.

Do:
    Give `--dpop`, or `--dpop-key` with the key that the tokens are bound to.

See:
    RFC 9449 section 5, RFC 9449 section 5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says
from tokencli.oauth.dpop import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_ERRORS = frozenset({"invalid_dpop_proof", "use_dpop_nonce"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal for want of a proof."""
    if not evidence.refused or evidence.request is None or evidence.request.header("dpop") is not None:
        return
    confidence = _confidence(evidence)
    if confidence is None:
        return
    wants = (
        "the server wants a DPoP proof" if confidence is not Confidence.POSSIBLE else "the server may want a DPoP proof"
    )
    yield Finding(
        name="dpop-proof-missing",
        confidence=confidence,
        what=f"{wants}, and the request has none",
        why=because("the request has no header DPoP", evidence),
        help="give --dpop, or --dpop-key with the key that the tokens are bound to",
        where=(Pointer(request_name(evidence), "DPoP", "missing"),),
        see=("RFC 9449 section 5", "tokencli explain dpop-proof-missing"),
    )


def _confidence(evidence: Evidence) -> Confidence | None:
    """How sure it is; None when nothing speaks of a proof."""
    if evidence.error in _ERRORS:
        return Confidence.CERTAIN
    if says(evidence, r"\bdpop\b") or (evidence.at_resource and _challenges_for_proof(evidence)):
        return Confidence.LIKELY
    if evidence.error != "invalid_grant" or evidence.listed(ALGORITHMS) is None:
        return None
    return {"client_credentials": Confidence.LIKELY, "refresh_token": Confidence.POSSIBLE}.get(evidence.grant_type)


def _challenges_for_proof(evidence: Evidence) -> bool:
    # RFC 9449 section 7.2: a resource that takes both kinds sends a challenge for each, and says the error with the one that was used.
    schemes = {one.scheme.lower() for one in evidence.challenges}
    complains = {one.scheme.lower() for one in evidence.challenges if one.get("error")}
    return "dpop" in schemes and "bearer" not in complains
