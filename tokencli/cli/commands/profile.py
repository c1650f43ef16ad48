"""`tokencli profile`: named settings, kept in TOML with comments and order."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli import profile_export, profile_import, profile_lint
from tokencli.cli.declared_options import declared_options
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import color_option, config_option, no_input_option, output_format, output_option
from tokencli.cli.sectioned import SectionedCommand, SectionedGroup, SectionedOption
from tokencli.errors import Cancelled, UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import ConnectionSettings, RunSettings
from tokencli.settings.model import all_parameters
from tokencli.settings.paths import config_file

if TYPE_CHECKING:
    from pathlib import Path

    from tokencli.settings.profile_file import ProfileFile


def _file(options: dict[str, Any]) -> ProfileFile:
    from tokencli.settings.profile_file import read_profile_file

    path, must_exist = config_file(options["config"], os.environ)
    return read_profile_file(path, must_exist=must_exist)


def _path(options: dict[str, Any]) -> Path:
    return config_file(options["config"], os.environ)[0]


def _list(**options: Any) -> None:
    file = _file(options)
    rows = [
        {
            "name": name,
            "default": name == file.default_profile,
            "grant": table.get("grant"),
            "server": table.get("issuer") or table.get("token_endpoint"),
            "client_id": table.get("client_id"),
        }
        for name, table in file.profiles.items()
    ]
    if output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text({"file": str(file.path), "profiles": rows}), nl=False)
        return
    if not rows:
        click.echo(
            f"There is no profile in {file.path}. Make one with: tokencli profile add NAME --issuer URL --client-id ID"
        )
        return
    from tokencli.wire.printable import printable_line

    for row in rows:
        mark = "*" if row["default"] else " "
        words = [str(row[key]) for key in ("grant", "server", "client_id") if row[key]]
        click.echo(printable_line(f"{mark} {row['name']:<16} {'  '.join(words)}"))


def _show(**options: Any) -> None:
    from tokencli.app.wiring import shown_settings
    from tokencli.cli.options import settings_from
    from tokencli.settings.profile_file import choose_profile
    from tokencli.wire.redaction import Redactor

    name = choose_profile(_file(options), options["name"] or os.environ.get("TOKENCLI_PROFILE"))
    if name is None:
        raise UsageProblem("no profile is named, and there is none to choose", "see: tokencli profile list")
    settings = settings_from(all_parameters(), {"profile": name, "config": options["config"]})
    shown = shown_settings(settings, Redactor())
    if output_format(options) == "json":
        from tokencli.render.json_text import json_text

        members = [{"name": one.name, "value": one.value, "origin": one.origin} for one in shown]
        click.echo(json_text({"profile": name, "settings": members}), nl=False)
        return
    from tokencli.wire.printable import printable_line

    wide = max((len(one.name) for one in shown), default=0)
    value_wide = min(max((len(one.value) for one in shown), default=0), 60)
    for one in shown:
        click.echo(printable_line(f"{one.name:<{wide}}  {one.value:<{value_wide}}  {one.origin}"))


def _add(**options: Any) -> None:
    from tokencli.app.profiles import add_profile

    name, values = _conversation(options) if _may_converse(options) else (options["name"], options)
    if name is None:
        raise UsageProblem("the new profile has no name", "write: tokencli profile add NAME --issuer URL --grant GRANT")
    add_profile(_path(options), name, values)
    grant = values.get("grant")
    run = f"tokencli fetch {grant.replace('_', '-')} -p {name}" if grant else f"tokencli profile show {name}"
    click.echo(f"profile {name} is in {_path(options)}\nnext: {run}", err=True)


def _may_converse(options: dict[str, Any]) -> bool:
    """Whether nothing is said but how to connect, and there is somebody to ask."""
    how = {one.name for one in (*parameters_of(ConnectionSettings), *parameters_of(RunSettings))}
    said = any(options[one.name] for one in all_parameters() if one.name not in how)
    return not said and not options["no_input"] and sys.stdin.isatty() and sys.stderr.isatty()


def _conversation(options: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    from tokencli.app.profile_conversation import converse
    from tokencli.app.wiring import assemble
    from tokencli.cli.options import run_options
    from tokencli.settings.profile_file import read_profile_file
    from tokencli.settings.resolve import resolve

    connection = resolve(parameters_of(ConnectionSettings), options, os.environ, {})
    file = read_profile_file(_path(options), must_exist=False)
    name, values = converse(options["name"], file, assemble(connection, run_options(options)))
    return name, {**options, **values}


def _edit(**options: Any) -> int:
    from tokencli.app.profiles import edit_profile

    changes = {name: value for name, value in options.items() if name not in {"name", "config", "unset"} and value}
    if not changes and not options["unset"]:
        return _open_editor(options)
    edit_profile(_path(options), options["name"], options, options["unset"])
    click.echo(f"profile {options['name']} is changed in {_path(options)}", err=True)
    return ExitCode.DONE


def _open_editor(options: dict[str, Any]) -> int:
    """Opens the file in the person's editor, and says afterwards what is wrong in it."""
    import shlex

    from tokencli.settings.profile_file import existing, from_profile

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not (sys.stdin.isatty() and editor):
        raise UsageProblem(
            "nothing is to be changed", "give the settings as options, --unset KEY, or set EDITOR on a terminal"
        )
    existing(_file(options), options["name"])
    subprocess.run([*shlex.split(editor), str(_path(options))], check=False)  # noqa: S603 - the person's own editor
    file = _file(options)
    existing(file, options["name"])
    from_profile(file, options["name"])
    return ExitCode.DONE


