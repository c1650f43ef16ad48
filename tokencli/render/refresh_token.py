"""`--output refresh-token`: the refresh token on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - a token looks the same everywhere
    """The refresh token and a line end.

    Raises:
        UsageProblem: The server issued none.
    """
    if run.tokens is None:
        return ""
    if not run.tokens.refresh_token:
        raise UsageProblem(
            "the server issued no refresh token",
            "many servers want the scope offline_access for it (OpenID Connect Core section 11)",
        )
    return f"{run.tokens.refresh_token}\n"
