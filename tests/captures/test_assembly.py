"""What belongs together is put together, and nothing else."""

from __future__ import annotations

import json

import pytest

from tests.captures import forms
from tests.captures.test_forms import read, refusal
from tokencli.captures import assemble as assembling
from tokencli.captures.assemble import documents_in
from tokencli.captures.read import read_captures
from tokencli.captures.secrets_seen import secrets_of
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response
from tokencli.wire.trace import Setting, Trace, write_trace

METADATA = Request("GET", "https://login.example/.well-known/openid-configuration")


def exchange(body: bytes, purpose: Purpose = Purpose.METADATA) -> Exchange:
    return Exchange(purpose, METADATA, Response(200, (), body), 0, 0)


def saved(*exchanges: Exchange, name: str = "client_id") -> str:
    metadata = {"issuer": "https://login.example"}
    return write_trace(Trace(0, "tokencli/0", True, (Setting(name, "shop", "x"),), exchanges, metadata))


def test_a_trace_brings_its_exchanges_settings_and_metadata() -> None:
    captured = read(saved(exchange(b"{}")))
    assert captured.one_run
    assert captured.settings[0].name == "client_id"
    assert captured.documents == ({"issuer": "https://login.example"},)


def test_two_traces_are_no_single_run_and_the_settings_are_those_of_the_first() -> None:
    captured = read(saved(exchange(b"{}")) + saved(exchange(b"{}"), name="scope"))
    assert not captured.one_run
    assert captured.settings[0].name == "client_id"


def test_metadata_is_taken_from_answers_that_hold_it() -> None:
    found = documents_in(exchange(body) for body in (b'{"issuer": "x"}', b"[]", b"{broken", b'{"error": 1}'))
    assert found == ({"issuer": "x"},)
    assert documents_in([exchange(b'{"issuer": "x"}', Purpose.TOKEN)]) == ()


def test_an_answer_belongs_to_the_request_before_it_and_to_no_other() -> None:
    text = f"{forms.CURL_COMMAND}{forms.REFUSAL}\n{forms.CURL_COMMAND}"
    first, second = read(text).exchanges
    assert refusal(first)[0] == "invalid_grant"
    assert second.answer_unseen


def test_what_two_files_show_is_one_exchange_and_what_one_file_shows_twice_is_two() -> None:
    text = f"{forms.CURL_COMMAND}{forms.REFUSAL}\n"
    both = read_captures([("a.txt", [text.encode()]), ("b.txt", [text.encode()])])
    assert len(both.exchanges) == 1
    assert len(read(text * 2).exchanges) == 2
    of_two_days = [forms.har(entry(f"2026-03-0{day}T12:00:00.000Z")).encode() for day in (1, 2)]
    assert len(read_captures([("a.har", of_two_days[:1]), ("b.har", of_two_days[1:])]).exchanges) == 2
    assert len(read_captures([("a.har", of_two_days[:1]), ("b.har", of_two_days[:1])]).exchanges) == 1


def entry(moment: str) -> dict[str, object]:
    """A refused token request in a HAR."""
    posted = {
        "mimeType": "application/x-www-form-urlencoded",
        "text": "grant_type=refresh_token&refresh_token=r&client_id=a",
    }
    return {
        "startedDateTime": moment,
        "time": 10,
        "request": {"method": "POST", "url": forms.URL, "headers": [], "postData": posted},
        "response": {"status": 400, "headers": [], "content": {"text": forms.REFUSAL}},
    }


CALL = "GET https://api.example/orders HTTP/1.1\nAuthorization: Bearer an-access-token-of-alice\n"
CHALLENGE = 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"\n'


def test_a_refused_call_to_an_api_belongs_to_the_evidence_though_only_its_answer_tells_what_it_was() -> None:
    (one,) = read(f"{CALL}\n{CHALLENGE}\n").exchanges
    assert (one.purpose, one.request.header("authorization")) == (
        Purpose.RESOURCE,
        "Bearer an-access-token-of-alice",
    )
    assert one.response is not None
    assert one.response.status == 401


def test_the_body_of_a_refused_call_is_its_body() -> None:
    (one,) = read(f'{CALL}\n{CHALLENGE}Content-Type: application/json\n\n{{"message": "no"}}\n').exchanges
    assert one.response is not None
    assert b"no" in one.response.body


def test_a_call_that_was_answered_is_nothing_of_ours() -> None:
    assert read(f"{CALL}\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\nfine\n").exchanges == ()


def test_two_commands_to_one_place_are_two_requests() -> None:
    assert len(read(forms.CURL_COMMAND * 2).exchanges) == 2


