"""The client secret looks like an identifier, not like a secret.

Means:
    Some consoles show each secret with an id beside it, and the id is what can still be copied later. Microsoft Entra is
    the best known: its secrets are never GUIDs, its secret ids always are. Other servers do hand out GUIDs as secrets.

Seen by:
    A refused client whose secret is a GUID.

Do:
    Copy the secret's value. Where the console does not show it any more, make a new secret and copy it at once.

See:
    RFC 6749 section 2.3.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name, says
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client whose secret is a GUID."""
    secret = evidence.client.secret
    if not evidence.client_refused or secret is None or "guid" not in secret.marks:
        return
    yield Finding(
        name="client-secret-looks-like-an-id",
        confidence=likely_if(says(evidence, r"secret value|secret id")),
        what="the client secret has the form of a GUID, as the id of a secret has",
        why=because("a GUID is what consoles show as the id of a secret; few servers use one as the secret", evidence),
        help="copy the secret's value, not its id; where it is not shown any more, make a new secret",
        who=Who.APP_OWNER,
        where=(Pointer(request_name(evidence), "client_secret", f"{secret.length} characters in the form of a GUID"),),
        see=("RFC 6749 section 2.3.1", "tokencli explain client-secret-looks-like-an-id"),
    )
