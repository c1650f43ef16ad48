"""`--output token`: the access token on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - a token looks the same everywhere
    """The access token and a line end."""
    return f"{run.tokens.access_token}\n" if run.tokens else ""
