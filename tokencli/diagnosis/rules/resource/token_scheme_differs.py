"""The resource wants another kind of token than the one it was shown.

Means:
    It takes tokens that are bound to a DPoP key and was shown one that is not, or the other way round; or it wants no token
    of this kind at all.

Seen by:
    Status 401 from a resource whose challenges do not name the scheme that the token was sent with.

Do:
    For DPoP, get a token that is bound to a key: `--dpop` in the profile. For Bearer, get one without.

See:
    RFC 9449 section 7.1, RFC 9449 section 7.2, RFC 9110 section 11.6.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.resource_seen import challenge_pointers, scheme_sent, schemes_wanted
from tokencli.diagnosis.wording import answer_name, because, likely_if, request_name, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_UNAUTHORIZED = 401
_HELP = {
    "dpop": "get a token that is bound to a key: dpop = true in the profile",
    "bearer": "get a token that is bound to no key: leave dpop out of the profile",
}


def look(evidence: Evidence) -> Iterator[Finding]:
    """A 401 that asks for another scheme."""
    sent, wanted = scheme_sent(evidence), schemes_wanted(evidence)
    if not evidence.at_resource or not sent or sent in wanted:
        return
    named = evidence.error == "invalid_request" and says(evidence, r"\bscheme\b")
    if not named and (evidence.status != _UNAUTHORIZED or not wanted):
        return
    names = " or ".join(dict.fromkeys(challenge.scheme for challenge in evidence.challenges)) or "another scheme"
    yield Finding(
        name="token-scheme-differs",
        confidence=likely_if(named or bool({"dpop", "bearer"} & set(wanted))),
        what=f"the resource wants {names}, and the token was sent as {sent}",
        why=because("no challenge names the scheme that was used", evidence),
        help=next((_HELP[scheme] for scheme in wanted if scheme in _HELP), "find out what the API wants to see"),
        where=(
            Pointer(request_name(evidence), "Authorization", sent),
            Pointer(answer_name(evidence), "WWW-Authenticate", names),
            *challenge_pointers(evidence),
        ),
        see=("RFC 9449 section 7.1", "tokencli explain token-scheme-differs"),
    )
