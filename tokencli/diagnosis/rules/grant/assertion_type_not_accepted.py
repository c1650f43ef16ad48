"""The `typ` of the assertion is not accepted.

Means:
    A server that follows the newer rules takes only assertions that say in their header what they are, so that no other JWT
    passes for one: `client-authentication+jwt` for a client assertion. An access token or ID token has a type of its own.

Seen by:
    A refused assertion, where the server speaks of `typ`.

Do:
    Set `typ` in the header as the server documents it.

See:
    RFC 8725 section 3.11, RFC 10070
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import read_assertions
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"\btyp\b|media type of the (?:jwt|assertion)|token type header"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused type."""
    for assertion in read_assertions(evidence) if evidence.refused and says(evidence, _SAID) else ():
        typ = assertion.header.get("typ")
        yield Finding(
            name="assertion-type-not-accepted",
            confidence=Confidence.LIKELY,
            what=f"the typ of the {assertion.member} is not one that the server takes",
            why=because("RFC 8725 section 3.11 has servers tell kinds of JWT apart by typ", evidence),
            help="set typ in the header as the server documents it; client-authentication+jwt for a client assertion",
            where=(
                Pointer(request_name(evidence), f"{assertion.member}: typ", "missing" if typ is None else str(typ)),
            ),
            see=("RFC 8725 section 3.11", "tokencli explain assertion-type-not-accepted"),
        )
        return
