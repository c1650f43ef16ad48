"""`tokencli discover URL`: the metadata of an issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.ended import explain_end
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.linting import lint_options, refuse_lint_options, show_lint
from tokencli.cli.options import (
    color_option,
    field_option,
    look,
    output_format,
    output_option,
    run_options,
    watching_options,
)
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.watching import watched
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import ConnectionSettings, LintSettings, ServerSettings

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.endpoints.discovery import Metadata
    from tokencli.oauth.endpoints.protected_resource import ResourceMetadata
    from tokencli.render import Look
    from tokencli.settings.resolve import Settings
    from tokencli.wire.redaction import Redactor
    from tokencli.wire.trace import Setting


def _discover(**options: Any) -> int:
    import os

    from tokencli.app.discover import discover_any
    from tokencli.app.wiring import assemble
    from tokencli.oauth.endpoints.discovery import Metadata
    from tokencli.oauth.endpoints.protected_resource import ResourceMetadata
    from tokencli.settings.resolve import resolve
    from tokencli.settings.value import read_value

    refuse_lint_options(options)
    issuer = next(one for one in parameters_of(ServerSettings) if one.name == "issuer")
    url = read_value(issuer, options["url"], "URL")
    settings = resolve((*parameters_of(ConnectionSettings), *parameters_of(LintSettings)), options, os.environ, {})
    wiring = assemble(settings, run_options(options))
    if options["lint"]:
        return _lint(url, settings, wiring, options)
    with watched(settings, wiring, options["verbose"]):
        found = discover_any(url, wiring)
    how = look(options, wiring.ambient.now())
    if not isinstance(found, Metadata | ResourceMetadata):
        return explain_end(found, wiring, how, options, _asked(url))
    _show(found, how, options, wiring.redactor())
    return ExitCode.DONE


def _lint(url: str, settings: Settings, wiring: Wiring, options: dict[str, Any]) -> int:
    from tokencli.app.lint import LookedAt, lint_url

    ignored = frozenset(settings.get("ignore") or ())
    with watched(settings, wiring, options["verbose"]):
        found = lint_url(url, wiring, ignored, frozenset(options["standards"]))
    how = look(options, wiring.ambient.now())
    if not isinstance(found, LookedAt):
        return explain_end(found, wiring, how, options, _asked(url))
    return show_lint([found], options, how, wiring.redactor())


def _asked(url: str) -> tuple[Setting, ...]:
    """What was asked for, so that a slash at its end is seen, which the URLs of documents do not show."""
    from tokencli.wire.trace import Setting

    return tuple(Setting(name, url, "the command line") for name in ("issuer", "resource"))


def _show(found: Metadata | ResourceMetadata, how: Look, options: dict[str, Any], redactor: Redactor) -> None:
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
        SectionedOption(
            ["--lint", "lint"],
            is_flag=True,
            section="Lint",
            help="list what in the metadata and the keys is wrong or risky, instead of showing them",
        ),
        *lint_options(),
        output_option(("pretty", "json")),
        field_option(),
        *watching_options(),
        color_option(),
        *declared_options(parameters_of(ConnectionSettings), "Connection"),
    ],
    callback=_discover,
    help="Show the metadata of an issuer (OpenID Connect Discovery, RFC 8414), fetched afresh; where there is none, that of a "
    "protected resource (RFC 9728). URL is the issuer, the resource, or a metadata document itself. The issuer or resource in it "
    "must be the one that was asked for. --lint runs rules over it instead, and over the keys and the document by the other "
    "rule of discovery; exit code 10 with an error among the findings.",
    examples=(
        "tokencli discover https://login.example",
        "tokencli discover https://login.example --field token_endpoint",
        "tokencli discover https://login.example --lint --for fapi",
        "tokencli discover https://mcp.example/orders",
    ),
)
