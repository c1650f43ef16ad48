"""The DPoP proof is for another URL or method than the server sees.

Means:
    A proof names method and URL of its request, `htm` and `htu`. Behind a proxy that ends TLS or rewrites the host, a
    server may see another URL than the client asked, and takes the proof for one that was made for something else.

Seen by:
    A proof whose `htu` or `htm` is not that of its request; or a refusal of the proof that speaks of them.

Do:
    When the proof is right, the server must be told the URL that clients see: the forwarded headers of its proxy.

See:
    RFC 9449 section 4.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.proof_seen import claim, read_proof
from tokencli.diagnosis.wording import because, request_name, says
from tokencli.oauth.dpop import target_uri
from tokencli.providers.known_error import Who
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.jose.peek import PeekedToken
    from tokencli.wire.message import Request

_NAMED = r"\bhtu\b|\bhtm\b|http (?:uri|method)|target uri|request ur[il]"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused proof that is not for this request, in the server's eyes."""
    proof = read_proof(evidence)
    if proof is None or evidence.request is None or evidence.error != "invalid_dpop_proof":
        return
    wrong = _wrong(proof, evidence.request)
    named = says(evidence, _NAMED)
    if not wrong and not named:
        return
    yield Finding(
        name="dpop-url-differs",
        confidence=Confidence.CERTAIN if wrong else Confidence.LIKELY,
        what="the DPoP proof is for another URL or method than the server sees",
        why=because(
            wrong or "the proof names the URL and the method that were asked, so the server sees others", evidence
        ),
        help="make the proof for this request" if wrong else "tell the server the URL that clients see, past its proxy",
        who=Who.YOU if wrong else Who.ADMINISTRATOR,
        where=(
            Pointer(request_name(evidence), "htu", claim(proof, "htu") or "missing"),
            Pointer(request_name(evidence), "htm", claim(proof, "htm") or "missing"),
        ),
        see=("RFC 9449 section 4.3", "tokencli explain dpop-url-differs"),
    )


def _wrong(proof: PeekedToken, request: Request) -> str:
    """What of the proof is not that of its request; empty when nothing is."""
    if claim(proof, "htm") != request.method:
        return f"the request is a {request.method}"
    if same(target_uri(claim(proof, "htu")), target_uri(request.url)) is False:
        return f"the request went to {target_uri(request.url)}"
    return ""
