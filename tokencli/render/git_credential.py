"""`--output git-credential`: user name and password as git's credential helpers answer them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.render.member import member

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor

USERNAME = "oauth2"  # what GitLab wants; others take any user name with a token


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - git reads the same everywhere
    """`username`, `password` and when it ends, one a line; `--output-member` names other members for them.

    Raises:
        UsageProblem: A value holds a line end, or a named member is not there.
    """
    if run.tokens is None:
        return ""
    named = dict(look.members)
    values = {
        "username": member(run.tokens, named["username"]) if "username" in named else USERNAME,
        "password": member(run.tokens, named.get("password", "access_token")),
    }
    if run.tokens.expires_at is not None:
        values["password_expiry_utc"] = str(int(run.tokens.expires_at))
    for name, value in values.items():
        if re.search(r"[\r\n\x00]", value):
            raise UsageProblem(f"{name} holds a line end, which would begin another attribute")
    return "".join(f"{name}={value}\n" for name, value in values.items())
