"""`--output header`: an Authorization header line (RFC 6750 section 2.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.render.member import refuse_what_is_no_access_token

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor

_BEARER = frozenset({"", "bearer"})


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - a header looks the same everywhere
    """The header and a line end.

    Raises:
        UsageProblem: The token is of a type that is not used in this way, or of characters that no header holds.
    """
    if run.tokens is None:
        return ""
    # RFC 6749 section 7.1: the client MUST NOT use an access token if it does not understand the token type.
    refuse_what_is_no_access_token(run.tokens)
    if run.tokens.token_type.lower() not in _BEARER:
        raise UsageProblem(
            f"a token of the type {run.tokens.token_type} is not sent as Bearer", "use -o token or -o json"
        )
    # RFC 9110 section 5.5: field values containing CR, LF, or NUL characters are invalid and dangerous.
    if re.search(r"[\r\n\x00]", run.tokens.access_token):
        raise UsageProblem("the token holds a line end, which would begin another header", "use -o json to look at it")
    return f"Authorization: Bearer {run.tokens.access_token}\n"
