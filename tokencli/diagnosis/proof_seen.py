"""The DPoP proof that stands in a request, as far as a redaction left it (RFC 9449 section 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import NotAJwt, PeekedToken, peek

if TYPE_CHECKING:
    from tokencli.diagnosis.evidence import Evidence
    from tokencli.wire.message import Request


def read_proof(evidence: Evidence) -> PeekedToken | None:
    """The proof of the last request; None when it has none that can be read."""
    return proof_in(evidence.request) if evidence.request else None


def proof_in(request: Request) -> PeekedToken | None:
    """The proof of a request; None when it has none that can be read."""
    header = request.header("dpop")
    if header is None:
        return None
    try:
        return peek(header)
    except NotAJwt:
        return None


def claim(proof: PeekedToken, name: str) -> str:
    """A claim of a proof as text; empty when it is missing."""
    value: Any = (proof.claims or {}).get(name)
    return "" if value is None else str(value)
