"""The user name or the password was not accepted.

Means:
    One of them is wrong, the account is locked or disabled, its password has expired, or it must use a second factor,
    which this grant cannot do. Accounts that sign in elsewhere (federation) have no password here.

Seen by:
    invalid_grant on the password grant.

Do:
    Try the same user in a browser at the same server. For accounts with a second factor use another grant.

See:
    RFC 6749 section 4.3.2, RFC 9700 section 2.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import because, error_pointer, likely_if, request_name, says
from tokencli.oauth.identifiers import PASSWORD
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_NAMED = r"password|user ?name|credentials|account|\buser\b|resource owner"
_CODES = frozenset({"invalid_grant", "access_denied", "unauthorized", "invalid_user"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused user name or password."""
    if evidence.grant_type != PASSWORD or evidence.error not in _CODES:
        return
    yield Finding(
        name="user-credentials-not-accepted",
        confidence=likely_if(evidence.error == "invalid_grant" or says(evidence, _NAMED)),
        what="the user name or the password was not accepted",
        why=because("that is what a refused password grant means (RFC 6749 section 5.2)", evidence),
        help="sign in with the same user in a browser; an account with a second factor needs another grant",
        who=Who.END_USER,
        where=(error_pointer(evidence), *_white_space(evidence)),
        see=("RFC 6749 section 4.3.2", "RFC 9700 section 2.4", "tokencli explain user-credentials-not-accepted"),
    )


def _white_space(evidence: Evidence) -> tuple[Pointer, ...]:
    password = evidence.facts("password")
    if password is None or "edge-space" not in password.marks:
        return ()
    return (Pointer(request_name(evidence), "password", "white space at an edge"),)
