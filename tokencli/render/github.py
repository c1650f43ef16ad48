"""`--output github`: the token masked in the log of a GitHub Actions job, and handed to later steps as an output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.render.member import refuse_what_is_no_access_token

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor

_NAMES = ("access_token", "id_token", "refresh_token")


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - the runner reads the same everywhere
    """One `::add-mask::` command a token; it must be printed before anything else can print the token."""
    return "".join(f"::add-mask::{value}\n" for value in _tokens(run).values())


def file_output(run: Issued) -> tuple[str, str]:
    """What is appended to the file that GITHUB_OUTPUT names, after the masks are printed: variable and text."""
    values = {**_tokens(run)}
    if run.tokens is not None and run.tokens.expires_at is not None:
        values["expires_at"] = str(int(run.tokens.expires_at))
    return "GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items())


def _tokens(run: Issued) -> dict[str, str]:
    if run.tokens is None:
        return {}
    refuse_what_is_no_access_token(run.tokens)
    found = {name: str(run.tokens.members[name]) for name in _NAMES if run.tokens.members.get(name)}
    for name, value in found.items():
        if re.search(r"[\r\n]", value):
            raise UsageProblem(
                f"{name} holds a line end, which would begin another command", "use -o json to look at it"
            )
    return found
