"""The resource wants a stronger, or a more recent, sign-in than the token comes from.

Means:
    The token is good, but the person signed in with too little for this request, or too long ago. The challenge says what
    is wanted, and a new sign-in can ask for it.

Seen by:
    The error `insufficient_user_authentication` from a resource.

Do:
    Sign in again with what the challenge names: `tokencli login PROFILE --acr-values … --max-age …`. If the new token is
    refused in the same way, the server cannot give what the resource wants.

See:
    RFC 9470 section 3, RFC 9470 section 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.resource_seen import challenge_pointers, command, quoted, told
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refusal that asks for another sign-in."""
    if not evidence.at_resource or evidence.error != "insufficient_user_authentication":
        return
    yield Finding(
        name="stronger-sign-in-needed",
        confidence=Confidence.CERTAIN,
        what="the resource wants a stronger, or a more recent, sign-in than the token comes from",
        why=because(_wish(evidence), evidence),
        help=f"sign in again, and call with the same options: {command(evidence, 'login', *_options(evidence))}",
        who=Who.END_USER,
        where=(error_pointer(evidence), *challenge_pointers(evidence)),
        see=("RFC 9470 section 4", "tokencli explain stronger-sign-in-needed"),
    )


def _wish(evidence: Evidence) -> str:
    acr_values, max_age = told(evidence, "acr_values"), told(evidence, "max_age")
    wishes = (f"one of the contexts {acr_values}" * bool(acr_values), f"at most {max_age} s ago" * bool(max_age))
    said = " and ".join(wish for wish in wishes if wish)
    return f"it wants a sign-in with {said}" if said else "it does not say what it wants"


def _options(evidence: Evidence) -> tuple[str, ...]:
    acr_values, max_age = told(evidence, "acr_values"), told(evidence, "max_age")
    # RFC 9470 section 4: the client sends acr_values and max_age of the challenge in a new authorization request.
    return (
        *((f"--acr-values {quoted(acr_values)}",) if acr_values else ()),
        *((f"--max-age {max_age}",) if max_age.isdigit() else ()),
    ) or ("--prompt login",)
