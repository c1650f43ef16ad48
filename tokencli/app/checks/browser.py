"""No browser can be opened here, though somebody named one.

Means:
    `browser-not-found`: BROWSER names a program that is not there, or a text browser, which is never opened, and nothing else
    can open a page. A sign-in still works: the address is printed, and what the browser ends at can be pasted.

Seen by:
    The commands that a sign-in would try, in its order: BROWSER, then what the desktop has.

Do:
    Mend or unset BROWSER. On a machine without a desktop open the printed address elsewhere, or use the grant device-code.

See:
    RFC 8252 section 7.3, RFC 8628
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Severity
from tokencli.runtime.browser import usable_launchers

if TYPE_CHECKING:
    from tokencli.app.machine import Machine

_ELSEWHERE = "open the printed address elsewhere and paste where it ends, or use the grant device-code"


def look(machine: Machine) -> Looked:  # noqa: ARG001 - a browser is the same for every server
    """What a sign-in would open."""
    words = next(usable_launchers("URL", os.environ, sys.platform), None)
    if words is not None:
        return Looked(f"{words[0]} opens it")
    named = os.environ.get("BROWSER", "")
    return Looked(
        "none can be opened here",
        "" if named else _ELSEWHERE,
        findings=(_not_found(named),) if named else (),
        there=False,
    )


def _not_found(named: str) -> Finding:
    return Finding(
        name="browser-not-found",
        confidence=Confidence.CERTAIN,
        what=f"BROWSER is {named!r}, which cannot be opened",
        why="it is not on the PATH, or is a browser for text, which cannot show most sign-in pages",
        help=f"mend or unset BROWSER; or {_ELSEWHERE}",
        see=("tokencli explain browser-not-found",),
        severity=Severity.WARNING,
    )
