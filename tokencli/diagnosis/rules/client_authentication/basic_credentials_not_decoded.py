"""The client secret looks different with and without form-encoding, and the server may not decode it.

Means:
    RFC 6749 wants id and secret form-encoded before they are put into a Basic header. Some servers take the header as it
    is. With a secret of letters and digits nobody notices; with `%`, `+`, `=`, `/`, a space or an umlaut the two differ.

Seen by:
    invalid_client, or a 401 alone, after a Basic header whose secret changes under form-encoding. It is certain where
    the same secret was accepted the other way.

Do:
    Try the other encoding: `--basic-encoding raw` for servers that do not decode, `form` for those that do. Where the server
    offers it, `--auth-method post` avoids the question.

See:
    RFC 6749 section 2.3.1, RFC 6749 appendix B
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.client_seen import changed_by_encoding
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.other_tries import accepted_ways
from tokencli.diagnosis.wording import likely_if, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

# RFC 6749 appendix B: what form-encoding writes otherwise, so that a secret with one of them was sent raw.
_NEVER_LEFT = frozenset({"equals", "colon", "inner-space", "edge-space", "other"})
_ENCODING = r"encod"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client whose Basic secret differs encoded and raw."""
    raw = evidence.client.raw_secret
    # oidc-provider calls credentials that it cannot decode invalid_request.
    # Keycloak calls a wrong secret unauthorized_client.
    if raw is None or not (evidence.client_refused or evidence.error in {"invalid_request", "unauthorized_client"}):
        return
    if not changed_by_encoding(raw):
        return
    encoding = evidence.setting("basic_encoding")
    sent_raw = encoding.value == "raw" if encoding else bool(raw.marks & _NEVER_LEFT)
    meant = raw if sent_raw else evidence.client.secret or raw  # what it is before it is encoded
    marks = changed_by_encoding(meant)
    not_decoding = evidence.provider is not None and "basic-not-decoded" in evidence.provider.quirks
    other = "form" if sent_raw else "raw"
    accepted = {one.method for one in accepted_ways(evidence)}
    proven = "client_secret_basic" in accepted
    likely = likely_if(accepted or sent_raw != not_decoding or says(evidence, _ENCODING))
    why = f"the secret was sent {'raw' if sent_raw else 'form-encoded'}, and it holds: {', '.join(sorted(marks))}"
    yield Finding(
        name="basic-credentials-not-decoded",
        confidence=Confidence.CERTAIN if proven else likely,
        what="the client secret holds characters that Basic sends differently with and without form-encoding",
        why=f"{why}; sent the other way, it was accepted" if proven else why,
        help=f"use --basic-encoding {other}"
        if proven
        else f"try --basic-encoding {other}, or --auth-method post where the server offers it",
        where=(Pointer("token request", "Authorization", f"Basic, a secret of {meant.length} characters"),),
        see=("RFC 6749 section 2.3.1", "tokencli explain basic-credentials-not-decoded"),
    )
