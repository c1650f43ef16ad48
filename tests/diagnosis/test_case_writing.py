"""What was recorded is written so that it is read as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.diagnosis.case_text import Case, read_cases
from tests.diagnosis.case_writing import written_exchanges, written_metadata
from tests.diagnosis.test_cases import ALL
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

RECORDED = [case for case in ALL if case.recorded]


def read_back(text: str) -> Case:
    return next(read_cases(f"## A case\n\n{text}\n", "here"))


@pytest.mark.parametrize("case", RECORDED, ids=[case.name for case in RECORDED])
def test_a_recording_that_is_read_and_written_is_the_same(case: Case) -> None:
    again = read_back(written_exchanges(case.evidence.exchanges, {}))
    assert again.evidence.exchanges == case.evidence.exchanges


def exchange(answer: Response | NoAnswer, *headers: tuple[str, str], body: bytes = b"a=1&b=2") -> Exchange:
    form = ("content-type", FORM_MEDIA_TYPE)
    return Exchange(
        Purpose.TOKEN, Request("POST", "http://127.0.0.1:4711/token", (form, *headers), body), answer, 1e9, 0.2
    )


def test_a_secret_in_a_basic_header_stands_open() -> None:
    text = written_exchanges([exchange(Response(200), ("authorization", "Basic YTpzZWNyZXQ="))], {})
    assert "Authorization: Basic BASIC(a:secret)" in text


def test_what_cannot_stand_open_stays_as_it_is() -> None:
    sent = exchange(Response(200), ("authorization", "Basic YTpvZCkK"), body=b"t=eyJhIjoiKSJ9.eyJhIjoxfQ.c2ln")
    text = written_exchanges([sent], {})
    assert "Basic YTpvZCkK" in text
    assert "eyJhIjoiKSJ9" in text


def test_no_answer_is_told_with_its_reason() -> None:
    one = exchange(NoAnswer(NoAnswerReason.CONNECT, "refused", sent=True))
    assert read_back(written_exchanges([one], {})).evidence.exchanges[0].answer == one.answer


def test_a_later_exchange_keeps_its_time() -> None:
    first = exchange(Response(200))
    read = read_back(written_exchanges([first, replace(first, started_at=1e9 + 95)], {}))
    assert [one.started_at for one in read.evidence.exchanges] == [1e9, 1e9 + 95]


def test_a_port_that_changes_from_run_to_run_is_written_as_another_everywhere() -> None:
    sent = exchange(Response(302, (("location", "http://a.example/?iss=http%3A%2F%2F127.0.0.1%3A4711"),)))
    text = written_exchanges([sent], {"127.0.0.1:4711": "127.0.0.1:3000"})
    assert "4711" not in text
    assert "4711" not in written_metadata({"issuer": "http://127.0.0.1:4711"}, {"127.0.0.1:4711": "127.0.0.1:3000"})


def test_styles_and_scripts_of_a_page_are_left_out() -> None:
    page = b"<style>\np {}\n</style><p>We are sorry</p>\n\n   <script>x</script>"
    text = written_exchanges([exchange(Response(400, (("content-type", "text/html"),), page))], {})
    assert "\n<p>We are sorry</p>\n```" in text
