"""What the commands that use stored tokens share: their options, and what they want, read from these."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode, of_verdict
from tokencli.cli.issued import print_issued
from tokencli.cli.options import (
    color_option,
    env_options,
    field_option,
    look,
    person_options,
    profile_options,
    run_options,
    settings_from,
    watching_options,
)
from tokencli.cli.sectioned import SectionedOption
from tokencli.errors import UsageProblem
from tokencli.oauth.grants import find_grant
from tokencli.settings.model import all_parameters, grant_sections, run_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Held, Wanted
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings


def profile_argument() -> click.Argument:
    """`[PROFILE]`."""
    return click.Argument(["profile_name"], required=False, metavar="[PROFILE]")


def stored_options() -> list[click.Option]:
    """Every setting as an option, and how the run is watched."""
    return [
        *declared_options(all_parameters(), "Settings"),
        *person_options(("authorization_endpoint", "device_authorization_endpoint")),
        *profile_options(),
        *watching_options(),
        color_option(),
    ]


def force_option() -> click.Option:
    """`--force`."""
    return SectionedOption(
        ["--force", "force"],
        section="Output",
        is_flag=True,
        envvar="TOKENCLI_FORCE",
        help="pass by what is stored and get a fresh token",
    )


def format_options() -> list[click.Option]:
    """`--field`, `--shell` and `--env-prefix`."""
    return [field_option(), *env_options()]


def wanted_from(options: dict[str, Any], also: Iterable[str] = ()) -> tuple[Wanted, Callable[[], Wiring]]:
    """What a command wants of the store, and what makes the parts of its run.

    Args:
        options: The options of the command.
        also: Settings that it uses besides those of the grant.

    Raises:
        UsageProblem: No profile and no grant is named, or an option does not apply to the grant.
    """
    from tokencli.app.token_at_rest import Wanted
    from tokencli.runtime.system import wall_clock

    named = options.pop("profile_name", None)
    everything = settings_from(all_parameters(), {**options, "profile": named or options.get("profile")})
    listed = named_grant(everything)
    settings = settings_of_grant(listed, everything, options, also)
    made: list[Wiring] = []

    def wiring() -> Wiring:
        from tokencli.app.wiring import assemble

        if not made:
            made.append(assemble(settings, run_options(options)))
        return made[0]

    wanted = Wanted(
        listed,
        settings,
        wiring,
        wall_clock(),
        say_note,
        bool(options.get("force")),
        bool(options["no_input"]),
    )
    return wanted, wiring


def named_grant(settings: Settings) -> Listed:
    """The grant that the settings name.

    Raises:
        UsageProblem: They name none, or one that there is not.
    """
    name = settings.get("grant")
    if not name:
        where = f"profile {settings.profile} names no grant" if settings.profile else "no profile and no grant is named"
        raise UsageProblem(where, "give --grant, or a profile with a grant; see: tokencli profile list")
    return find_grant(name)


def settings_of_grant(
    listed: Listed, settings: Settings, options: dict[str, Any], also: Iterable[str] = ()
) -> Settings:
    """The settings that apply to the grant; an option that does not is a slip, a profile may hold more.

    Args:
        listed: The grant.
        settings: All settings.
        options: The options of the command.
        also: Settings that the command uses besides those of the grant.

    Raises:
        UsageProblem: An option does not apply to the grant.
    """
    parameters = (*(one for section in grant_sections(listed).values() for one in section), *run_parameters())
    names = {*also, *(one.name for one in parameters)}
    stray = [
        one.option
        for one in all_parameters()
        if one.name not in names and options.get(one.name) not in {None, False, ()}
    ]
    if stray:
        raise UsageProblem(
            f"{', '.join(stray)} does not apply to the grant {listed.name}", "leave it out, or name another --grant"
        )
    return settings.only(names)


def say_note(text: str) -> None:
    """Says something on stderr before the parts of a run are there."""
    from tokencli.wire.printable import printable_line

    sys.stderr.write(f"note: {printable_line(text)}\n")
    sys.stderr.flush()


def show(found: Held | Run, options: dict[str, Any], wanted: Wanted, kind: str) -> int:
    """Prints what was found, and explains on stderr what failed.

    Args:
        found: A token at rest, or the run that brought or failed to bring one.
        options: The options of the command.
        wanted: What the command wanted.
        kind: The output format.
    """
    from tokencli.app.token_at_rest import Held

    if isinstance(found, Held):
        _print(found, options, wanted, kind)
        return ExitCode.DONE
    if found.product is None:
        explain_failure(found, wanted.wiring())
    else:
        _print(found, options, wanted, kind)
    return of_verdict(found.verdict.value)


def explain_failure(run: Run, wiring: Wiring) -> None:
    """Says on stderr what happened and what is likely behind it."""
    from tokencli.render.short_explanation import short_explanation

    wiring.terminal.text(short_explanation(run, wiring.redactor(), width=look({"color": "never"}, 0.0).width))


def _print(found: Held | Run, options: dict[str, Any], wanted: Wanted, kind: str) -> None:
    if options.get("field") is not None or kind in {"pretty", "json"}:
        _print_whole(found, options, wanted.wiring(), kind)
    else:
        print_issued(found, kind, options, wanted.settings.get("output_member") or ())


def _print_whole(found: Held | Run, options: dict[str, Any], wiring: Wiring, kind: str) -> None:
    """The formats that need the whole run."""
    from tokencli.app.token_at_rest import Held, as_run
    from tokencli.render import load_format
    from tokencli.render.document import run_document
    from tokencli.render.field import pick

    run = as_run(found) if isinstance(found, Held) else found
    if options.get("field") is not None:
        echo_product(pick(run_document(run, wiring.redactor()), options["field"]))
        return
    text = load_format(kind).render(run, look(options, wiring.ambient.now()), wiring.redactor())
    if kind == "pretty":
        echo_view(text)
    else:
        echo_product(text)
