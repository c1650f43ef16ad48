"""`--output curl`: a configuration for `curl -K -`, so that the token stands on no command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.render.header import render as header

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:
    r"""One `header = "…"` line. In curl's quotes `\` and `"` are escaped. Errors as for the format `header`."""
    if run.tokens is None:
        return ""
    field = header(run, look, redactor).rstrip("\n").replace("\\", "\\\\").replace('"', '\\"')
    return f'header = "{field}"\n'
