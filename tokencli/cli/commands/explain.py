"""`tokencli explain`: why something failed, from whatever is at hand; what a finding or an error code means. Opens no connection."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.file_or_text import PIECE, demand_text, is_file, pieces_of
from tokencli.cli.options import color_option, field_option, look, output_format, output_option
from tokencli.cli.report import check_report, report_option, write_report
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.app.explain import Explained
    from tokencli.providers.model import Provider
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def _explain(**options: Any) -> int:
    provider = _provider(options["provider"])
    given: tuple[str, ...] = options["what"]
    if options["list_names"]:
        _refuse_captured(options, "--list")
        return _list(provider)
    if not given and not options["clipboard"] and sys.stdin.isatty():
        raise UsageProblem(
            "nothing was given to explain",
            "give files, a finding's name or an error code, pipe a text in, or use --clipboard",
        )
    if len(given) == 1 and given[0] != "-" and not is_file(given[0]) and _explain_name(given[0], provider, options):
        return ExitCode.DONE
    return _explain_captures(given, options)


def _refuse_captured(options: dict[str, Any], beside: str) -> None:
    """Refuses options for captures where none is looked at."""
    for name in ("report", "clipboard"):
        if options[name]:
            raise UsageProblem(
                f"--{name} and {beside} do not go together", "a name has no capture: leave one of them out"
            )


def _provider(name: str | None) -> Provider | None:
    if name is None:
        return None
    from tokencli.providers import find_provider

    return find_provider(name)[0]


def _sources(given: tuple[str, ...], *, clipboard: bool) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Everything that was given: an existing file wins, else it is the text itself."""
    several = len(given) + clipboard > 1
    for name in given or (() if clipboard else ("-",)):
        if name == "-":
            yield "standard input" if several else "", iter(lambda: sys.stdin.buffer.read(PIECE), b"")
        elif is_file(name):
            yield Path(name).name if several else "", pieces_of(name)
        else:
            demand_text(name)
            yield "", (name.encode("utf-8", "surrogateescape"),)
    if clipboard:
        from tokencli.runtime.clipboard import read_clipboard

        yield "clipboard" if several else "", (read_clipboard(),)


def _list(provider: Provider | None) -> int:
    from tokencli.app.explain_name import all_names

    for name, meaning in all_names(provider):
        click.echo(f"{name:<34} {meaning}")
    return ExitCode.DONE


def _explain_name(name: str, provider: Provider | None, options: dict[str, Any]) -> bool:
    """Prints what a name means; False when nobody knows it."""
    from tokencli.app.explain_name import explain_name
    from tokencli.render.named import named_document, named_text

    named = explain_name(name, provider)
    if named is None:
        return False
    _refuse_captured(options, f"the name {name}")
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(named_document(named), options["field"]))
    elif options["output"] == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(named_document(named)), nl=False)
    else:
        click.echo(named_text(named, look(options, 0.0).width), nl=False)
    return True


def _explain_captures(given: tuple[str, ...], options: dict[str, Any]) -> int:
    from tokencli.app.explain import explain
    from tokencli.runtime.system import system_ambient

    now = system_ambient().now()
    check_report(options["report"])
    sources = _sources(given, clipboard=options["clipboard"])
    explained = explain(sources, now, options["provider"] or "")
    _show(explained, look(options, now), options)
    if options["report"] is not None:
        from tokencli.app.report import report_of_explanation

        write_report(options["report"], report_of_explanation(explained, now), _redactor(explained))
    return ExitCode.DONE


def _redactor(explained: Explained) -> Redactor:
    from tokencli.runtime.system import system_ambient
    from tokencli.wire.redaction import Redactor

    return Redactor(salt=system_ambient().random_octets(8)).knowing(explained.secrets)


def _show(explained: Explained, how: Look, options: dict[str, Any]) -> None:
    from tokencli.render.explanation import explanation_document, explanation_text

    redactor = _redactor(explained)
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(explanation_document(explained, redactor), options["field"]))
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(explanation_document(explained, redactor)), nl=False)
    else:
        echo_view(explanation_text(explained, how, redactor))


command = SectionedCommand(
    "explain",
    params=[
        click.Argument(["what"], nargs=-1, metavar="[FILE…|-|NAME|CODE|TEXT]"),
        SectionedOption(
            ["--clipboard"],
            section="Options",
            is_flag=True,
            help="take what is on the clipboard, with the files if any are given",
        ),
        SectionedOption(
            ["--list", "list_names"],
            section="Options",
            is_flag=True,
            help="list every name that can be explained; with --provider the errors of that product",
        ),
        SectionedOption(
            ["--provider"],
            section="Options",
            metavar="NAME",
            help="the product that the server is, where what was captured does not show it",
        ),
        report_option(),
        output_option(("pretty", "json")),
        field_option(),
        color_option(),
    ],
    callback=_explain,
    help="Say why something failed, from whatever is at hand: a JSON error, an HTTP exchange, curl -v or --trace output, a curl "
    "command, a HAR file, a redirect URL, a trace of tokencli, log lines, a JWT, or a text in which any of these stand. "
    "Several files are one body of evidence. Or say what a finding, an error code or a product's own number means. Opens no connection, and quotes "
    "no secret. An existing file wins, then a finding's name, then a product's error or number, then an error code, else it is the text itself.",
    examples=(
        "tokencli fetch client-credentials -p ci --trace run.json; tokencli explain run.json",
        "tokencli explain login.har app.log",
        "tokencli explain login.har --report ticket.html",
        "tokencli explain 'https://app.example/callback?error=access_denied&state=x'",
        "tokencli explain --clipboard",
        "tokencli explain basic-credentials-not-decoded",
        "tokencli explain AADSTS7000215",
        "tokencli explain invalid_grant --provider keycloak",
    ),
)
