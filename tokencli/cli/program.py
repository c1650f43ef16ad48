"""The table of commands, and how a line of words becomes a call of one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from tokencli import __version__
from tokencli.cli.exit_codes import ExitCode
from tokencli.cli.sectioned import Entry, LazyGroup
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTION = re.compile(r"--?[A-Za-z][\w-]{0,40}", re.ASCII)
_GET, _LOOK, _WHY, _SET_UP = "Get tokens", "Look inside", "Find out why it failed", "Set up"

COMMANDS = {
    "fetch": Entry(_GET, "One token request with one grant, shown and explained"),
    "login": Entry(_GET, "Sign in, and keep the result"),
    "token": Entry(_GET, "Print a valid access token: stored, renewed or fresh"),
    "logout": Entry(_GET, "Revoke at the server, then forget"),
    "status": Entry(_GET, "What is stored; never a token"),
    "exec": Entry(_GET, "Run a command with a valid token in its environment"),
    "call": Entry(_GET, "An API called with a valid token"),
    "decode": Entry(_LOOK, "Header and claims of a JWT, with times in words; --verify, --diff"),
    "introspect": Entry(_LOOK, "Whether a token is good, and for what, as its server knows it"),
    "userinfo": Entry(_LOOK, "What the server tells about the person of an access token"),
    "revoke": Entry(_LOOK, "End a token at its server"),
    "make": Entry(_LOOK, "Building blocks on their own: pkce, state, keys, assertions, proofs, authorize-url"),
    "discover": Entry(_LOOK, "Metadata of an issuer or a protected resource; --lint"),
    "explain": Entry(_WHY, "Why it failed: from a capture, a log, a trace, an error code"),
    "diagnose": Entry(_WHY, "Why there is no token: the server asked step by step"),
    "doctor": Entry(_WHY, "This machine: configuration, store, proxy, certificates, clock, browser, terminal"),
    "profile": Entry(_SET_UP, "Named settings: list, show, add, edit, lint, import, export, remove"),
    "sandbox": Entry(_SET_UP, "A real authorization server on this machine, to try things"),
    "completion": Entry(_SET_UP, "Completion for bash, zsh, fish and PowerShell"),
}

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
    epilog="Each command has its own --help. Exit codes: 2 usage, 4 sign in, 10-17 refused, 20-23 connection or server, 40 token not valid.",
)
@click.version_option(__version__, "-V", "--version", prog_name="tokencli", message="%(prog)s %(version)s")
def cli() -> None:
    """Get OAuth 2.0 and OpenID Connect tokens, look inside them, and learn why a server said no."""


def run_program(arguments: list[str] | None, words: Sequence[str]) -> int:
    """Reads the command line and does what it says.

    Args:
        arguments: The words after the program's name; those of the process when None.
        words: The same, as they stand; commands find them as the context's `obj`.

    Returns:
        The exit code.

    Raises:
        UsageProblem: The line cannot be read.
    """
    try:
        result = cli.main(arguments, prog_name="tokencli", standalone_mode=False, obj=tuple(words))
    except click.exceptions.NoArgsIsHelpError as problem:
        problem.show()
        return ExitCode.USAGE
    except click.ClickException as problem:
        context = getattr(problem, "ctx", None)
        raise UsageProblem(_sentence(problem), f"see: {context.command_path} --help" if context else "") from problem
    except click.Abort as problem:
        raise KeyboardInterrupt from problem
    return result if isinstance(result, int) else ExitCode.DONE


def _sentence(problem: click.ClickException) -> str:
    if isinstance(problem, click.NoSuchOption) and not _OPTION.fullmatch(problem.option_name):
        # Another word that begins so may be a key, or a secret that was joined to its option.
        near = f"; did you mean {' or '.join(problem.possibilities)}?" if problem.possibilities else ""
        return f"a word that begins with - names no option, and is not repeated as it may be a secret{near}"
    text = problem.format_message().rstrip(".")
    return text[:1].lower() + text[1:] if not text.startswith("--") else text
