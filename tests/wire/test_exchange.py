from __future__ import annotations

from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response

REQUEST = Request("POST", "https://as.example/token")


def test_an_exchange_with_an_answer_has_a_response() -> None:
    response = Response(200)
    assert Exchange(Purpose.TOKEN, REQUEST, response, 0.0, 0.1).response is response


def test_an_exchange_without_an_answer_has_no_response() -> None:
    no_answer = NoAnswer(NoAnswerReason.TIMEOUT, "no whole answer within 30 s")
    assert Exchange(Purpose.TOKEN, REQUEST, no_answer, 0.0, 30.0).response is None
