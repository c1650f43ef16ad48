"""The answer of a browser that cannot reach this machine, pasted by the person at the same prompt."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.wire import form

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import Judgement
    from tokencli.wire.form import Members


def pasted_members(text: str) -> Members:
    """The members of what a person pasted: the whole redirected URL, or its query, or its fragment."""
    parts = urlsplit(text.strip())
    query = parts.query or parts.fragment if parts.scheme else text.strip().lstrip("?#")
    return form.decode(query)


def read_pasted(take: Callable[[Members], Judgement], say: Callable[[str], None]) -> None:
    """Reads lines from the terminal in the background until one is the answer.

    Args:
        take: Judges an answer.
        say: Says what was wrong with a line.
    """

    def read() -> None:
        for line in sys.stdin:
            if not line.strip():
                continue
            judgement = take(pasted_members(line))
            if judgement.ends:
                return
            say(f"{judgement.says} Paste the whole address that the browser was sent to.")

    threading.Thread(target=read, daemon=True).start()
