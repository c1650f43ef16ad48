"""The server gave a token that is not bound to the key of the DPoP proof.

Means:
    The request carried a proof, and the answer says another `token_type` than `DPoP`: the server does not know DPoP, or
    is not set up for it. The token could be used by whoever has it, so it is not taken.

Seen by:
    Tokens of another type than `DPoP` after a request with a proof.

Do:
    Have DPoP switched on for the server or the client. To take a Bearer token knowingly, leave out `--dpop`.

See:
    RFC 9449 section 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.proof_seen import read_proof
from tokencli.diagnosis.wording import answer_name
from tokencli.oauth.dpop import ALGORITHMS
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_BOUND = frozenset({"dpop", "n_a"})  # RFC 9449 section 5; RFC 8693 section 2.2.1


def look(evidence: Evidence) -> Iterator[Finding]:
    """Tokens that are not bound although a proof was sent."""
    reply = evidence.reply
    if not isinstance(reply, TokenSet) or reply.token_type.lower() in _BOUND or read_proof(evidence) is None:
        return
    silent = bool(evidence.metadata) and evidence.listed(ALGORITHMS) is None
    told = reply.token_type or "missing"
    yield Finding(
        name="dpop-ignored",
        confidence=Confidence.CERTAIN,
        what="the server gave a token that is not bound to the key of the DPoP proof",
        why=f"token_type is {told}" + ("; its metadata does not say that it knows DPoP" if silent else ""),
        help="have DPoP switched on for the client; to take a Bearer token knowingly, leave out --dpop",
        who=Who.ADMINISTRATOR,
        where=(Pointer(answer_name(evidence), "token_type", told),),
        see=("RFC 9449 section 5", "tokencli explain dpop-ignored"),
    )
