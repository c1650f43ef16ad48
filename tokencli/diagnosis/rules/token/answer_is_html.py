"""The answer is an HTML page, not the JSON of a token endpoint.

Means:
    A page is made for people: a sign-in page of the server, an error page of a proxy or firewall, or the page of another
    program at that URL. No parameter of the request was judged.

Seen by:
    An answer that is HTML, with any status that has no more particular meaning.

Do:
    Look at the title and the words of the page: they say whose page it is. Correct the endpoint for a sign-in page; for a
    page of a proxy or firewall have the client let through.

See:
    RFC 6749 section 5
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import answer_name, request_name
from tokencli.oauth.answer import Unreadable
from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_PROXY_AUTHENTICATION = 407
_SERVER_FAILURE = 500
_LONGEST_TITLE = 80
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
# Whose page it is, by its words; the first that fits.
_PAGES = (
    (r"captcha|cf-ray|cloudflare|checking your browser|are you (?:a )?human", "a check for browsers in front of the server",
     "have the protection in front of the server let this client through"),
    (r"zscaler|forcepoint|netskope|bluecoat|squid|web filter|\bproxy\b|firewall|waf\b|blocked",
     "a page of a proxy or firewall", "have the proxy or firewall let this host through, or name another with --proxy"),
    (r"type=[\"']?password|sign.?in|log.?in|saml", "a sign-in page",
     "correct the endpoint: a token endpoint shows no page; tokencli discover names it"),
)  # fmt: skip


def look(evidence: Evidence) -> Iterator[Finding]:
    """An HTML page instead of JSON."""
    answer = evidence.unrecognised
    if answer is None or answer.kind is not Unreadable.HTML:
        return
    if evidence.status == _PROXY_AUTHENTICATION or evidence.status >= _SERVER_FAILURE:
        return
    page = answer.response.body[:20_000].decode("utf-8", "replace")
    whose, help_ = _whose(page)
    yield Finding(
        name="answer-is-html",
        confidence=Confidence.CERTAIN,
        what="the answer is an HTML page, not JSON",
        why=f"status {evidence.status} with {whose}",
        help=help_,
        where=(
            Pointer(request_name(evidence), "url", f"{evidence.host}{evidence.endpoint_path}"),
            *_title(page, evidence),
        ),
        see=("RFC 6749 section 5", "tokencli explain answer-is-html"),
    )


def _whose(page: str) -> tuple[str, str]:
    for pattern, whose, help_ in _PAGES:
        if re.search(pattern, page, re.IGNORECASE):
            return whose, help_
    return "a page that does not say whose it is", "check the URL; tokencli discover names the endpoints of a server"


def _title(page: str, evidence: Evidence) -> tuple[Pointer, ...]:
    match = _TITLE.search(page)
    title = printable_line(" ".join(html.unescape(match[1]).split())) if match else ""
    return (Pointer(answer_name(evidence), "title", evidence.told(title, _LONGEST_TITLE)),) if title else ()
