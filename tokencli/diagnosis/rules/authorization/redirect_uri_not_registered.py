"""The server does not take the redirect URI of the authorization request.

Means:
    It compares the value letter for letter with those that are registered for the client. As long as it does not know it, it
    must not send anybody there, so the refusal is a page of its own and the client never hears of it.

Seen by:
    An authorization request that was answered with an error page whose words speak of the redirect URI.

Do:
    Have the value registered exactly as it is sent, or send one that is registered: scheme, host, port, path and final slash.

See:
    RFC 6749 section 3.1.2.3, RFC 6749 section 4.1.2.1, RFC 9700 section 4.1.3
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import read_sign_ins
from tokencli.diagnosis.wording import answer_name
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_REFUSED = 400
_READ = 200_000  # octets of a page
_SAID = re.compile(
    r"redirect_uri_mismatch|AADSTS50011[^.<]{0,160}|(?:invalid|illegal|unknown|unregistered|bad)[^.<]{0,40}redirect[ _]?ur[il]"
    r"|redirect[ _]?ur[il](?:[^.<]|\.(?! )){0,160}(?:did not match|does not match|not match|mismatch|not (?:registered|allowed|valid|permitted|in)"
    r"|is (?:invalid|missing|wrong)|must match|not associated)[^.<]{0,60}|callback url mismatch",
    re.IGNORECASE,
)


def look(evidence: Evidence) -> Iterator[Finding]:
    """An error page that speaks of the redirect URI, or a code that does."""
    if evidence.last is None or evidence.last.purpose is not Purpose.AUTHORIZATION or evidence.response is None:
        return
    page = evidence.response.body[:_READ].decode("utf-8", "replace")
    said = _SAID.search(" ".join(re.sub(r"<[^>]*>", " ", html.unescape(page)).split()))
    if evidence.error != "redirect_uri_mismatch" and (evidence.status < _REFUSED or said is None):
        return
    sign_in = next(read_sign_ins(evidence), None)
    redirect_uri = sign_in.asked("redirect_uri") if sign_in else ""
    yield Finding(
        name="redirect-uri-not-registered",
        confidence=Confidence.CERTAIN,
        what="the server does not take the redirect URI of the authorization request",
        # RFC 6749 section 4.1.2.1: the server SHOULD inform the resource owner and MUST NOT redirect to the invalid URI.
        why=f"the page of the server says: {said[0]}" if said else "that is what redirect_uri_mismatch means",
        help="have the redirect URI registered exactly as it is sent, or send one that is registered",
        who=Who.APP_OWNER,
        where=(
            *(
                (Pointer(sign_in.name, "redirect_uri", redirect_uri or "missing"),)
                if sign_in and sign_in.members
                else ()
            ),
            Pointer(answer_name(evidence), "status", str(evidence.status)),
        ),
        see=("RFC 6749 section 3.1.2.3", "RFC 6749 section 4.1.2.1", "tokencli explain redirect-uri-not-registered"),
    )
