"""The server does not offer this grant.

Means:
    The grant is not part of the product, is turned off for the whole server, or its name is misspelled. A server that
    could not read the form says the same, because it saw no grant_type at all.

Seen by:
    unsupported_grant_type; sure when the metadata does not list the grant.

Do:
    Choose a grant that the metadata lists, or have it turned on.

See:
    RFC 6749 section 5.2, RFC 8414 section 2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A grant the server does not know."""
    if evidence.error != "unsupported_grant_type" or not evidence.grant_type:
        return
    listed = evidence.listed("grant_types_supported")
    fact, confidence = _judge(evidence.grant_type, listed)
    yield Finding(
        name="grant-type-not-supported",
        confidence=confidence,
        what=f"the server does not offer the grant {evidence.grant_type}",
        why=because(fact, evidence),
        help="check the spelling, choose a grant that the server lists, or have this one turned on",
        who=Who.ADMINISTRATOR,
        where=(
            Pointer(request_name(evidence), "grant_type", evidence.grant_type),
            *((Pointer("metadata", "grant_types_supported", ", ".join(listed)),) if listed else ()),
        ),
        see=("RFC 6749 section 5.2", "RFC 8414 section 2", "tokencli explain grant-type-not-supported"),
    )


def _judge(grant_type: str, listed: tuple[str, ...] | None) -> tuple[str, Confidence]:
    if listed is None:
        return "unsupported_grant_type means that the server does not know or does not offer it", Confidence.LIKELY
    if grant_type not in listed:
        return "the server's grant_types_supported does not list it", Confidence.CERTAIN
    return (
        "the server's grant_types_supported lists it, so it may be off for this client or endpoint",
        Confidence.POSSIBLE,
    )
