"""Private keys in a text, found by their form alone: PEM (RFC 7468 section 10) and the private members of a JWK (RFC 7518 section 6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Also as a form, a URL or JSON writes a blank; what is inside ends where a text around it ends.
_BLANK = r"(?:[ +]|%20)"
_LABEL = rf"(?:[A-Z0-9]+{_BLANK}){{0,3}}PRIVATE{_BLANK}KEY"
_PEM = re.compile(rf"-----BEGIN{_BLANK}{_LABEL}-----(?:[^\"'<>{{}}-]|-(?!----))*(?:-----END{_BLANK}{_LABEL}-----)?")
# RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, also of JSON within JSON.
_MEMBER = re.compile(
    r"""(?P<head>(?P<quote>\\{0,7}["'])(?:d|p|q|dp|dq|qi|r|t|k)(?P=quote)\s*:\s*(?P=quote))(?P<value>[^"'\\]+)"""
)


def without_private_keys(text: str, shown: Callable[[str], str]) -> str:
    """A text without the private keys that stand in it.

    Args:
        text: The text.
        shown: What stands in the place of one.
    """
    if "-----BEGIN" in text:
        text = _PEM.sub(lambda match: shown(match[0]), text)
    # RFC 7517 section 4.1: kty MUST be present in a JWK, and hardly is in anything else.
    if "kty" in text:
        text = _MEMBER.sub(lambda match: match["head"] + shown(match["value"]), text)
    return text
