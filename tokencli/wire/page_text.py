"""The words of an HTML page, as far as they help to tell which page it is."""

from __future__ import annotations

import re
from html import unescape

_LONGEST = 200_000  # octets looked at: an error page says what it has to say early
# What a page keeps as JSON for its script to show counts as shown: the pages of IdentityServer3 are nothing else.
_UNSHOWN = re.compile(
    r"<(script|style|template|noscript)\b(?![^<>]*\bapplication/json\b).*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")


def page_text(body: bytes) -> str:
    """The text a person would see, in one line.

    Args:
        body: The page; octets that are no UTF-8 are replaced.
    """
    shown = _UNSHOWN.sub(" ", body[:_LONGEST].decode("utf-8", "replace"))
    return " ".join(unescape(_TAG.sub(" ", shown)).split())
