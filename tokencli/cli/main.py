"""The table of commands, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import errno
import os
import sys
from typing import NoReturn

import click

from tokencli import __version__
from tokencli.cli.exit_codes import ExitCode, of_error
from tokencli.cli.sectioned import Entry, LazyGroup
from tokencli.errors import TokencliError

_GET, _LOOK, _WHY, _SET_UP = "Get tokens", "Look inside", "Find out why it failed", "Set up"

COMMANDS = {
    "fetch": Entry(_GET, "One token request with one grant, shown and explained"),
    "login": Entry(_GET, "Sign in, and keep the result"),
    "token": Entry(_GET, "Print a valid access token: stored, renewed or fresh"),
    "logout": Entry(_GET, "Revoke at the server, then forget"),
    "status": Entry(_GET, "What is stored; never a token"),
    "exec": Entry(_GET, "Run a command with a valid token in its environment"),
    "call": Entry(_GET, "An API called with a valid token"),
    "decode": Entry(_LOOK, "Header and claims of a JWT, with times in words"),
    "introspect": Entry(_LOOK, "Whether a token is good, and for what, as its server knows it"),
    "userinfo": Entry(_LOOK, "What the server tells about the person of an access token"),
    "revoke": Entry(_LOOK, "End a token at its server"),
    "make": Entry(_LOOK, "Building blocks on their own: pkce, state, keys, assertions, proofs, authorize-url"),
    "discover": Entry(_LOOK, "Metadata of an issuer"),
    "explain": Entry(_WHY, "Why it failed: a saved trace, a finding's name, an error code"),
    "doctor": Entry(_WHY, "This machine: configuration, store, proxy, certificates, clock, browser, terminal"),
    "profile": Entry(_SET_UP, "Named settings: list, show, add, edit, remove"),
    "sandbox": Entry(_SET_UP, "A real authorization server on this machine, to try things"),
    "completion": Entry(_SET_UP, "Completion for bash, zsh, fish and PowerShell"),
}

_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})
ISSUES = "https://github.com/tokencli/tokencli/issues"


EXAMPLES = (
    "tokencli sandbox demo",
    "tokencli discover https://login.example",
    "tokencli fetch client-credentials --issuer https://login.example --client-id ci --client-secret env:CI_SECRET",
)


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    examples=EXAMPLES,
    package="tokencli.cli.commands",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Each command has its own --help. Exit codes: 2 usage, 4 sign in, 10-17 refused, 20-23 connection or server.",
)
@click.version_option(__version__, "-V", "--version", prog_name="tokencli", message="%(prog)s %(version)s")
def cli() -> None:
    """Get OAuth 2.0 and OpenID Connect tokens, look inside them, and learn why a server said no."""


def _say(what: str, help: str = "") -> None:  # noqa: A002 - the word the person sees
    from tokencli.wire.printable import printable_line

    lines = [f"tokencli: {printable_line(what)}", *(f"  {printable_line(one)}" for one in help.splitlines())]
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - the one place that speaks for all


def _fault(problem: Exception) -> None:
    """Says that the mistake is ours, with the places but never with a value that was in them."""
    import traceback

    frames = traceback.extract_tb(problem.__traceback__)
    places = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    _say(
        f"this is a fault in tokencli itself: {type(problem).__name__} in {places[-1] if places else 'an unknown place'}",
        "\n".join((f"please report it at {ISSUES} with these lines:", f"tokencli {__version__}", *places)),
    )


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line.

    Args:
        arguments: The words after the program's name; those of the process when None.

    Returns:
        The exit code.
    """
    try:
        result = cli.main(arguments, prog_name="tokencli", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as problem:
        problem.show()
        return ExitCode.USAGE
    except click.ClickException as problem:
        context = getattr(problem, "ctx", None)
        _say(_sentence(problem), f"see: {context.command_path} --help" if context else "")
        return problem.exit_code
    except TokencliError as problem:
        _say(problem.what, problem.help)
        return of_error(problem)
    except (click.Abort, KeyboardInterrupt):  # click has ended the line that ^C stands in
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader went away, as `head` does; click turns that into SystemExit.
        _write_no_more()
        return ExitCode.DONE
    except OSError as problem:
        if problem.errno not in _FULL:
            _fault(problem)
            return ExitCode.FAULT
        _write_no_more()
        _say(f"the output cannot be written: {problem.strerror}")
        return ExitCode.USAGE
    except Exception as problem:  # noqa: BLE001 - the error boundary: no traceback reaches a person
        _fault(problem)
        return ExitCode.FAULT
    return result if isinstance(result, int) else ExitCode.DONE


def _write_no_more() -> None:
    """Leads stdout nowhere, so that what is left in it cannot fail once more when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(problem: click.ClickException) -> str:
    text = problem.format_message().rstrip(".")
    return text[:1].lower() + text[1:] if not text.startswith("--") else text


def main() -> NoReturn:
    """The entry point of the program."""
    for name, mode in _STREAMS.items():
        if getattr(sys, name) is None:  # whoever started us closed it
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character must not end the run.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run())
