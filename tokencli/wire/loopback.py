"""Whether a URL leads to this machine, and whether a request to it could be read on the way."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LOOPBACK = re.compile(r"localhost|.*\.localhost|127(\.[0-9]{1,3}){3}|::1", re.IGNORECASE)


def is_this_machine(url: str) -> bool:
    """Whether the host of a URL is loopback."""
    return _LOOPBACK.fullmatch(urlsplit(url).hostname or "") is not None


def leaves_in_the_clear(url: str) -> bool:
    """Whether a request to this URL would be readable by others than this machine."""
    return urlsplit(url).scheme == "http" and not is_this_machine(url)
