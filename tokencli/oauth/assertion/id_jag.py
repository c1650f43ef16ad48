"""An identity assertion of a provider for another server, looked at before it is handed on (draft ID-JAG section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.numeric_date import read_numeric_date
from tokencli.jose.peek import NotAJwt, TokenKind, peek
from tokencli.oauth.identifiers import ID_JAG_TYPE
from tokencli.oauth.remark import Deviation
from tokencli.oauth.tokens.binding import KEY, bound_to, check_binding
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.claim_checks import check_audience, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.jose.peek import PeekedToken
    from tokencli.oauth.tokens.token_set import TokenSet

_TYPE = "oauth-id-jag+jwt"
_SPEC = "draft-ietf-oauth-identity-assertion-authz-grant section 3"
_EXCHANGE = "RFC 8693 section 2.2.1"
_PROOF = "RFC 9449 section 5"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who an assertion is for.

    Attributes:
        audience: The issuer of the server.
        client_id: The client there; empty when it has no id.
        jkt: The thumbprint of the key that the request there is proven with; empty when it is not.
    """

    audience: str
    client_id: str = ""
    jkt: str = ""


def check_id_jag(issued: TokenSet, receiver: Receiver) -> tuple[Check, ...]:
    """What decides whether something may be handed on: whether it is an assertion at all, and one for this server.

    Args:
        issued: What the identity provider answered.
        receiver: Who the assertion is for.
    """
    return (*_type_of(issued.issued_token_type), *_form_and_receiver(issued.access_token, receiver))


def _type_of(issued: str) -> Iterator[Check]:
    if issued:
        yield Check("issued_token_type", issued == ID_JAG_TYPE, ID_JAG_TYPE, issued, _EXCHANGE)


def _form_and_receiver(assertion: str, receiver: Receiver) -> Iterator[Check]:
    try:
        token = peek(assertion)
    except NotAJwt as problem:
        yield Check("form", passed=False, expected="a JWT", actual=str(problem), spec=_SPEC)
        return
    if token.claims is None:
        return
    yield from check_audience(token.claims, (receiver.audience,), _SPEC)
    # RFC 7800 section 3.1: who presents the token must prove to have the key.
    if receiver.jkt and KEY in bound_to(token.claims):
        yield from check_binding(token.claims, {KEY: receiver.jkt})


def odd_id_jag(issued: TokenSet, receiver: Receiver, now: float) -> Iterator[Deviation]:
    """Says where an assertion strays from the draft, of what does not decide whether it is handed on.

    Args:
        issued: What the identity provider answered.
        receiver: Who the assertion is for.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """
    if not issued.issued_token_type:
        # RFC 8693 section 2.2.1: issued_token_type is REQUIRED.
        yield Deviation("issued-token-type-missing", "issued_token_type is missing", _EXCHANGE)
    # RFC 8693 section 2.2.1: N_A, if the issued token is not an access token.
    if issued.token_type.lower() != "n_a":
        what = f"the token_type of the assertion is {issued.token_type or 'missing'}, not N_A"
        yield Deviation("id-jag-token-type", what, _EXCHANGE)
    try:
        token = peek(issued.access_token)
    except NotAJwt:
        return
    yield from _odd_header(token)
    if token.claims is not None:
        yield from _odd_claims(token.claims, receiver, now)
        yield from _odd_binding(token.claims, receiver)


def _odd_header(token: PeekedToken) -> Iterator[Deviation]:
    if token.kind is TokenKind.JWE:
        yield Deviation(
            "id-jag-encrypted", "the assertion is encrypted, so that nothing in it could be looked at", _SPEC
        )
    elif token.media_type != _TYPE:
        yield Deviation("id-jag-type", f"the assertion's typ is {token.media_type or 'missing'}, not {_TYPE}", _SPEC)


def _odd_claims(claims: Mapping[str, Any], receiver: Receiver, now: float) -> Iterator[Deviation]:
    audience, holder, expires = claims.get("aud"), claims.get("client_id"), claims.get("exp")
    # The aud claim MUST contain exactly one value.
    if len(names_of(audience)) > 1:
        names = ", ".join(map(str, names_of(audience)))
        yield Deviation("id-jag-audience", f"the assertion's aud is {names}, not {receiver.audience} alone", _SPEC)
    # The client_id is the one at the resource authorization server, not the one at the identity provider.
    if receiver.client_id and holder != receiver.client_id:
        told = "missing" if holder is None else holder
        yield Deviation("id-jag-client", f"the assertion's client_id is {told}, not {receiver.client_id}", _SPEC)
    moment = read_numeric_date(expires)
    if moment is None or moment <= now:
        told = "missing" if expires is None else expires
        yield Deviation("id-jag-expired", f"the assertion's exp is {told}, which is not in the future", _SPEC)


def _odd_binding(claims: Mapping[str, Any], receiver: Receiver) -> Iterator[Deviation]:
    bound = KEY in bound_to(claims)
    if receiver.jkt and not bound:
        what = "the assertion has no cnf with the thumbprint of the key that the request is proven with"
        yield Deviation("id-jag-not-bound", what, _PROOF)
    if bound and not receiver.jkt:
        yield Deviation(
            "id-jag-bound", "the assertion is bound to a key, and the request is not proven with one", _PROOF
        )
