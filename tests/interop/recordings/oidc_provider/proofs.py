"""Proofs of possession (RFC 9449) that are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.interop.visitor import CALLBACK, VERIFIER
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    import httpx

    from tests.interop.recordings.conversation import Conversation

CC = "client_credentials"


def nonce_missing(at: Conversation) -> None:
    """A proof without the nonce that the server wants, and no second try.

    The program was written for a server that wants none.
    """
    _proven(at)


def nonce_too_old(at: Conversation) -> None:
    """A proof with a nonce that the server does not know."""
    _proven(at, nonce="a-nonce-of-yesterday")


def proof_for_another_url(at: Conversation) -> None:
    """A proof for the address behind the proxy."""
    _proven(at, nonce=_nonce(at), htu="https://internal.example/token")


def proof_for_another_method(at: Conversation) -> None:
    """A proof for GET, and the request is a POST."""
    _proven(at, nonce=_nonce(at), htm="GET")


def proof_without_identifier(at: Conversation) -> None:
    """A proof without jti."""
    _proven(at, nonce=_nonce(at), jti=None)


def proof_sent_twice(at: Conversation) -> None:
    """A proof that is used for two requests."""
    proof = at.proof("POST", at.url(Purpose.TOKEN), nonce=_nonce(at))
    at.token(CC, basic="bound", DPoP=proof)
    at.token(CC, basic="bound", DPoP=proof)


def no_proof(at: Conversation) -> None:
    """What stands in the header is no proof."""
    at.token(CC, basic="bound", DPoP="not-a-proof")


def bound_token_sent_as_bearer(at: Conversation) -> None:
    """A token that is bound to a key, sent as if it were not."""
    at.get(Purpose.USERINFO, Authorization=f"Bearer {_bound_token(at)}")


def bound_token_without_proof(at: Conversation) -> None:
    """A token that is bound to a key, sent under its scheme, without a proof."""
    at.get(Purpose.USERINFO, Authorization=f"DPoP {_bound_token(at)}")


def proof_for_another_token(at: Conversation) -> None:
    """A proof for another access token."""
    token, nonce = _bound_token(at), _nonce(at)
    proof = at.proof("GET", at.url(Purpose.USERINFO), access_token="another-token", nonce=nonce)
    at.get(Purpose.USERINFO, Authorization=f"DPoP {token}", DPoP=proof)


def unbound_token_under_dpop(at: Conversation) -> None:
    """A plain bearer token, sent under the scheme DPoP."""
    token = at.redeem(at.code("basic", keep=False), "basic", keep=False).json()["access_token"]
    proof = at.proof("GET", at.url(Purpose.USERINFO), access_token=token, nonce=_nonce(at))
    at.get(Purpose.USERINFO, Authorization=f"DPoP {token}", DPoP=proof)


def _proven(at: Conversation, **claims: Any) -> httpx.Response:
    return at.token(CC, basic="bound", DPoP=at.proof("POST", at.url(Purpose.TOKEN), **claims))


def _nonce(at: Conversation) -> str:
    asked = at.token(CC, basic="bound", keep=False, DPoP=at.proof("POST", at.url(Purpose.TOKEN)))
    return str(asked.headers["dpop-nonce"])


def _bound_token(at: Conversation) -> str:
    proof = at.proof("POST", at.url(Purpose.TOKEN), nonce=_nonce(at))
    code = at.code("bound", keep=False)
    members = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return str(at.token("authorization_code", members, basic="bound", keep=False, DPoP=proof).json()["access_token"])
