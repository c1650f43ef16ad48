"""`tokencli exec PROFILE -- CMD…`: a command run with a valid token in an environment variable."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tokencli.cli.exit_codes import of_verdict
from tokencli.cli.sectioned import SectionedCommand, SectionedOption
from tokencli.cli.stored import explain_failure, force_option, stored_options, wanted_from
from tokencli.cli.watching import watching
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

_ACCESS_TOKEN = "ACCESS_TOKEN"  # noqa: S105 - the name of a variable
_NOT_FOUND, _NOT_EXECUTABLE = 127, 126  # as every shell says it


def _exec(**options: Any) -> int:
    from tokencli.app.stored_token import valid_token
    from tokencli.app.token_at_rest import Held

    words, variable = options.pop("words"), options["env"]
    if not variable.isidentifier():
        raise UsageProblem("--env: this cannot be a variable's name", "use letters, digits and underscore")
    wanted, wiring = wanted_from(options)
    with watching(wanted.settings, wiring, options):
        found = valid_token(wanted)
    tokens = found.tokens if isinstance(found, Held) else found.product
    if tokens is None and not isinstance(found, Held):
        explain_failure(found, wiring())
        return of_verdict(found.verdict.value)
    if tokens is not None and variable == _ACCESS_TOKEN:
        from tokencli.render.member import refuse_what_is_no_access_token

        refuse_what_is_no_access_token(tokens)
    return _replace_by(words, {**os.environ, variable: tokens.access_token if tokens else ""})


def _replace_by(words: Sequence[str], environ: dict[str, str]) -> int:
    """Becomes the command where the system can do that, so that signals and its exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        if os.name == "posix":
            _take_back_signals()
            os.execvpe(words[0], list(words), environ)  # noqa: S606 - the person's own command, without a shell
        import subprocess

        return subprocess.run(words, env=environ, check=False).returncode  # noqa: S603 - as above
    except OSError as problem:
        click.echo(f"tokencli: {words[0]} cannot be run: {problem.strerror or problem}", err=True)
        return _NOT_FOUND if isinstance(problem, FileNotFoundError) else _NOT_EXECUTABLE
    except ValueError:  # the server's fault, and not to be quoted
        raise UsageProblem("the token holds characters that no environment variable can hold") from None


def _take_back_signals() -> None:
    """Lets the command find the signals as if we had not been here: Python ignores two, and what is ignored is inherited."""
    import signal

    for name in ("SIGPIPE", "SIGXFSZ"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


command = SectionedCommand(
    "exec",
    params=[
        click.Argument(["profile_name"], metavar="PROFILE"),
        click.Argument(["words"], nargs=-1, required=True, metavar="-- COMMAND…", type=click.UNPROCESSED),
        SectionedOption(
            ["--env", "env"],
            section="Output",
            metavar="NAME",
            default=_ACCESS_TOKEN,
            show_default=True,
            help="the variable that holds the token",
        ),
        force_option(),
        *stored_options(),
    ],
    callback=_exec,
    help="Run a command with a valid token in an environment variable; the token stands on no command line. The exit code "
    "is the command's own.",
    examples=("tokencli exec dev -- sh -c 'curl -H \"Authorization: Bearer $ACCESS_TOKEN\" https://api.example'",),
)
