"""An identity assertion of a provider for another server, looked at before it is handed on (draft ID-JAG section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.remark import Deviation

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE = "oauth-id-jag+jwt"
_SPEC = "draft-ietf-oauth-identity-assertion-authz-grant section 3"


def odd_id_jag(assertion: str, audience: str, client_id: str, now: float) -> Iterator[Deviation]:
    """Says where an assertion strays from the draft; it is handed on all the same.

    Args:
        assertion: What the identity provider issued.
        audience: The issuer of the server it is for.
        client_id: The client there; empty when it has no id.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """
    try:
        token = peek(assertion)
    except NotAJwt:
        yield Deviation("id-jag-no-jwt", "what the identity provider issued is no JWT", _SPEC)
        return
    claims = token.claims or {}
    kind, named, holder, expires = (
        token.media_type,
        claims.get("aud"),
        claims.get("client_id"),
        claims.get("exp"),
    )
    if kind != _TYPE:
        yield Deviation("id-jag-type", f"the assertion's typ is {kind or 'missing'}, not {_TYPE}", _SPEC)
    if named not in (audience, [audience]):
        yield Deviation("id-jag-audience", f"the assertion's aud is {named}, not {audience}", _SPEC)
    # The client_id is the one at the resource authorization server, not the one at the identity provider.
    if client_id and holder != client_id:
        yield Deviation("id-jag-client", f"the assertion's client_id is {holder}, not {client_id}", _SPEC)
    if not isinstance(expires, int | float) or expires <= now:
        yield Deviation("id-jag-expired", f"the assertion's exp is {expires}, which is not in the future", _SPEC)
