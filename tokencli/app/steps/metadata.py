"""What is wanted is compared with what the server's metadata offers.

Means:
    `grant-not-listed`: the metadata does not list the grant.
    `auth-method-not-listed`: the metadata does not list the way in which the client authenticates.
    `pkce-method-not-listed`: the metadata does not list the way in which the code is bound to the run.

Seen by:
    grant_types_supported, token_endpoint_auth_methods_supported and code_challenge_methods_supported. A server may take more than
    it lists, so these are warnings.

Do:
    Use what the server lists, or ask its administrator whether it takes more.

See:
    RFC 8414 section 2, tokencli explain grant-type-not-supported, tokencli explain auth-method-not-accepted
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.get_token import chosen_method
from tokencli.app.inquiry import Step, not_reached
from tokencli.app.looked import Looked
from tokencli.diagnosis.finding import Confidence, Finding, Pointer, Severity
from tokencli.errors import UsageProblem
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.oauth.server import DEFAULT_GRANT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.app.inquiry import Inquiry
    from tokencli.oauth.server import Server

_GRANTS = "grant_types_supported"
_METHODS = "token_endpoint_auth_methods_supported"
_PKCE = "code_challenge_methods_supported"


def look(inquiry: Inquiry) -> Step:
    """What of the wanted is not offered."""
    server = inquiry.server
    if server is None or not server.metadata:
        return not_reached("there is none to compare with")
    wanted = tuple(_wanted(inquiry, server))
    missing = [(name, value, listed) for name, value, listed in wanted if value not in listed]
    offered = [value for _, value, listed in wanted if value in listed]
    said = f"offers {', '.join(offered)}" if offered else "nothing to compare"
    if missing:
        said = f"does not list {', '.join(value for _, value, _ in missing)}"
    findings = tuple(_not_listed(name, value, listed) for name, value, listed in missing)
    return Step(Looked(said, findings=findings, there=bool(wanted)))


def _wanted(inquiry: Inquiry, server: Server) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each wanted value with the list it should stand in."""
    if inquiry.grant_type:
        # RFC 8414 section 2: if omitted, the default value is ["authorization_code", "implicit"].
        yield _GRANTS, inquiry.grant_type, server.listed(_GRANTS) or DEFAULT_GRANT_TYPES
    try:
        method = chosen_method(server, inquiry.settings).method
    except UsageProblem:
        method = ""  # the step of the client says what is wrong with it
    if method not in {"", "none"} and server.auth_methods is not None:
        yield _METHODS, method, server.auth_methods
    pkce, listed = inquiry.settings.get("pkce"), server.listed(_PKCE)
    if inquiry.grant_type == AUTHORIZATION_CODE and pkce not in {None, "none"} and listed is not None:
        yield _PKCE, str(pkce), listed


_NAMES = {_GRANTS: "grant-not-listed", _METHODS: "auth-method-not-listed", _PKCE: "pkce-method-not-listed"}


def _not_listed(member: str, value: str, listed: tuple[str, ...]) -> Finding:
    return Finding(
        name=_NAMES[member],
        confidence=Confidence.POSSIBLE,
        what=f"the server's metadata does not list {value}",
        why=f"{member} names {', '.join(listed) or 'nothing'}; a server may take more than it lists",
        help="use what it lists, or ask its administrator",
        where=(Pointer("metadata", member, ", ".join(listed) or "an empty list"),),
        see=("RFC 8414 section 2",),
        severity=Severity.WARNING,
    )
