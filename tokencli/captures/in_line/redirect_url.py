"""An address with parameters: a redirect with `error=` or `code=`, or an authorization request (RFC 6749 section 4.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.captures.purposes import brought_back, purpose_of, readable
from tokencli.captures.sighting import Sighting
from tokencli.wire import form
from tokencli.wire.message import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whole, of any scheme (RFC 8252 section 7.1 has apps use their own), or the path alone as access logs write it.
_URL = re.compile(
    r"(?:(?<![\w.+-])[A-Za-z][A-Za-z0-9+.-]{1,40}:/{1,3}[^\s\"'<>|\\^`]{0,2000}?|(?<![^\s\"'=(])/[^\s\"'<>|\\^`?#]{0,500})[?#][^\s\"'<>|\\^`]+"
)
_BEHIND = ".,:;!?)]}\u2026\u2019\u201d\u00bb\u203a\u3002\u3001\uff0c\uff01\uff09\u300d\u300f\u3011"  # what ends a sentence, a quotation or a bracket
# RFC 6749 section 5.2: a page for a person who reads about the error.
_NAMED = re.compile(r"error_uri[\"']?\s*[=:]\s*[\"']?$")
_NEAR = 30  # characters before an address in which its name stands
_WORTH = re.compile(
    r"(?:[?&#]|%3F|%26|%23)(?:code|error|client_id|access_token|id_token|response)(?:=|%3D)", re.IGNORECASE
)
_WITHIN = re.compile(r"https?://[^\s\"'<>|\\^`]+")


def recognise(text: str) -> bool:
    """Whether it may hold one."""
    return _WORTH.search(text) is not None


def read(text: str, at: float) -> Iterator[Sighting]:
    """The addresses that belong to a sign-in."""
    for url in dict.fromkeys(match[0] for match in _URL.finditer(text) if not _is_named(text, match.start())):
        request = next((one for one in _asked(url.rstrip(_BEHIND)) if _is_ours(one)), None)
        if request is not None:
            yield Sighting("URL", request, at=at)


def _is_named(text: str, start: int) -> bool:
    return _NAMED.search(text, max(0, start - _NEAR), start) is not None


def _asked(url: str) -> Iterator[Request]:
    """The address, then those that stand in its parameters, as login pages and scanners of links keep where to go on."""
    yield Request("GET", url)
    if readable(url):
        within = (value.replace(" ", "%20") for _, value in form.decode(urlsplit(url).query))
        yield from (Request("GET", value) for value in within if _WITHIN.fullmatch(value) is not None)


def _is_ours(request: Request) -> bool:
    return readable(request.url) and (brought_back(request) or purpose_of(request) is not None)
