"""A scope is unknown, or this client may not ask for it.

Means:
    A word is misspelled, belongs to another server or API, is not registered for this client, or is more than a refresh
    may ask for: never more than was granted at the sign-in.

Seen by:
    invalid_scope for a request that names scopes; surer for those that the metadata does not list, or that the server
    repeats.

Do:
    Leave words out one after the other, or have the app's owner add them to the client.

See:
    RFC 6749 section 3.3, RFC 6749 section 5.2, RFC 6749 section 6
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, words
from tokencli.oauth.identifiers import REFRESH_TOKEN
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """Refused scopes."""
    asked = evidence.asked_scope
    if evidence.error != "invalid_scope" or not asked:
        return
    unlisted, repeated = _unlisted(evidence), _repeated(evidence)
    suspects = repeated or unlisted
    yield Finding(
        name="scope-not-allowed",
        # RFC 6749 section 5.2: the requested scope is invalid, unknown, malformed, or exceeds the scope granted.
        confidence=Confidence.LIKELY,
        what=f"the scope {', '.join(suspects or asked)} is unknown, or this client may not ask for it",
        why=because(_fact(evidence, repeated, unlisted), evidence),
        help=_help(evidence),
        who=Who.YOU if unlisted else Who.APP_OWNER,
        where=(Pointer(request_name(evidence), "scope", " ".join(asked)),),
        see=("RFC 6749 section 3.3", "tokencli explain scope-not-allowed"),
    )


def _unlisted(evidence: Evidence) -> tuple[str, ...]:
    listed = evidence.listed("scopes_supported")
    return () if listed is None else tuple(word for word in evidence.asked_scope if word not in listed)


def _repeated(evidence: Evidence) -> tuple[str, ...]:
    """The words that the server repeats; none when it repeats them all."""
    told = words(evidence)
    found = tuple(
        word for word in evidence.asked_scope if re.search(rf"(?<![\w.:/-]){re.escape(word)}(?![\w:/-])", told)
    )
    return () if len(found) == len(evidence.asked_scope) > 1 else found


def _fact(evidence: Evidence, repeated: tuple[str, ...], unlisted: tuple[str, ...]) -> str:
    if repeated:
        return "the server names it"
    if unlisted:
        return "the server's scopes_supported does not list it, though a server may support more than it lists"
    if evidence.grant_type == REFRESH_TOKEN:
        # RFC 6749 section 6: the requested scope MUST NOT include any scope not originally granted by the resource owner.
        return "a refresh may ask for no more than was granted at the sign-in (RFC 6749 section 6)"
    return "invalid_scope is about these words, and does not say which"


def _help(evidence: Evidence) -> str:
    if evidence.grant_type == REFRESH_TOKEN:
        return "leave --scope out of a refresh, or sign in again for more"
    return "leave words out one after the other, or have the app's owner allow them for this client"
