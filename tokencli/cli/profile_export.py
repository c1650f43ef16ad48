"""`tokencli profile export`: the token request of a profile for another tool."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.options import color_option, config_option, settings_from
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.stored import named_grant
from tokencli.errors import UsageProblem
from tokencli.render.export import EXPORTS
from tokencli.settings.model import all_parameters, grant_sections, run_parameters
from tokencli.settings.paths import config_file

if TYPE_CHECKING:
    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings


def _export(**options: Any) -> None:
    from tokencli.app.export_profile import export_profile, without_keys
    from tokencli.app.wiring import RunOptions, assemble
    from tokencli.render.export import load_export

    everything = _of_the_profile(options)
    listed = named_grant(everything)
    settings = _for_the_grant(everything, listed)
    wiring = assemble(without_keys(settings), RunOptions(color=options["color"], no_input=True))
    exported = export_profile(str(everything.profile), listed, settings, wiring)
    form = load_export(options["form"])
    for note in () if form.COMMENTS else exported.notes:
        wiring.terminal.note(note)
    click.echo(form.render(exported), nl=False)


def _of_the_profile(options: dict[str, Any]) -> Settings:
    from tokencli.settings.profile_file import choose_profile, read_profile_file

    path, must_exist = config_file(options["config"], os.environ)
    named = options["name"] or os.environ.get("TOKENCLI_PROFILE")
    name = choose_profile(read_profile_file(path, must_exist=must_exist), named)
    if name is None:
        raise UsageProblem("no profile is named, and there is none to choose", "see: tokencli profile list")
    return settings_from(all_parameters(), {"profile": name, "config": options["config"]})


def _for_the_grant(settings: Settings, listed: Listed) -> Settings:
    sections = grant_sections(listed).values()
    return settings.only({one.name for one in (*(one for section in sections for one in section), *run_parameters())})


command = SectionedCommand(
    "export",
    params=[
        click.Argument(["name"], required=False, metavar="[NAME]"),
        SectionedOption(
            ["--to", "form"], section="Options", type=click.Choice(tuple(EXPORTS)), default="curl", show_default=True,
            help="; ".join(f"{name}: {what}" for name, what in EXPORTS.items()),
        ),
        config_option(),
        color_option(),
    ],
    callback=_export,
    help="Write the token request of a profile for another tool, as a run would send it. A variable stands wherever a secret belongs; "
    "nothing is sent, and no secret is read.",
    examples=(
        "tokencli profile export ci > get_token.sh",
        "tokencli profile export ci --to python > get_token.py",
        "tokencli profile export ci --to http > ci.http",
    ),
)  # fmt: skip
