"""A parameter stands twice in the request.

Means:
    A request may carry each parameter once. A library adds what the caller has added already, or it stands in the form and in
    the address. Servers refuse it, or read one of the two. Only resource and audience may be repeated.

Seen by:
    A refused request in which a parameter that may not be repeated stands more than once.

Do:
    Leave one of them out.

See:
    RFC 6749 section 3.2, RFC 6749 section 5.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name, says
from tokencli.oauth.identifiers import REPEATABLE_MEMBERS
from tokencli.wire import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = r"twice|more than once|duplicate|duplication|repeated|multiple"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request with a parameter twice."""
    if (
        not (evidence.error == "invalid_request" or evidence.client_refused or evidence.unjudged)
        or evidence.request is None
    ):
        return
    # RFC 6749 section 3.2: request and response parameters MUST NOT be included more than once.
    names = [name for name, _ in (*form.decode(urlsplit(evidence.request.url).query), *evidence.form)]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1 and name not in REPEATABLE_MEMBERS]
    if not twice:
        return
    yield Finding(
        name="parameter-twice",
        confidence=Confidence.CERTAIN if says(evidence, _SAID) else Confidence.LIKELY,
        what=f"{', '.join(twice)} {'stands' if len(twice) == 1 else 'stand'} more than once in the request",
        why=because("RFC 6749 section 3.2 allows each parameter once", evidence),
        help="leave one of them out; what --param adds must not repeat what the grant or the client sends itself",
        where=tuple(Pointer(request_name(evidence), name, f"{names.count(name)} times") for name in twice),
        see=("RFC 6749 section 3.2", "tokencli explain parameter-twice"),
    )
