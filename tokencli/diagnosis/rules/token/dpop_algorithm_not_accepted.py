"""The DPoP proof is signed with an algorithm that the server does not list.

Means:
    A server takes proofs with the algorithms of its metadata alone, and says no more than that the proof is not good.

Seen by:
    A refused proof whose `alg` is not among `dpop_signing_alg_values_supported`.

Do:
    Use a key of a kind that the server lists; without `--dpop-key` one is made that fits.

See:
    RFC 9449 section 4.3, RFC 9449 section 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.proof_seen import read_proof
from tokencli.diagnosis.wording import because, request_name
from tokencli.oauth.dpop import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused proof with an algorithm that is not listed."""
    proof, listed = read_proof(evidence), evidence.listed(ALGORITHMS)
    if proof is None or listed is None or evidence.error != "invalid_dpop_proof" or proof.algorithm in listed:
        return
    yield Finding(
        name="dpop-algorithm-not-accepted",
        confidence=Confidence.CERTAIN,
        what=f"the DPoP proof is signed with {proof.algorithm or 'no algorithm'}, which the server does not list",
        why=because(f"the metadata lists {', '.join(listed) or 'none'}", evidence),
        help="use a key of a kind that the server lists; without --dpop-key one is made that fits",
        where=(
            Pointer(request_name(evidence), "alg", proof.algorithm or "missing"),
            Pointer("metadata", ALGORITHMS, " ".join(listed)),
        ),
        see=("RFC 9449 section 5.1", "tokencli explain dpop-algorithm-not-accepted"),
    )
