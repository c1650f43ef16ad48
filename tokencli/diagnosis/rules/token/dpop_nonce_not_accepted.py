"""The server wants a nonce in the DPoP proof, and did not take the one it gave.

Means:
    A server that wants its nonce in proofs says so and sends one as `DPoP-Nonce`; the request is then made once more with
    it. Here that led nowhere: the nonce is missing or stands there twice, or several machines answer that do not know
    each other's nonces.

Seen by:
    The error `use_dpop_nonce` at the end of a run.

Do:
    Try again; if it stays, the server must send one nonce with its refusal and take it afterwards.

See:
    RFC 9449 section 8, RFC 9449 section 9
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.proof_seen import claim, read_proof
from tokencli.diagnosis.wording import answer_name, because, request_name
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A wish for a nonce that could not be met."""
    proof = read_proof(evidence)
    if proof is None or evidence.response is None or evidence.error != "use_dpop_nonce":
        return
    given, sent = evidence.response.headers_named("dpop-nonce"), claim(proof, "nonce")
    yield Finding(
        name="dpop-nonce-not-accepted",
        confidence=Confidence.CERTAIN,
        what="the server wants a nonce in the DPoP proof, and did not take the one it gave",
        why=because(_reason(given, sent), evidence),
        help="try again; if it stays, the server must send one nonce with its refusal and take it afterwards",
        who=Who.ADMINISTRATOR,
        where=(
            Pointer(request_name(evidence), "nonce", sent or "missing"),
            Pointer(answer_name(evidence), "DPoP-Nonce", ", ".join(given) or "missing"),
        ),
        see=("RFC 9449 section 8", "tokencli explain dpop-nonce-not-accepted"),
    )


def _reason(given: tuple[str, ...], sent: str) -> str:
    if not given:
        return "it asks for a nonce and sends none"
    if len(given) > 1:
        return "it sends several nonces at once, and nobody can tell which is meant"
    if sent == given[0]:
        return "it asks for the very nonce that the proof had"
    return "it gave a new nonce to a proof that had its last one" if sent else "its nonce is not in the proof"
