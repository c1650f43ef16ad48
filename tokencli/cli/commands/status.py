"""`tokencli status`: what the stores hold, without opening a secret."""

from __future__ import annotations

from typing import Any

import click

from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import color_option, look, output_format, output_option
from tokencli.cli.sectioned import SectionedCommand


def _status(**options: Any) -> int:
    from tokencli.app.status import stored
    from tokencli.runtime.system import wall_clock

    rows, now = stored(), wall_clock()
    if output_format(options) == "json":
        from tokencli.render.json_text import json_text
        from tokencli.render.status import status_document

        echo_product(json_text(status_document(rows, now)))
        return ExitCode.DONE
    if not rows:
        click.echo("No token is stored. Sign in with: tokencli login PROFILE", err=True)
        return ExitCode.DONE
    from tokencli.render.human.console import to_text
    from tokencli.render.human.status import status_view

    how = look(options, now)
    echo_view(to_text(status_view(rows, how), how))
    return ExitCode.DONE


command = SectionedCommand(
    "status",
    params=[output_option(("pretty", "json")), color_option()],
    callback=_status,
    help="Show what the stores hold: profile, subject, scopes, when it expires, whether it can be renewed. Never a token, and no "
    "secret is opened for it.",
    examples=("tokencli status", "tokencli status -o json"),
)
