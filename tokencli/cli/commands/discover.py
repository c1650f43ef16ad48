"""`tokencli discover URL`: the metadata of an issuer."""

from __future__ import annotations

from typing import Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.options import (
    color_option,
    field_option,
    look,
    output_format,
    output_option,
    run_options,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.model import ConnectionSettings, ServerSettings


def _discover(**options: Any) -> int:
    import os

    from tokencli.app.discover import discover_metadata
    from tokencli.app.wiring import assemble
    from tokencli.oauth.endpoints.discovery import Metadata
    from tokencli.render.conversation import Conversation
    from tokencli.settings.resolve import resolve
    from tokencli.settings.value import read_value

    issuer = next(one for one in parameters_of(ServerSettings) if one.name == "issuer")
    url = read_value(issuer, options["url"], "URL")
    settings = resolve(parameters_of(ConnectionSettings), options, os.environ, {})
    wiring = assemble(settings, run_options(options))
    if options["verbose"]:
        wiring.recorder.watchers = (Conversation(wiring.terminal.text, wiring.redactor, options["verbose"]),)
    found = discover_metadata(url, wiring)
    how = look(options, wiring.ambient.now())
    if not isinstance(found, Metadata):
        from tokencli.app.results import Run
        from tokencli.render import load_format
        from tokencli.render.short_explanation import short_explanation

        run = Run(found, tuple(wiring.recorder.exchanges))
        if output_format(options) == "json":
            wiring.terminal.text(short_explanation(run, wiring.redactor(), width=how.width))
        else:
            click.echo(load_format("pretty").render(run, how, wiring.redactor()), nl=False)
        return of_verdict(run.verdict.value)
    if options["field"]:
        from tokencli.render.field import pick

        click.echo(pick(dict(found.members), options["field"]), nl=False)
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(dict(found.members)), nl=False)
    else:
        from tokencli.render.human.console import to_text
        from tokencli.render.human.metadata import metadata_view

        click.echo(to_text(metadata_view(found, how), how), nl=False)
    return ExitCode.DONE


command = SectionedCommand(
    "discover",
    params=[
        click.Argument(["url"], metavar="URL"),
        output_option(("pretty", "json")),
        field_option(),
        *watching_options(),
        color_option(),
        *declared_options(parameters_of(ConnectionSettings), "Connection"),
    ],
    callback=_discover,
    help="Show the metadata of an issuer (OpenID Connect Discovery, RFC 8414), fetched afresh. "
    "URL is the issuer, or a metadata document itself. The issuer in it must be the one that was asked for.",
    examples=(
        "tokencli discover https://login.example",
        "tokencli discover https://login.example --field token_endpoint",
    ),
)
