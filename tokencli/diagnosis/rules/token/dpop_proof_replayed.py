"""The DPoP proof was used before.

Means:
    A proof is good for one request. A program that makes it once and keeps it, or an HTTP library that sends the same request
    again by itself, loses the second one.

Seen by:
    A refused request with a proof that an earlier request carried; sure when the server speaks of it.

Do:
    Make a new proof, with a `jti` of its own, for each request, for a second try too.

See:
    RFC 9449 section 4.2, RFC 9449 section 11.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.earlier_use import reached, surely_another
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.proof_seen import claim, proof_in, read_proof
from tokencli.diagnosis.wording import because, in_place, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"replay|already (?:been )?used|reuse|\bjti\b.{0,40}(?:used|unique|seen)"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused proof that was seen before."""
    proof = read_proof(evidence)
    identifier = claim(proof, "jti") if proof else ""
    if not evidence.refused or not identifier:
        return
    earlier = [
        one
        for one in evidence.exchanges[:-1]
        if (seen := proof_in(one.request)) and claim(seen, "jti") == identifier
        if reached(one) and surely_another(one, evidence)
    ]
    if not earlier:
        return
    yield Finding(
        name="dpop-proof-replayed",
        # RFC 9449 section 11.1: servers may store the jti of each proof, and decline those they have seen.
        confidence=Confidence.CERTAIN if says(evidence, _SAID) else Confidence.LIKELY,
        what="the DPoP proof was used before",
        why=because("a request before carried a proof with the same jti", evidence),
        help="make a new proof, with a jti of its own, for each request, for a second try too",
        where=(
            Pointer(in_place("earlier request", earlier[-1]), "DPoP: jti", "the same"),
            Pointer(request_name(evidence), "DPoP: jti", "used before"),
        ),
        see=("RFC 9449 section 11.1", "tokencli explain dpop-proof-replayed"),
    )
