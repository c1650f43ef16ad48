"""What a person or a script sees: one output format a file, one line in the list below."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.oauth.tokens.token_set import TokenSet
    from tokencli.store.resting_token import RestingToken
    from tokencli.wire.redaction import Redactor

    IssuedTokens = TokenSet | RestingToken  # just received, or at rest

# Name on the command line: what it prints. The module is the name with `_` for `-`.
FORMATS = {
    "pretty": "for people: tokens with their facts, refusals with their explanation",
    "json": "the server's members unchanged, ours under tokencli",
    "token": "the access token alone",
    "id-token": "the ID token alone",
    "refresh-token": "the refresh token alone",
    "header": "an Authorization header with the access token",
    "env": "shell commands that set variables",
    "exec-credential": "what kubectl wants of a credential plug-in",
    "github": "masks for the log of a GitHub Actions job, and outputs for its later steps",
    "curl": "a configuration for curl -K -",
    "git-credential": "user name and password for git",
    "aws": "what the AWS tools want of a credential_process",
}
# The formats that show a refusal on stdout; every other leaves it empty then.
SHOWS_REFUSALS = frozenset({"pretty", "json"})
SHELLS = ("posix", "fish", "powershell", "cmd")


class Look(NamedTuple):
    """How output is to look.

    Attributes:
        color: Whether there may be colours.
        width: Columns.
        shell: The shell that `env` is for.
        env_prefix: What the names of `env` begin with.
        members: Which member of the answer stands for what, in the formats that let a person choose.
        exec_info: What kubectl says of the call it makes; empty when it makes none.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """

    color: bool = False
    width: int = 80
    shell: str = "posix"
    env_prefix: str = ""
    members: tuple[tuple[str, str], ...] = ()
    exec_info: str = ""
    now: float = 0.0


class Issued(Protocol):
    """Whatever brought tokens: a run, or a token that was at rest."""

    @property
    def tokens(self) -> IssuedTokens | None:
        """The tokens; None when there are none that may be used."""


class Format(Protocol):
    """A module that renders a run; all but `pretty` and `json` need no more of it than its tokens."""

    def render(self, run: Any, look: Look, redactor: Redactor | None) -> str:
        """The text for stdout, with its line end.

        Args:
            run: A `Run` for `pretty` and `json`, else whatever was `Issued`.
            look: How it is to look.
            redactor: Takes secrets out of what is shown; what prints nothing but tokens needs none.
        """


def load_format(name: str) -> Format:
    """The module of an output format.

    Raises:
        UsageProblem: There is no such format.
    """
    if name not in FORMATS:
        raise UsageProblem(f"there is no output format {name!r}", f"it is one of: {', '.join(FORMATS)}")
    return cast("Format", import_module(f"tokencli.render.{name.replace('-', '_')}"))
