"""What people see of a run: the facts, the server's words, the reason, at any width and without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.render.runs import NOW, answered, issued, unanswered
from tokencli.app.results import Run
from tokencli.oauth.polling import TimedOut
from tokencli.render import FORMATS, SHOWS_REFUSALS, Look, load_format
from tokencli.render.document import problem_text, run_document
from tokencli.render.short_explanation import short_explanation
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.redaction import Redactor

if TYPE_CHECKING:
    from typing import Any

REFUSED = answered({"error": "invalid_scope", "error_description": "no such scope: nope"}, 400, scope="read nope")


def pretty(run: Run, width: int = 100, redactor: Redactor | None = None) -> str:
    return load_format("pretty").render(run, Look(width=width, now=NOW), redactor or Redactor())


def facts(text: str) -> dict[str, str]:
    return {line[:15].strip(): line[15:].strip() for line in text.splitlines() if line.startswith("  ")}


def test_tokens_are_shown_with_their_facts_and_the_token_last() -> None:
    text = pretty(issued(scope="read", refresh_token="rt-1"))
    assert text.splitlines()[0].startswith("POST https://login.example/token")
    assert "200 in 84 ms" in text.splitlines()[0]
    seen = facts(text)
    assert seen["access token"].startswith("opaque, 4 characters · expires in 1 h (")
    assert seen["scope"] == "read"
    assert seen["refresh token"].startswith("issued")
    assert text.endswith("\n\nat-1\n")


@pytest.mark.parametrize(
    ("members", "asked", "words"),
    [
        ({"scope": "read"}, "read", "read"),
        ({"scope": "read"}, "read write", "read   asked for read write: write was not granted"),
        ({"scope": "read"}, "read write own", "write own were not granted"),
        ({}, "read", "as asked for: read"),
        ({}, "", "the server does not say, and none was asked for"),
        ({"scope": ""}, "read", "none"),
    ],
)
def test_the_scope_is_compared_with_what_was_asked_for(members: dict[str, Any], asked: str, words: str) -> None:
    body = {"access_token": "at-1", "token_type": "Bearer", **members}
    run = answered(body, scope=asked) if asked else answered(body)
    assert words in facts(pretty(run))["scope"]


def test_a_deviation_is_a_note_with_its_section() -> None:
    text = pretty(issued(expires_in="3600"))
    assert "expires_in is" in facts(text)["note"]
    assert "RFC 6749 section 5.1" in facts(text)["note"]


def test_a_refusal_is_shown_in_the_servers_words_with_reason_help_and_sections() -> None:
    text = pretty(REFUSED)
    assert "400 in 84 ms" in text
    assert "invalid_scope" in text
    assert "no such scope: nope" in text
    assert all(f"{word} " in text for word in ("×", "why", "help", "see"))
    assert text.count("tokencli explain scope-not-allowed") == 1


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("run", [REFUSED, issued(scope="a b", expires_in="1")], ids=["refusal", "tokens"])
def test_no_line_is_wider_than_the_terminal(run: Run, width: int) -> None:
    assert max(map(len, pretty(run, width).splitlines())) <= width


@pytest.mark.parametrize("width", [30, 60, 100])
def test_the_short_explanation_is_hung_under_its_first_word(width: int) -> None:
    lines = short_explanation(REFUSED, Redactor(), width).splitlines()
    assert lines[0] == 'tokencli: the server refused: invalid_scope ("no such scope: nope")'
    assert lines[1].startswith("  likely   ")
    assert all(line.startswith(("  likely   ", "  possible ", "  certain  ", " " * 11)) for line in lines[1:])
    assert "(you)" not in lines[0]


def test_a_secret_that_the_server_repeats_is_taken_out_of_every_view() -> None:
    run = answered(
        {"error": "invalid_client", "error_description": "hush-hush-1 is wrong", "hush": ["hush-hush-1"]}, 401
    )
    redactor = Redactor(values=frozenset({"hush-hush-1"}), salt=b"x")
    for text in (
        pretty(run, redactor=redactor),
        load_format("json").render(run, Look(), redactor),
        short_explanation(run, redactor, 80),
    ):
        assert "hush-hush-1" not in text
        assert "[redacted 11 chars" in text


@pytest.mark.parametrize("name", FORMATS)
def test_only_pretty_and_json_have_words_for_a_refusal(name: str) -> None:
    text = load_format(name).render(REFUSED, Look(now=NOW), Redactor())
    assert (text != "") == (name in SHOWS_REFUSALS)


@pytest.mark.parametrize("reason", NoAnswerReason)
def test_no_answer_is_told_with_its_host_and_whether_the_request_may_have_arrived(reason: NoAnswerReason) -> None:
    arrived = problem_text(unanswered(NoAnswer(reason, "the words of the system", sent=True)))
    assert "login.example" in arrived
    assert "the words of the system" in arrived
    assert arrived.endswith("the request may have reached the server")
    assert "may have reached" not in problem_text(unanswered(NoAnswer(reason, "x")))


@pytest.mark.parametrize(
    ("seconds", "words"), [(600.0, "within 10 min"), (60.0, "within 1 min"), (20.0, "within 20 s")]
)
def test_a_person_who_did_not_act_is_told_for_how_long_was_waited(seconds: float, words: str) -> None:
    assert words in problem_text(Run(TimedOut(seconds)))


def test_the_document_of_a_run_without_an_answer_has_only_our_member() -> None:
    document = run_document(unanswered(NoAnswer(NoAnswerReason.CONNECT, "Connection refused")), Redactor())
    assert list(document) == ["tokencli"]
    assert document["tokencli"]["outcome"] == "no connection"
    assert "http_status" not in document["tokencli"]
