"""What was checked of a token: each check with a tick or a cross, what was expected and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.tokens.token_use import Use
from tokencli.render.human.console import facts, line, stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from tokencli.app.verify_token import Verified
    from tokencli.wire.redaction import Redactor

_NAMES = {Use.ID_TOKEN: "an ID token", Use.ACCESS_TOKEN: "a JWT access token (RFC 9068)", Use.JWT: "a JWT"}
# RFC 9068 section 6: the client MUST NOT inspect the content of the access token.
_OPAQUE = (
    "to a client an access token is opaque (RFC 9068 section 6): look, but let no program of the client depend on it"
)


def verification_view(one: Verified, redactor: Redactor) -> RenderableType:
    """The checks of a token, and the verdict last, where the eye ends."""
    head = line(f"checked as {_NAMES[one.told.use]}: {one.told.why}", "bold")
    return stack(head, facts(_rows(one), redactor), _verdict(one))


def _rows(one: Verified) -> Iterator[tuple[str, str | Text]]:
    if one.keys:
        yield "keys", one.keys
    for check in one.checks:
        mark = "✓" if check.passed else "✗"
        yield f"{mark} {check.name}", f"expected {check.expected}, found {check.actual} ({check.spec})"
    for left in one.unchecked:
        yield f"– {left.name}", f"not checked: {left.why}"
    if one.told.use is Use.ACCESS_TOKEN:
        yield "note", _OPAQUE


def _verdict(one: Verified) -> Text:
    failed = list(dict.fromkeys(check.name for check in one.checks if not check.passed))
    if failed:
        return line(f"not valid: {', '.join(failed)}", "bold red")
    left = f"; not checked: {', '.join(left.name for left in one.unchecked)}" if one.unchecked else ""
    return line(f"valid: {len(one.checks)} checks passed{left}", "green")
