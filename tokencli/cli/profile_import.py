"""`tokencli profile import`: a profile from what another tool keeps."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.file_or_text import demand_text, is_file, pieces_of
from tokencli.cli.options import color_option, config_option
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.errors import UsageProblem
from tokencli.settings.importers import IMPORTERS
from tokencli.settings.paths import config_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.app.import_profile import Imported

_SEEN = "the source was on the command line, where others can see its secrets; pipe it in, or use --clipboard"
_SECRETS = ("env", "keyring", "prompt")


def _import(**options: Any) -> int:
    from tokencli.app.import_profile import as_toml, keep, next_command, prepare, propose

    given = options["environment"]
    environment = "" if given is None else _text(given)
    source = _source(options)
    kind, proposal = propose(source, options["kind"], options["entry"], environment)
    imported = prepare(kind, proposal, options["name"], options["secrets"])
    if source == options["source"] and any(secret.value for secret in proposal.secrets):
        _say((_SEEN,), options)
    if options["print_only"]:
        _say((*_lines(imported, "would be made"), "nothing is written; leave out --print to write it"), options)
        click.echo(as_toml(imported), nl=False)
        return ExitCode.DONE
    path = config_file(options["config"], os.environ)[0]
    keep(imported, path, force=options["force"], keep_secret=_keeper(options["secrets"]))
    where = "" if options["config"] is None else f" --config {shlex.quote(str(options['config']))}"
    _say((*_lines(imported, f"is in {path}, made"), f"next: {next_command(imported)}{where}"), options)
    return ExitCode.DONE


def _keeper(kept_in: str) -> Any:
    if kept_in != "keyring":
        return None
    from tokencli.store.keyring_secret import keep_keyring_secret

    return keep_keyring_secret


def _source(options: dict[str, Any]) -> str:
    given = options["source"]
    if options["clipboard"]:
        if given is not None:
            raise UsageProblem("a source and --clipboard are both given", "leave one of them out")
        from tokencli.runtime.clipboard import read_clipboard

        return read_clipboard().decode("utf-8", "replace")
    if given is None and sys.stdin.isatty():
        raise UsageProblem(
            "nothing was given to import", "give a file, the text itself, pipe it in, or use --clipboard"
        )
    if given in {None, "-"}:
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    return _file(str(given))


def _file(given: str) -> str:
    """What stands in the file of this name; where there is none, the text itself."""
    if is_file(given):
        return _text(given)
    demand_text(given)
    return given


def _text(name: str) -> str:
    return b"".join(pieces_of(name)).decode("utf-8-sig", "replace")


def _say(lines: Iterable[str], options: dict[str, Any]) -> None:
    from tokencli.runtime.terminal import Terminal

    terminal = Terminal(options["color"])
    for line in lines:
        terminal.note(line)


def _lines(imported: Imported, done: str) -> Iterator[str]:
    yield f"profile {imported.name} {done} from {IMPORTERS[imported.kind].partition(',')[0]}: {imported.proposal.label}"
    yield from imported.said
    yield from imported.proposal.notes
    yield from (f"left out: {one}" for one in imported.proposal.left_out)


command = SectionedCommand(
    "import",
    params=[
        click.Argument(["source"], required=False, metavar="[FILE|TEXT|-]"),
        SectionedOption(
            ["--name"], section="Options", metavar="NAME", help="name of the profile; default: the host of the server"
        ),
        SectionedOption(
            ["--from", "kind"],
            section="Options",
            type=click.Choice(tuple(IMPORTERS)),
            help="what the source is; default: seen by itself",
        ),
        SectionedOption(
            ["--entry"],
            section="Options",
            type=int,
            metavar="N",
            help="which of several clients or requests in the source",
        ),
        SectionedOption(
            ["--environment"],
            section="Options",
            metavar="FILE",
            help="environment of Postman that has the values of a collection's variables",
        ),
        SectionedOption(
            ["--secrets"],
            section="Options",
            type=click.Choice(_SECRETS),
            default="env",
            help="where secrets of the source go: env names a variable for you to set, keyring keeps them, prompt asks at every run",
        ),
        SectionedOption(
            ["--print", "print_only"],
            section="Options",
            is_flag=True,
            help="print what would be written, and write nothing",
        ),
        SectionedOption(["--force", "force"], section="Options", is_flag=True, help="replace a profile of the name"),
        SectionedOption(["--clipboard"], section="Options", is_flag=True, help="take what is on the clipboard"),
        config_option(),
        color_option(),
    ],
    callback=_import,
    help="Make a profile from a curl command, a HAR file, an environment or a collection of Postman, or a command line of oauth2c. No secret "
    "of the source is written into the profile, and what a profile has no place for is said.",
    examples=(
        "tokencli profile import login.har --name dev --secrets keyring",
        "tokencli profile import 'curl -u ci:$CI_SECRET -d grant_type=client_credentials https://login.example/token' --print",
        "tokencli profile import orders.postman_collection.json --environment test.postman_environment.json --name orders",
        "pbpaste | tokencli profile import -",
    ),
)