def _remove(**options: Any) -> None:
    from tokencli.app.profiles import remove_profile
    from tokencli.settings.profile_file import existing

    existing(_file(options), options["name"])
    if not options["yes"]:
        if not sys.stdin.isatty():
            raise UsageProblem("removing a profile wants a yes, and there is no terminal", "add --yes")
        if not click.confirm(f"Remove the profile {options['name']}?", err=True):
            raise Cancelled("nothing was removed")
    remove_profile(_path(options), options["name"])
    click.echo(f"profile {options['name']} is removed from {_path(options)}", err=True)


def _name(*, required: bool = True) -> click.Argument:
    return click.Argument(["name"], required=required, metavar="NAME" if required else "[NAME]")


def _settings() -> list[click.Option]:
    return declared_options(all_parameters(), "Settings")


command = SectionedGroup(
    "profile",
    help="Named settings: a server, a client, a grant. They live in one TOML file and hold references to secrets, not secrets.",
    examples=(
        "tokencli profile add ci --issuer https://login.example --client-id ci --client-secret env:CI_SECRET",
        "tokencli fetch client-credentials -p ci",
    ),
    commands=[
        SectionedCommand(
            "list",
            params=[config_option(), output_option(("pretty", "json")), color_option()],
            callback=_list,
            help="List the profiles; the default one is marked with *.",
            examples=("tokencli profile list",),
        ),
        SectionedCommand(
            "show",
            params=[_name(required=False), config_option(), output_option(("pretty", "json")), color_option()],
            callback=_show,
            help="Show the settings of a profile as a run would use them, each with where it comes from.",
            examples=("tokencli profile show ci",),
        ),
        profile_lint.command,
        SectionedCommand(
            "add",
            params=[_name(required=False), *_settings(), config_option(), no_input_option(), color_option()],
            callback=_add,
            help="Make a profile from options; on a terminal and without options, by asking.",
            examples=(
                "tokencli profile add",
                (
                    "tokencli profile add ci --grant client_credentials --issuer https://login.example "
                    "--client-id ci --client-secret env:CI_SECRET --scope orders.read"
                ),
            ),
        ),
        SectionedCommand(
            "edit",
            params=[
                _name(),
                *_settings(),
                SectionedOption(
                    ["--unset", "unset"],
                    multiple=True,
                    metavar="KEY",
                    section="Settings",
                    help="take a setting out; repeatable",
                ),
                config_option(),
            ],
            callback=_edit,
            help="Change settings of a profile; without options open the file in $VISUAL or $EDITOR.",
            examples=("tokencli profile edit ci --scope orders.write", "tokencli profile edit ci --unset audience"),
        ),
        profile_import.command,
        profile_export.command,
        SectionedCommand(
            "remove",
            params=[
                _name(),
                SectionedOption(["--yes", "yes"], is_flag=True, section="Options", help="do not ask"),
                config_option(),
            ],
            callback=_remove,
            help="Remove a profile.",
            examples=("tokencli profile remove ci --yes",),
        ),
    ],
)
