"""A member of the token answer by its path, for the formats that let a person name which one they hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.oauth.tokens.token_set import TokenSet


def member(tokens: TokenSet, path: str) -> str:
    """The text at a path of the answer, such as `access_token` or `credentials.secret`.

    Raises:
        UsageProblem: There is none, or it is no text.
    """
    value: Any = tokens.members
    for step in path.split("."):
        if not isinstance(value, dict) or step not in value:
            known = ", ".join(value) if isinstance(value, dict) else "nothing"
            raise UsageProblem(f"the answer has no member {path!r}", f"there is: {known}")
        value = value[step]
    if isinstance(value, dict | list) or value is None:
        raise UsageProblem(f"the member {path!r} of the answer is no text")
    return str(value)
