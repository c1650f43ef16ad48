"""`tokencli profile lint`: what in profiles is wrong or risky."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.linting import lint_options, show_lint
from tokencli.cli.options import (
    color_option,
    config_option,
    field_option,
    look,
    output_option,
    run_options,
    settings_from,
)
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import ConnectionSettings
from tokencli.settings.model import all_parameters
from tokencli.settings.paths import config_file

if TYPE_CHECKING:
    from tokencli.app.lint import LookedAt
    from tokencli.app.results import Run
    from tokencli.app.wiring import Wiring
    from tokencli.settings.profile_file import ProfileFile


def _lint(**options: Any) -> int:
    from tokencli.runtime.terminal import Terminal
    from tokencli.settings.profile_file import read_profile_file
    from tokencli.wire.redaction import Redactor

    path, must_exist = config_file(options["config"], os.environ)
    file = read_profile_file(path, must_exist=must_exist)
    looked_at: list[LookedAt] = []
    failed = ExitCode.DONE
    redactor = Redactor()
    names = _names(file, options)
    for name in names:
        try:
            found, wiring = _lint_one(file, name, options)
        except UsageProblem as problem:
            if len(names) == 1:
                raise
            # The others are looked at all the same.
            Terminal(options["color"]).text(f"tokencli: profile {name}: {problem.what}\n  {problem.help}")
            failed = failed or ExitCode.USAGE
            continue
        redactor = redactor.knowing(wiring.redactor().values)
        if isinstance(found, ExitCode):
            failed = failed or found
        else:
            looked_at.append(found)
    code = show_lint(looked_at, options, look(options, 0.0), redactor) if looked_at else ExitCode.DONE
    return failed or code


def _names(file: ProfileFile, options: dict[str, Any]) -> tuple[str, ...]:
    from tokencli.settings.profile_file import choose_profile, existing

    named: tuple[str, ...] = options["names"]
    if named and options["all_profiles"]:
        raise UsageProblem("--all means every profile, and some are named besides", "give the names, or --all")
    for name in named:
        existing(file, name)
    if named:
        return tuple(dict.fromkeys(named))
    chosen = None if options["all_profiles"] else choose_profile(file, os.environ.get("TOKENCLI_PROFILE"))
    names = tuple(file.profiles) if options["all_profiles"] else (chosen,) if chosen is not None else ()
    if not names:
        raise UsageProblem(f"there is no profile in {file.path}", "make one with: tokencli profile add NAME")
    return names


def _lint_one(file: ProfileFile, name: str, options: dict[str, Any]) -> tuple[LookedAt | ExitCode, Wiring]:
    """What was found in a profile, or the code of why its metadata could not be had, which is said."""
    from tokencli.app.lint import LookedAt
    from tokencli.app.lint_profile import lint_profile
    from tokencli.app.results import Run
    from tokencli.app.wiring import assemble

    settings = settings_from(all_parameters(), {**options, "profile": name})
    wiring = assemble(settings, run_options(options))
    standards = frozenset(options["standards"])
    with wiring.terminal.busy(f"looking at profile {name}"):
        found = lint_profile(file, settings, wiring, standards, online=options["online"])
    if isinstance(found, LookedAt):
        return found, wiring
    return _said(Run(found, tuple(wiring.recorder.exchanges)), wiring, look(options, 0.0).width), wiring


def _said(run: Run, wiring: Wiring, width: int) -> ExitCode:
    from tokencli.render.short_explanation import short_explanation

    wiring.terminal.text(short_explanation(run, wiring.redactor(), width=width))
    return of_verdict(run.verdict.value)


command = SectionedCommand(
    "lint",
    params=[
        click.Argument(["names"], nargs=-1, metavar="[NAME…]"),
        SectionedOption(["--all", "all_profiles"], is_flag=True, section="Lint", help="look at every profile"),
        SectionedOption(
            ["--online", "online"],
            is_flag=True,
            section="Lint",
            help="fetch the server's metadata; without it, what was kept of it is used",
        ),
        *lint_options(),
        config_option(),
        output_option(("pretty", "json")),
        field_option(),
        color_option(),
        *declared_options(parameters_of(ConnectionSettings), "Connection"),
    ],
    callback=_lint,
    help="List what in profiles is wrong or risky, with the section that says so. Nothing is sent without --online. Of "
    "secrets only those are read that a rule needs and that need no person, program or keyring. Exit code 10 with an error "
    'among the findings. A rule is silenced with --ignore, or in the profile with lint_ignore = ["NAME"].',
    examples=(
        "tokencli profile lint ci",
        "tokencli profile lint --all --online",
        "tokencli profile lint ci --ignore redirect-uri-with-localhost",
    ),
)
