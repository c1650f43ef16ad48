"""The page on which an authorization server refuses, because it must send nobody back to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.wire.exchange import Purpose
from tokencli.wire.page_text import page_text

if TYPE_CHECKING:
    from tokencli.diagnosis.evidence import Evidence

_REFUSED = 400  # and above: RFC 9110 section 15.5


def page_words(evidence: Evidence) -> str:
    """What can be read on the page that answered an authorization request, on one line; empty when none refused it."""
    if evidence.last is None or evidence.last.purpose is not Purpose.AUTHORIZATION or evidence.response is None:
        return ""
    if evidence.status < _REFUSED:
        return ""
    return page_text(evidence.response.body)
