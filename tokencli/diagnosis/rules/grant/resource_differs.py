"""The resource of the token request is not one of the authorization request.

Means:
    A token request may name the resources of the sign-in, or some of them, and no other. One that names none gets a token
    for all of them, or for the server's own choice: then the API at which it is used says that the audience is wrong.

Seen by:
    A sign-in that was captured and named a resource, and a token request that names none or another; refused, or answered
    with a JWT whose `aud` is none of them.

Do:
    Repeat the resource of the sign-in in the token request, and in every refresh.

See:
    RFC 8707 section 2.2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import AUDIENCE, because, request_name, says
from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CODES = frozenset({"invalid_target", "invalid_resource"})
# RFC 8707 section 2.2: the requested resources should be a subset of those of the authorization request.
_FACT = "RFC 8707 section 2.2 has a token request name resources of its authorization request and no others"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A resource that was dropped or changed."""
    sign_in = sign_in_of(evidence)
    asked = sign_in.asked_all("resource") if sign_in else ()
    sent = tuple(value for name, value in evidence.form if name == "resource")
    strange = [value for value in sent if all(same(one, value) is False for one in asked)]
    if sign_in is None or not asked or (sent and not strange):
        return
    named = evidence.error in _CODES or says(evidence, rf"\bresource\b(?! owner)|{AUDIENCE}")
    elsewhere = _audience_elsewhere(evidence, asked)
    if not elsewhere and not (evidence.in_question and (strange or named)):
        return
    yield Finding(
        name="resource-differs",
        confidence=Confidence.CERTAIN if strange and named and sign_in.linked else Confidence.LIKELY,
        what=f"the token request names {'another resource than' if strange else 'no resource, unlike'} the authorization request",
        why=because(elsewhere or _FACT, evidence),
        help=f"repeat the resource of the sign-in in the token request:  --resource {asked[0]}",
        where=(
            Pointer(sign_in.name, "resource", " ".join(asked)),
            Pointer(request_name(evidence), "resource", " ".join(sent) or "missing"),
        ),
        see=("RFC 8707 section 2.2", "tokencli explain resource-differs"),
    )


def _audience_elsewhere(evidence: Evidence, asked: tuple[str, ...]) -> str:
    """That the token is for somebody else, when it says so."""
    if not isinstance(evidence.reply, TokenSet):
        return ""
    try:
        claims = peek(evidence.reply.access_token).claims or {}
    except NotAJwt:
        return ""
    told = claims.get("aud")
    audiences = [str(one) for one in told] if isinstance(told, list) else [str(told)] if told else []
    meant = {one.rstrip("/") for one in asked} & {one.rstrip("/") for one in audiences}
    return "" if meant or not audiences else f"the token that came is for {', '.join(audiences)}"
