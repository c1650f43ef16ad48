"""The assertion is not signed.

Means:
    Its header says `alg` none, or nothing stands after its last dot. A copy from a decoder, or from a log that drops
    signatures, looks like that.

Seen by:
    A refused request with a JWT without a signature. Where its `alg` is not none, the signature may be missing in the capture
    alone: then it is certain in a run of our own, or when the server speaks of signatures.

Do:
    Send the whole token, header.payload.signature, signed with a key that the server knows.

See:
    RFC 7523 section 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import read_assertions
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says, says_why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused assertion without a signature."""
    for assertion in read_assertions(evidence) if evidence.in_question else ():
        # RFC 7523 section 3, item 9: the JWT MUST be digitally signed or have a Message Authentication Code applied.
        none = assertion.algorithm.lower() == "none"
        if assertion.signed and not none:
            continue
        yield Finding(
            name="assertion-unsigned",
            confidence=_confidence(evidence, none=none),
            what=f"the {assertion.member} is not signed",
            why=because("its alg is none" if none else "nothing stands after its last dot", evidence),
            help="send the whole token, header.payload.signature, signed with a key that the server knows",
            where=(Pointer(request_name(evidence), f"{assertion.member}: alg", assertion.algorithm or "missing"),),
            see=("RFC 7523 section 3", "tokencli explain assertion-unsigned"),
        )
        return


def _confidence(evidence: Evidence, *, none: bool) -> Confidence:
    # Under another alg a signature was made, and whoever shows a capture cuts it off; what a run of our own sent is all here.
    if none or evidence.settings or says(evidence, r"signature|(?:not |un)signed"):
        return Confidence.CERTAIN
    return likely_if(not says_why(evidence))
