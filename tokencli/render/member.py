"""A member of the token answer by its path, for the formats that let a person name which one they hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.oauth.identifiers import NOT_APPLICABLE

if TYPE_CHECKING:
    from tokencli.oauth.tokens.token_members import TokenMembers


def member(tokens: TokenMembers, path: str) -> str:
    """The text at a path of the answer, such as `access_token` or `credentials.secret`.

    Raises:
        UsageProblem: There is none, it is no text, or it is called an access token and is none.
    """
    if path == "access_token":
        refuse_what_is_no_access_token(tokens)
    value: Any = tokens.members
    for step in path.split("."):
        if not isinstance(value, dict) or step not in value:
            known = ", ".join(value) if isinstance(value, dict) else "nothing"
            raise UsageProblem(f"the answer has no member {path!r}", f"there is: {known}")
        value = value[step]
    if isinstance(value, dict | list) or value is None:
        raise UsageProblem(f"the member {path!r} of the answer is no text")
    return str(value)


def refuse_what_is_no_access_token(tokens: TokenMembers) -> None:
    """Lets pass what may be shown to a resource server.

    Raises:
        UsageProblem: The server says that the token it issued is none.
    """
    # RFC 8693 section 2.2.1: N_A when the issued token is not an access token or usable as an access token.
    if tokens.token_type.upper() == NOT_APPLICABLE:
        raise UsageProblem(
            "the server says that this is no access token (N_A)", "use -o token or -o json to hand it on"
        )
