"""The resource does not accept the access token.

Means:
    It is expired, revoked, malformed, made by another server, or made for another resource. A resource that only says 401
    has seen no token at all, or none that it knows how to read.

Seen by:
    Status 401 from a resource, with the error `invalid_token` or with none.

Do:
    Get a fresh token with `--force`. Compare the `aud` and `iss` of the token with what the API expects: `tokencli decode`.
    `resource_metadata`, where the API names it, says which servers it takes tokens from: `tokencli discover`.

See:
    RFC 6750 section 3.1, RFC 9728 section 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding
from tokencli.diagnosis.resource_seen import challenge_pointers, command, scheme_sent, schemes_wanted, told
from tokencli.diagnosis.wording import because, error_pointer, likely_if

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_UNAUTHORIZED = 401
_OF_THE_TOKEN = frozenset({"", "invalid_token"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A 401 that speaks of the token."""
    if not evidence.at_resource or evidence.status != _UNAUTHORIZED or evidence.error not in _OF_THE_TOKEN:
        return
    wanted = schemes_wanted(evidence)
    if not evidence.error and wanted and scheme_sent(evidence) not in wanted:
        return  # another kind of credential is wanted
    named = evidence.error == "invalid_token"
    metadata = told(evidence, "resource_metadata")
    where = f"; which servers it takes tokens from stands in {metadata}" if metadata else ""
    yield Finding(
        name="access-token-not-accepted",
        confidence=likely_if(named),
        what="the resource does not accept the access token",
        why=because(
            "the resource says invalid_token" if named else "the resource says 401 and names no error", evidence
        ),
        help=f"get a fresh one: {command(evidence, 'call', '--force …')}   and compare its aud and iss with what the API "
        f"expects: tokencli decode{where}",
        where=(error_pointer(evidence), *challenge_pointers(evidence)),
        see=("RFC 6750 section 3.1", "tokencli explain access-token-not-accepted"),
    )
