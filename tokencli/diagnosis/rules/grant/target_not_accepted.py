"""The resource or audience is unknown, malformed, or not allowed.

Means:
    The API the token is for was named as the server does not know it, or this client may not ask for it. A resource is an
    absolute URI without fragment, compared letter for letter, final slash included.

Seen by:
    invalid_target, or a refusal whose words speak of the resource or audience that was sent.

Do:
    Name the API exactly as it is registered at the server, or have the app's owner allow it.

See:
    RFC 8707 section 2, RFC 8693 section 2.2.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says
from tokencli.oauth.identifiers import is_absolute_uri
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CODES = frozenset({"invalid_target", "invalid_resource"})
_IN_WORDS = frozenset({"invalid_request", "access_denied", "unauthorized_client", "invalid_grant"})
_NAMED = r"\bresource\b(?! owner)|audience|\bservice not found\b"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused target."""
    targets = [(name, value) for name, value in evidence.form if name in {"resource", "audience"}]
    named = bool(targets) and evidence.error in _IN_WORDS and says(evidence, _NAMED)
    if evidence.error not in _CODES and not named:
        return
    if not targets and not evidence.request_whole:
        return
    # RFC 8707 section 2: its value MUST be an absolute URI and MUST NOT include a fragment component.
    malformed = [value for name, value in targets if name == "resource" and not is_absolute_uri(value)]
    yield Finding(
        name="target-not-accepted",
        confidence=Confidence.CERTAIN if malformed else Confidence.LIKELY,
        what="the resource or audience is unknown to the server, malformed, or not allowed for this client",
        why=because(_fact(targets, malformed), evidence),
        help="name the API exactly as it is registered, final slash included, with --resource or --audience",
        who=Who.YOU if malformed or not targets else Who.APP_OWNER,
        where=tuple(Pointer(request_name(evidence), name, value) for name, value in targets)
        or (Pointer(request_name(evidence), "resource", "missing"),),
        see=("RFC 8707 section 2", "tokencli explain target-not-accepted"),
    )


def _fact(targets: list[tuple[str, str]], malformed: list[str]) -> str:
    if malformed:
        return f"RFC 8707 section 2 wants an absolute URI without fragment, and {malformed[0]} is none"
    return "the server compares the value with those it knows" if targets else "the request names no target at all"
