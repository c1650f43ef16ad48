from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tokencli.errors import UsageProblem
from tokencli.jose.fresh_key import make_key
from tokencli.jose.peek import peek
from tokencli.oauth.dpop import Dpop, token_hash
from tokencli.oauth.resource_request import AccessToken, ResourceAnswer, ResourceRequest, ask_resource, refusal_in
from tokencli.runtime.replay import replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient
    from tokencli.runtime.replay import Replayed

WANTED = ResourceRequest("GET", "https://api.example/orders?page=2", (("Accept", "*/*"),))
WANTS_NONCE = Response(401, (("WWW-Authenticate", 'DPoP error="use_dpop_nonce"'), ("DPoP-Nonce", "n-1")))


@pytest.fixture
def dpop() -> Dpop:
    return Dpop(*make_key(None, lambda size: b"\x05" * size))


def ask(token: AccessToken, ambient: Ambient, *answers: Response | NoAnswer) -> Replayed[Any]:
    return replay(ask_resource(WANTED, token, ambient, Purpose.RESOURCE), answers)


@pytest.mark.parametrize("kind", ["", "Bearer", "bearer"])
def test_a_bearer_token_goes_into_the_header_and_nowhere_else(ambient: Ambient, kind: str) -> None:
    (step,) = ask(AccessToken("t-1", kind), ambient, Response(200)).sent
    assert step.request.headers == (("Host", "api.example"), ("Accept", "*/*"), ("Authorization", "Bearer t-1"))
    assert step.purpose is Purpose.RESOURCE


def test_a_bound_token_goes_with_a_proof_for_this_request(ambient: Ambient, dpop: Dpop) -> None:
    (step,) = ask(AccessToken("t-1", "DPoP", dpop), ambient, Response(200)).sent
    assert step.request.header("authorization") == "DPoP t-1"
    claims = peek(step.request.header("dpop") or "").claims or {}
    assert (claims["htm"], claims["htu"]) == ("GET", "https://api.example/orders")
    assert claims["ath"] == token_hash("t-1")


def test_a_resource_that_wants_its_nonce_is_asked_once_more(ambient: Ambient, dpop: Dpop) -> None:
    ran = ask(AccessToken("t-1", "DPoP", dpop), ambient, WANTS_NONCE, Response(200))
    assert ran.outcome.response.status == 200
    claims = peek(ran.sent[1].request.header("dpop") or "").claims or {}
    assert claims["nonce"] == "n-1"


def test_a_bearer_token_is_not_sent_again_for_a_nonce(ambient: Ambient, dpop: Dpop) -> None:
    assert len(ask(AccessToken("t-1", "Bearer", dpop), ambient, WANTS_NONCE).sent) == 1


def test_a_bound_token_is_never_sent_without_its_key(ambient: Ambient) -> None:
    with pytest.raises(UsageProblem, match="the key is not here"):
        ask(AccessToken("t-1", "DPoP"), ambient, Response(200))


@pytest.mark.parametrize(
    "token", [AccessToken("t-1", "mac"), AccessToken("a b"), AccessToken("a\nb"), AccessToken("ä")]
)
def test_what_cannot_be_sent_is_refused_without_being_shown(ambient: Ambient, token: AccessToken) -> None:
    with pytest.raises(UsageProblem) as refused:
        ask(token, ambient, Response(200))
    assert token.value not in refused.value.what + refused.value.help
    assert token.value not in repr(token)


def test_no_answer_is_handed_on(ambient: Ambient) -> None:
    gone = NoAnswer(NoAnswerReason.NAME, "no such host")
    assert ask(AccessToken("t-1"), ambient, gone).outcome is gone


def test_a_redirect_is_an_answer(ambient: Ambient) -> None:
    outcome = ask(AccessToken("t-1"), ambient, Response(302, (("Location", "https://elsewhere.example"),))).outcome
    assert isinstance(outcome, ResourceAnswer)
    assert not outcome.refused


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (
            Response(
                401, (("WWW-Authenticate", 'Basic realm="x"'), ("WWW-Authenticate", 'Bearer error="a", scope="b"'))
            ),
            "a",
        ),
        (Response(401, (("WWW-Authenticate", "Bearer"),)), None),
        (Response(200, (("WWW-Authenticate", 'Bearer error="a"'),)), None),
        (Response(403), None),
    ],
)
def test_a_refusal_stands_in_the_challenges(response: Response, error: str | None) -> None:
    refusal = refusal_in(response)
    assert (refusal.error if refusal else None) == error
