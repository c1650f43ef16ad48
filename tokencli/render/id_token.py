"""`--output id-token`: the ID token on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - a token looks the same everywhere
    """The ID token and a line end.

    Raises:
        UsageProblem: The server issued none.
    """
    if run.tokens is None:
        return ""
    if not run.tokens.id_token:
        raise UsageProblem(
            "the server issued no ID token",
            "ask for the scope openid; not every grant gives one (OpenID Connect Core section 3.1.2.1)",
        )
    return f"{run.tokens.id_token}\n"
