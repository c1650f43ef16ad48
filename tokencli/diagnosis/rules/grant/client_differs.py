"""The code is redeemed by another client than the one it was issued to.

Means:
    A code belongs to the client that asked for it. Two configurations of one application, an environment mixed up, or a
    second registration of the same application make the two requests name different clients.

Seen by:
    A refused code whose authorization request was captured and names another `client_id`.

Do:
    Use one client for both requests.

See:
    RFC 6749 section 4.1.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.difference import first_difference
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import because, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code of another client."""
    sign_in, client_id = sign_in_of(evidence), evidence.client.client_id
    asked = sign_in.asked("client_id") if sign_in else ""
    if sign_in is None or not evidence.in_question or not asked or not client_id or asked == client_id:
        return
    yield Finding(
        name="client-differs",
        confidence=Confidence.CERTAIN if sign_in.linked else Confidence.LIKELY,
        what="the code is redeemed by another client than the one it was issued to",
        # RFC 6749 section 4.1.3: the server MUST ensure that the authorization code was issued to the authenticated client.
        why=because("RFC 6749 section 4.1.3 has a server take a code from the client it was issued to alone", evidence),
        help=f"use one client for both requests; the code was issued to:  {asked}",
        where=(
            Pointer(sign_in.name, "client_id", asked),
            Pointer(request_name(evidence), "client_id", client_id, first_difference(asked, client_id)),
        ),
        see=("RFC 6749 section 4.1.3", "tokencli explain client-differs"),
    )
