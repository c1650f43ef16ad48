"""Which earlier requests may have used what the last one carried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.diagnosis.evidence_of import asked
from tests.oauth.channel import answer
from tokencli.diagnosis.earlier_use import earlier_uses, reached, surely_another
from tokencli.diagnosis.evidence import Evidence
from tokencli.wire.exchange import UNSEEN_ANSWER, Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

CODE = (("grant_type", "authorization_code"), ("code", "made-up"))
REFUSED = answer({"error": "invalid_grant"}, 400)
LAST = Exchange(Purpose.TOKEN, asked(CODE), REFUSED, 1000.0, 0.1, "a.har, entry 4")


def another(**changed: object) -> bool:
    earlier = replace(LAST, place="a.har, entry 3", **changed)  # type: ignore[arg-type]
    return surely_another(earlier, Evidence((earlier, LAST)))


def in_another_source(**changed: object) -> bool:
    return another_source(replace(LAST, place="b.txt, line 1", **changed))  # type: ignore[arg-type]


def another_source(earlier: Exchange) -> bool:
    return surely_another(earlier, Evidence((earlier, LAST)))


def test_in_one_source_another_time_is_another_exchange() -> None:
    assert another(started_at=999.9)
    assert not another(started_at=0.0)
    assert not another(started_at=1000.0)


def test_what_two_layers_of_a_program_log_is_one_request() -> None:
    assert not another(started_at=999.9, answer=UNSEEN_ANSWER)
    assert another(started_at=990.0, answer=UNSEEN_ANSWER)


def test_across_sources_what_may_be_the_same_is_no_other_exchange() -> None:
    assert not in_another_source(started_at=970.0)
    assert not in_another_source(started_at=0.0)
    assert in_another_source(started_at=900.0)


@pytest.mark.parametrize(
    "changed",
    [
        {"request": asked((*CODE, ("client_id", "other")))},
        {"request": asked(CODE, url="https://as.example/other")},
        {"answer": answer({"access_token": "t"})},
        {"answer": answer({"error": "invalid_client"}, 400)},
        {"answer": Response(502, (), b"Bad gateway")},
        {"answer": NoAnswer(NoAnswerReason.BROKEN, "reset", sent=True)},
    ],
)
def test_another_body_place_or_outcome_is_another_exchange(changed: dict[str, object]) -> None:
    assert in_another_source(**changed)
    assert another(started_at=0.0, **changed)


def test_a_place_or_an_answer_that_was_not_seen_may_be_the_same() -> None:
    assert not in_another_source(request=asked(CODE, url=""))
    assert not in_another_source(answer=UNSEEN_ANSWER)


def test_a_run_of_our_own_shows_each_exchange_once() -> None:
    assert another_source(replace(LAST, place=""))


@pytest.mark.parametrize(
    ("came", "told"),
    [
        (UNSEEN_ANSWER, True),
        (NoAnswer(NoAnswerReason.CONNECT, "refused"), False),
        (NoAnswer(NoAnswerReason.TIMEOUT, "timed out", sent=True), True),
        (Response(307, (), b""), False),
        (Response(429, (), b""), False),
        (REFUSED, True),
    ],
)
def test_a_request_reached_the_server_unless_nothing_was_sent_or_it_was_sent_away(
    came: Response | NoAnswer, told: bool
) -> None:
    assert reached(replace(LAST, answer=came)) is told


def test_a_refused_client_used_nothing() -> None:
    earlier = replace(LAST, place="", answer=answer({"error": "invalid_client"}, 401))
    assert not list(earlier_uses(Evidence((earlier, LAST)), "code"))
    assert list(earlier_uses(Evidence((replace(LAST, place=""), LAST)), "code"))
