"""`tokencli login [PROFILE]`: the profile's grant run afresh, and its result kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.options import output_option
from tokencli.cli.sectioned import SectionedCommand
from tokencli.cli.stored import format_options, profile_argument, show, stored_options, wanted_from
from tokencli.cli.watching import watching
from tokencli.render import FORMATS

if TYPE_CHECKING:
    from tokencli.app.login import LoggedIn
    from tokencli.app.wiring import Wiring


def _login(**options: Any) -> int:
    from tokencli.app.login import login

    wanted, wiring = wanted_from(options)
    with watching(wanted.settings, wiring, options):
        done = login(wanted)
    code = ExitCode.DONE
    if done.run.tokens is None or options["output"] or options["field"] is not None:
        code = ExitCode(show(done.run, options, wanted, str(options["output"] or "token")))
    if done.run.tokens is not None:
        _say(done, wiring())
    return ExitCode.STORE if code is ExitCode.DONE and done.lost else code


def _say(done: LoggedIn, wiring: Wiring) -> None:
    from tokencli.render.human.signed_in import signed_in_lines

    wiring.terminal.text("\n".join(signed_in_lines(done, wiring.ambient.now())))


command = SectionedCommand(
    "login",
    params=[
        profile_argument(),
        output_option(tuple(FORMATS), "no token is printed"),
        *format_options(),
        *stored_options(),
    ],
    callback=_login,
    help="Run the profile's grant afresh, sign in where it must be, and keep the result. Nothing starts while the store "
    "cannot keep it (exit code 50).",
    examples=("tokencli login dev", "tokencli login dev --store file"),
)
