"""`tokencli doctor [PROFILE]`: what on this machine stands in the way of a token."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.declared_options import declared_options
from tokencli.cli.echo import echo_product, echo_view
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import (
    color_option,
    field_option,
    look,
    no_input_option,
    output_format,
    output_option,
    profile_options,
    run_options,
    settings_from,
)
from tokencli.cli.sectioned import SectionedCommand
from tokencli.cli.stored import profile_argument
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.groups import ConnectionSettings, ServerSettings, StoreSettings
from tokencli.settings.model import all_parameters

if TYPE_CHECKING:
    from tokencli.app.doctor import Examination
    from tokencli.settings.resolve import Settings

_SERVER = ("issuer", "provider", "token_endpoint")


def _doctor(**options: Any) -> int:
    from tokencli.app.doctor import examine
    from tokencli.app.machine import Machine
    from tokencli.app.wiring import assemble
    from tokencli.runtime.terminal import Terminal

    options["profile"] = options.pop("profile_name") or options["profile"]
    settings = _settings(options)
    machine = Machine(
        settings,
        lambda: assemble(settings, run_options(options)),
        config=options["config"],
        server_named=bool(options["profile"]) or any(_is_named(name, options) for name in _SERVER),
        no_input=bool(options["no_input"]),
        color=options["color"],
    )
    examination = examine(machine, Terminal(options["color"]).busy)
    _show(examination, options)
    # "The server refused" is the code of a finding too: what would stand in the way of a token.
    return ExitCode.REFUSED if examination.failed else ExitCode.DONE


def _is_named(name: str, options: dict[str, Any]) -> bool:
    return bool(options[name] or os.environ.get(f"TOKENCLI_{name.upper()}"))


def _settings(options: dict[str, Any]) -> Settings:
    """The settings that a command with the same options would have; without those of a file that cannot be used."""
    from tokencli.settings.resolve import resolve

    try:
        return settings_from(all_parameters(), options)
    except UsageProblem:
        if options["profile"] and _is_there_to_choose(options):
            raise  # what is wrong stands on the command line
        return resolve(all_parameters(), options, os.environ, {})


def _is_there_to_choose(options: dict[str, Any]) -> bool:
    """Whether the configuration file can be read, and has no profile of the name."""
    from tokencli.settings.paths import config_file
    from tokencli.settings.profile_file import read_profile_file

    path, must_exist = config_file(options["config"], os.environ)
    try:
        return options["profile"] not in read_profile_file(path, must_exist=must_exist).profiles
    except UsageProblem:
        return False


def _show(examination: Examination, options: dict[str, Any]) -> None:
    from tokencli.render.examination import examination_document

    if options["field"] is not None:
        from tokencli.render.field import pick

        echo_product(pick(examination_document(examination), options["field"]))
    elif output_format(options) == "json":
        from tokencli.render.json_text import json_text

        click.echo(json_text(examination_document(examination)), nl=False)
    else:
        from tokencli.render.human.console import to_text
        from tokencli.render.human.examination import examination_view

        echo_view(to_text(examination_view(examination), look(options, 0.0)))


command = SectionedCommand(
    "doctor",
    params=[
        profile_argument(),
        output_option(("pretty", "json")),
        field_option(),
        no_input_option(),
        color_option(),
        *profile_options(),
        *declared_options([one for one in parameters_of(ServerSettings) if one.name in _SERVER], "Server"),
        *declared_options([one for one in parameters_of(StoreSettings) if one.name == "store"], "Settings"),
        *declared_options(parameters_of(ConnectionSettings), "Connection"),
    ],
    callback=_doctor,
    help="Look at what of this machine matters for a token: configuration, files and their permissions, where tokens rest, proxy, "
    "certificate authorities, clock, browser, terminal. Each is found as the other commands find it. Nothing is sent "
    "unless a profile or a server is named; then one request compares the clocks. Exit code 10 when something would end a run.",
    examples=("tokencli doctor", "tokencli doctor dev", "tokencli doctor --field checks.2.what"),
)
