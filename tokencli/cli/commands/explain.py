"""`tokencli explain`: why a saved run failed, what a finding means, what an error code means; opens no connection."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import color_option, field_option, look, output_format, output_option
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.render import Look


def _explain(**options: Any) -> int:
    if options["list_names"]:
        return _list()
    given = options["what"]
    if given is None and sys.stdin.isatty():
        raise UsageProblem(
            "nothing was given to explain", "give a saved trace, a finding's name, an error code, or pipe a trace in"
        )
    # An existing file wins, then a finding's name, then an error code, else the text itself.
    if given in {None, "-"}:
        return _explain_text(sys.stdin.buffer.read(), "standard input", options)
    path = Path(given)
    if path.is_file():
        try:
            return _explain_text(path.read_bytes(), given, options)
        except OSError as problem:
            raise UsageProblem(f"{given} cannot be read: {problem.strerror or problem}") from None
    if _explain_name(given):
        return ExitCode.DONE
    return _explain_text(
        given.encode("utf-8", "surrogateescape"),
        "the argument, which is no file, no finding and no error code",
        options,
    )


def _list() -> int:
    from tokencli.app.checks import CHECKS
    from tokencli.diagnosis.failure import REGISTERED_ERRORS
    from tokencli.diagnosis.rules import RULES, find_rule

    for rule in RULES:
        click.echo(f"{rule.name:<34} {rule.text.splitlines()[0]}")
    for check in CHECKS:
        for name in check.findings:
            if find_rule(name) is None:
                click.echo(f"{name:<34} {check.text.splitlines()[0]}")
    for code, registered in REGISTERED_ERRORS.items():
        click.echo(f"{code:<34} {registered.meaning}")
    return ExitCode.DONE


def _explain_name(name: str) -> bool:
    """Prints what a finding or an error code means; False when the word is neither."""
    from tokencli.app.checks import find_check
    from tokencli.diagnosis.failure import REGISTERED_ERRORS
    from tokencli.diagnosis.rules import find_rule

    explained = find_rule(name) or find_check(name)
    if explained is not None:
        click.echo(f"{name.lower().replace('_', '-')}\n\n{explained.text}")
        return True
    registered = REGISTERED_ERRORS.get(name.lower())
    if registered is None:
        return False
    click.echo(
        f"{name.lower()}\n\n{registered.meaning}\n\nWho acts: {registered.who}\nTry again: {registered.retry}\nSee: {registered.spec}"
    )
    return True


def _explain_text(text: bytes, where: str, options: dict[str, Any]) -> int:
    from tokencli.app.explain import explain_trace, trace_in

    trace = trace_in(text)
    if trace is None:
        raise UsageProblem(
            f"nothing to explain was found in {where}",
            "give a trace made with --trace FILE, or see: tokencli explain --list",
        )
    from tokencli.runtime.system import system_ambient

    _show(explain_trace(trace), look(options, system_ambient().now()), options)
    return ExitCode.DONE


def _show(run: Run, how: Look, options: dict[str, Any]) -> None:
    from tokencli.render.explanation import explanation_document, explanation_text
    from tokencli.runtime.system import system_ambient
    from tokencli.wire.carried_secrets import carried_secrets
    from tokencli.wire.redaction import SECRET_NAMES, Redactor

    # A trace saved with --show-secrets is explained without showing them.
    carried = carried_secrets(run.exchanges, SECRET_NAMES)
    redactor = Redactor(carried, salt=system_ambient().random_octets(8))
    document = explanation_document(run, redactor)
    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(document, options["field"]))
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(document), nl=False)
    else:
        echo_view(explanation_text(run, how, redactor))


command = SectionedCommand(
    "explain",
    params=[
        click.Argument(["what"], required=False, metavar="[FILE|-|NAME|CODE]"),
        SectionedOption(
            ["--list", "list_names"], section="Options", is_flag=True, help="list every name that can be explained"
        ),
        output_option(("pretty", "json")),
        field_option(),
        color_option(),
    ],
    callback=_explain,
    help="Say why a saved run failed, what a finding means, or what an error code means. Opens no connection. "
    "An existing file wins, then a finding's name, then an error code.",
    examples=(
        "tokencli fetch client-credentials -p ci --trace run.json; tokencli explain run.json",
        "tokencli explain basic-credentials-not-decoded",
        "tokencli explain invalid_grant",
    ),
)
