"""The scope is separated by commas.

Means:
    Scope words are separated by single spaces. With commas between them the server sees one long word that it does not
    know. Only a few services want commas.

Seen by:
    invalid_scope for a scope in which a comma stands.

Do:
    Separate by spaces, or give `--scope` several times.

See:
    RFC 6749 section 3.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, likely_if, request_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused scope with commas."""
    with_commas = [word for word in (evidence.member("scope") or "").split() if "," in word]
    if not (evidence.error == "invalid_scope" or evidence.unjudged) or not with_commas:
        return
    listed = evidence.listed("scopes_supported") or ()
    yield Finding(
        name="scope-with-commas",
        confidence=likely_if(not set(with_commas) & set(listed)),
        what="the scope holds commas, so that several words arrive as one",
        # RFC 6749 section 3.3: scope = scope-token *( SP scope-token ); a comma is an ordinary character of a word.
        why=because("RFC 6749 section 3.3 separates scope words by spaces", evidence),
        help="separate the words by spaces, or give --scope several times",
        where=tuple(Pointer(request_name(evidence), "scope", word) for word in with_commas),
        see=("RFC 6749 section 3.3", "tokencli explain scope-with-commas"),
    )
