"""`--output env`: commands that set variables in a POSIX shell, fish, PowerShell or cmd."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.render.member import refuse_what_is_no_access_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.render import Issued, IssuedTokens, Look
    from tokencli.wire.redaction import Redactor


def _fish(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _cmd(value: str) -> str:
    # cmd has no quoting that holds for every character; tokens are of an alphabet without these (RFC 6749 appendix A.12).
    if re.search(r'["%\r\n!^&|<>]', value):
        raise UsageProblem("a value holds characters that cmd cannot hold", "use --shell powershell")
    return value


def _powershell(value: str) -> str:
    # The language takes curly quotation marks for straight ones: each of them ends the string unless it is doubled.
    return re.sub("(['\u2018-\u201b])", r"\1\1", value)


_WRITERS: dict[str, Callable[[str, str], str]] = {
    "posix": lambda name, value: f"export {name}={shlex.quote(value)}",
    "fish": lambda name, value: f"set -gx {name} {_fish(value)}",
    "powershell": lambda name, value: f"$env:{name} = '{_powershell(value)}'",
    "cmd": lambda name, value: f'set "{name}={_cmd(value)}"',
}


def _variables(tokens: IssuedTokens) -> dict[str, str]:
    expires_at = "" if tokens.expires_at is None else str(int(tokens.expires_at))
    named = {
        "ACCESS_TOKEN": tokens.access_token,
        "ID_TOKEN": tokens.id_token,
        "REFRESH_TOKEN": tokens.refresh_token,
        "EXPIRES_AT": expires_at,
    }
    return {name: value for name, value in named.items() if value}


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - tokens were asked for
    """One command a line.

    Raises:
        UsageProblem: A name or a value cannot be written for the shell, or what would be the access token is none.
    """
    if run.tokens is None:
        return ""
    refuse_what_is_no_access_token(run.tokens)
    if not re.fullmatch(r"[A-Za-z0-9_]*", look.env_prefix) or look.env_prefix[:1].isdigit():
        raise UsageProblem(f"--env-prefix: {look.env_prefix!r} cannot begin a variable's name")
    variables, write = _variables(run.tokens), _WRITERS[look.shell]
    if any("\x00" in value for value in variables.values()):
        raise UsageProblem("a value holds a NUL, which no variable can hold", "use -o json")
    return "".join(write(look.env_prefix + name, value) + "\n" for name, value in variables.items())
