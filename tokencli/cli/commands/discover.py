"""`tokencli discover URL`: the metadata of an issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.ended import explain_end
from tokencli.cli.exit_codes import ExitCode
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
from tokencli.cli.watching import watched
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import ConnectionSettings, ServerSettings

if TYPE_CHECKING:
    from tokencli.oauth.endpoints.discovery import Metadata
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def _discover(**options: Any) -> int:
    import os

    from tokencli.app.discover import discover_metadata
    from tokencli.app.wiring import assemble
    from tokencli.oauth.endpoints.discovery import Metadata
    from tokencli.settings.resolve import resolve
    from tokencli.settings.value import read_value

    issuer = next(one for one in parameters_of(ServerSettings) if one.name == "issuer")
    url = read_value(issuer, options["url"], "URL")
    settings = resolve(parameters_of(ConnectionSettings), options, os.environ, {})
    wiring = assemble(settings, run_options(options))
    with watched(settings, wiring, options["verbose"]):
        found = discover_metadata(url, wiring)
    how = look(options, wiring.ambient.now())
    if not isinstance(found, Metadata):
        return explain_end(found, wiring, how, options)
    _show(found, how, options, wiring.redactor())
    return ExitCode.DONE


def _show(found: Metadata, how: Look, options: dict[str, Any], redactor: Redactor) -> None:
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(dict(found.members), options["field"]))
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(dict(found.members)), nl=False)
    else:
        from tokencli.render.human.console import to_text
        from tokencli.render.human.metadata import metadata_view

        echo_view(to_text(metadata_view(found, how, redactor), how))


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