def test_a_refusal_alone_is_no_answer_to_what_a_browser_was_sent_for() -> None:
    alone, for_browser = (
        read(f"{forms.AUTHORIZE}\nerror: {code}: x\n") for code in ("invalid_grant", "login_required")
    )
    assert [one.asked is None for one in alone.exchanges] == [False, True]
    assert [one.asked is None for one in for_browser.exchanges] == [False]


def test_a_redirect_without_a_state_goes_by_its_redirect_uri() -> None:
    (one,) = read(f"{forms.AUTHORIZE}\n{forms.CALLBACK}?code={forms.CODE}&state=other\n").exchanges
    assert one.asked is not None
    assert one.response is not None


def test_the_same_redirect_seen_twice_is_one() -> None:
    assert len(read(f"{forms.DELIVERED}\n{forms.DELIVERED}#\n").exchanges) == 1


def test_the_last_word_of_curl_gets_the_reason_of_its_attempts() -> None:
    text = f"{forms.CURL_COMMAND}* connect to 127.0.0.1 port 9 from 127.0.0.1 port 4 failed: Connection refused\ncurl: (7) Failed"
    (one,) = read(text).exchanges
    assert isinstance(one.answer, NoAnswer)
    assert one.answer.detail == "Failed: Connection refused"


def test_an_attempt_that_failed_is_none_where_another_one_worked() -> None:
    text = f"{forms.CURL_COMMAND}* connect to ::1 port 9 from ::1 port 4 failed: Connection refused\n{forms.REFUSAL}"
    assert refusal(read(text).exchanges[0])[0] == "invalid_grant"


@pytest.mark.parametrize("line", ["curl: (3) URL rejected", "curl: (999) x", "they connect to us"])
def test_what_curl_says_of_other_things_is_nothing(line: str) -> None:
    assert read(line).empty


def test_of_a_log_without_end_no_more_is_kept_than_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembling, "_MOST", 5)
    lines = []
    for number in range(20):
        word = "abcdefghijklmnopqrst"[number]
        lines += [
            f"grant_type=authorization_code&code={word}",
            f"error=invalid_grant error_description='{word}'",
            f"{forms.CALLBACK}?code={word}&state={word}",
        ]
    captured = read("\n".join(lines))
    assert len(captured.exchanges) == 5
    assert captured.kinds["form"] == 20


def test_what_a_log_says_after_its_limit_is_counted_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembling, "_MOST", 1)
    captured = read("error=invalid_grant\nerror=invalid_client\nerror=invalid_grant\n")
    assert [one.count for one in captured.exchanges] == [2]


def test_an_answer_without_a_meaning_is_left_out() -> None:
    assert read("HTTP/1.1 200 OK\nContent-Type: text/plain\n\nhello\n").empty
    assert read('HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"\n').kinds == {
        "HTTP answer": 1
    }


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"error_uri": "https://login.example/error?code=7000215", "error_description": "AADSTS7000215: no"}', set()),
        (b"error=invalid_client&error_uri=https://login.example/error?code=7000215", set()),
        (b'{"error_description": "signed in with password hunter2Pass"}', {"hunter2Pass"}),
        (b'{"error_description": "the client secret AADSTS7000215 expired, password reset"}', set()),
    ],
)
def test_the_number_of_an_error_is_no_code_and_a_password_is_one(body: bytes, found: set[str]) -> None:
    assert secrets_of([Exchange(Purpose.TOKEN, METADATA, Response(400, (), body), 0, 0)], []) == found


def test_words_about_a_host_and_in_a_challenge_hold_secrets_too() -> None:
    lost = NoAnswer(NoAnswerReason.NAME, "Could not resolve host: ada:hush-hush@login.example")
    challenge = ("WWW-Authenticate", 'Bearer error_description="token at-opaque-zz998877665544 unknown"')
    seen = [Exchange(Purpose.RESOURCE, METADATA, one, 0, 0) for one in (lost, Response(401, (challenge,)))]
    assert secrets_of(seen, []) == {"hush-hush", "at-opaque-zz998877665544"}


def test_cookies_and_words_hold_secrets_and_codes_of_errors_are_none() -> None:
    headers = (("Cookie", "lang=en; session=abcdefgh12345678"), ("Authorization", "Basic c2VjcmV0LWFsb25l"))
    words = json.dumps(
        {
            "error": "invalid_grant",
            "code": "invalid_grant",
            "error_description": "refresh token 0.AXoA1234567890abcd is old",
        }
    )
    seen = Exchange(Purpose.TOKEN, Request("GET", "", headers), Response(400, (), words.encode()), 0, 0)
    found = secrets_of([seen, Exchange(Purpose.TOKEN, METADATA, NoAnswer(reason="unseen", detail=""), 0, 0)], ["jwt"])  # type: ignore[arg-type]
    assert {"abcdefgh12345678", "secret-alone", "0.AXoA1234567890abcd", "jwt"} <= found
    assert not {"en", "invalid_grant"} & found
