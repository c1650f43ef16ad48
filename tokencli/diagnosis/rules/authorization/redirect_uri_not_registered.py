"""The server does not take the redirect URI of the authorization request.

Means:
    It compares the value letter for letter with those that are registered for the client. As long as it does not know it, it
    must not send anybody there, so the refusal is a page of its own and the client never hears of it; a request that was pushed
    is refused at once.

Seen by:
    An authorization request that was answered with an error page whose words speak of the redirect URI, or a pushed one that was
    refused with such words; or a code that some products have for it.

Do:
    Have the value registered exactly as it is sent, or send one that is registered: scheme, host, port, path and final slash.

See:
    RFC 6749 section 3.1.2.3, RFC 6749 section 4.1.2.1, RFC 9126 section 2.3, RFC 9700 section 4.1.3
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.page_seen import page_words
from tokencli.diagnosis.sign_in_seen import read_sign_ins
from tokencli.diagnosis.wording import LONGEST_QUOTE, answer_name, quote, request_name, says
from tokencli.providers.known_error import Who
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_SAID = re.compile(
    r"redirect_uri_mismatch|AADSTS50011[^.<]{0,160}"
    r"|(?:invalid|illegal|unknown|unregistered|bad)(?: (?:value|parameter|for|the|client|given|provided|supplied)){0,3}[ :='\"(`]{1,3}redirect[ _]?ur[il](?!=)"
    r"|redirect[ _]?ur[il](?:[^.<]|\.(?! )){0,160}(?:did not match|does not match|not match|mismatch|not (?:registered|allowed|valid|permitted|in)"
    r"|is (?:invalid|missing|wrong)|must match|not associated)[^.<]{0,60}|callback url mismatch",
    re.IGNORECASE,
)

# Codes that products made for it; the first is about nothing else at an authorization endpoint.
_CODES = ("redirect_uri_mismatch", "invalid_redirect_uri", "redirect_mismatch")


def look(evidence: Evidence) -> Iterator[Finding]:
    """An error page that speaks of the redirect URI, a code that does, or the refusal of a pushed request."""
    said, likely = _said(evidence), _coded(evidence)
    if not said and not likely:
        return
    yield Finding(
        name="redirect-uri-not-registered",
        confidence=Confidence.CERTAIN if said else Confidence.LIKELY,
        what="the server does not take the redirect URI of the authorization request",
        # RFC 6749 section 4.1.2.1: the server SHOULD inform the resource owner and MUST NOT redirect to the invalid URI.
        why=said or likely,
        help="have the redirect URI registered exactly as it is sent, or send one that is registered",
        who=Who.APP_OWNER,
        where=(*_asked(evidence), Pointer(answer_name(evidence), "status", str(evidence.status))),
        see=("RFC 6749 section 3.1.2.3", "RFC 6749 section 4.1.2.1", "tokencli explain redirect-uri-not-registered"),
    )


def _said(evidence: Evidence) -> str:
    """How the server says so; empty when it does not."""
    if evidence.last is not None and evidence.last.purpose is Purpose.PUSHED_AUTHORIZATION:
        return f"the server said: {quote(evidence)}" if evidence.refusal and says(evidence, _SAID.pattern) else ""
    said = _SAID.search(page_words(evidence))
    if said is not None:
        return f"the page of the server says: {evidence.told(said[0], LONGEST_QUOTE)}"
    in_browser = evidence.last is not None and evidence.last.purpose is Purpose.AUTHORIZATION
    return f"that is what {_CODES[0]} means" if in_browser and evidence.error == _CODES[0] else ""


def _coded(evidence: Evidence) -> str:
    """What the code makes likely, where nobody saw a token request that it could be about instead."""
    in_browser = evidence.last is not None and evidence.last.purpose is Purpose.AUTHORIZATION
    asked = evidence.request is None or in_browser
    return f"that is what {evidence.error} means where a product sends it" if asked and evidence.error in _CODES else ""


def _asked(evidence: Evidence) -> tuple[Pointer, ...]:
    if (pushed := evidence.member("redirect_uri")) is not None:
        return (Pointer(request_name(evidence), "redirect_uri", pushed),)
    sign_in = next(read_sign_ins(evidence), None)
    if sign_in is None or not sign_in.members:
        return ()
    return (Pointer(sign_in.name, "redirect_uri", sign_in.asked("redirect_uri") or "missing"),)
