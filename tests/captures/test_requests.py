"""What a request of a capture is, and what a curl command says of it."""

from __future__ import annotations

import json

import pytest

from tests.captures import forms
from tests.captures.test_forms import read
from tokencli.captures.blocks.curl_command import read_curl
from tokencli.captures.moments import moment_in, moment_of
from tokencli.captures.purposes import brought_back, purpose_of, purpose_of_answer, readable
from tokencli.captures.shell_words import is_open, split_words
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response

FORM = (("Content-Type", FORM_MEDIA_TYPE),)
JSON = (("Content-Type", "application/json"),)
BASIC = ("Authorization", "Basic YTpzZWNyZXQtb2YtYQ==")
REFUSED = Response(401, (("WWW-Authenticate", "Bearer"),))


@pytest.mark.parametrize(
    ("request_", "purpose"),
    [
        (Request("GET", "https://a.example/.well-known/openid-configuration"), Purpose.METADATA),
        (Request("GET", "https://a.example/oauth2/jwks"), Purpose.KEYS),
        (
            Request("POST", "https://a.example/par", FORM, b"client_id=a&response_type=code"),
            Purpose.PUSHED_AUTHORIZATION,
        ),
        (
            Request("POST", "https://a.example/authorize", FORM, b"client_id=a&response_type=code"),
            Purpose.AUTHORIZATION,
        ),
        (Request("GET", "https://a.example/authorize?client_id=a&request_uri=urn%3Ax"), Purpose.AUTHORIZATION),
        (Request("GET", "https://a.example/authorize?client_id=a"), Purpose.AUTHORIZATION),
        (Request("POST", "https://a.example/device_authorization", FORM, b"client_id=a"), Purpose.DEVICE_AUTHORIZATION),
        (
            Request("POST", "https://a.example/device/auth", (*FORM, BASIC), b"scope=openid"),
            Purpose.DEVICE_AUTHORIZATION,
        ),
        (
            Request("POST", "https://a.example/backchannel", (*FORM, BASIC), b"login_hint=alice"),
            Purpose.BACKCHANNEL_AUTHENTICATION,
        ),
        (Request("POST", "https://a.example/device", FORM, b"user_code=WDJB-MJHT"), None),
        (Request("POST", "https://a.example/backchannel", FORM, b"login_hint=alice"), None),
        (Request("POST", "https://a.example/introspect", FORM, b"token=x"), Purpose.INTROSPECTION),
        (Request("POST", "https://a.example/oauth/revoke", FORM, b"token=x"), Purpose.REVOCATION),
        (Request("POST", "https://a.example/connect/token"), Purpose.TOKEN),
        (Request("POST", "https://a.example/x", JSON, b'{"grant_type": "client_credentials"}'), Purpose.TOKEN),
        (Request("POST", "https://a.example/x", (("Content-Type", "text/plain"),), b"grant_type=x"), None),
        (Request("POST", "https://a.example/x", JSON, b"[1]"), None),
        (Request("GET", "https://a.example/orders"), None),
    ],
)
def test_what_a_request_is_for_follows_from_its_address_and_members(request_: Request, purpose: Purpose | None) -> None:
    assert purpose_of(request_) is purpose


def test_a_refused_call_with_a_token_is_one_to_an_api() -> None:
    call = Request("GET", "https://api.example/orders", (("Authorization", "Bearer x"),))
    assert purpose_of(call, REFUSED) is Purpose.RESOURCE
    assert purpose_of(call, Response(200)) is None
    assert purpose_of(call) is None
    by_another_word = Request("GET", "https://api.example/user", (("Authorization", "token x"),))
    assert purpose_of(by_another_word, Response(401)) is Purpose.RESOURCE


@pytest.mark.parametrize(
    ("response", "purpose"),
    [
        (Response(401, (), b'{"message": "Unauthorized"}'), Purpose.RESOURCE),
        (Response(401, (), b'{"error": {"message": "Unauthorized"}}'), Purpose.TOKEN),
        (Response(401, (("WWW-Authenticate", "Basic"),), b'{"message": "Unauthorized"}'), Purpose.TOKEN),
        (Response(401, (), b"Unauthorized"), Purpose.TOKEN),
        (Response(400, (), b'{"message": "Bad Request"}'), Purpose.TOKEN),
    ],
)
def test_a_refusal_that_is_json_without_an_error_is_no_token_endpoint_s(response: Response, purpose: Purpose) -> None:
    assert purpose_of_answer("", response) is purpose


@pytest.mark.parametrize(
    ("error", "headers", "purpose"),
    [
        ("login_required", (), Purpose.AUTHORIZATION),
        ("invalid_token", (), Purpose.RESOURCE),
        ("", (("WWW-Authenticate", "DPoP"),), Purpose.RESOURCE),
        ("invalid_client", (("WWW-Authenticate", "Basic"),), Purpose.TOKEN),
    ],
)
def test_what_an_answer_alone_answered(error: str, headers: tuple[tuple[str, str], ...], purpose: Purpose) -> None:
    assert purpose_of_answer(error, Response(400, headers)) is purpose


def test_a_posted_form_brings_an_answer_back_too() -> None:
    request = Request("POST", forms.CALLBACK, FORM, f"code={forms.CODE}&state=xyz".encode())
    assert brought_back(request)
    entry = forms.entry(forms.CALLBACK, 200, method="POST", form=f"code={forms.CODE}&state=xyz")
    (exchange,) = read(forms.har(entry)).exchanges
    assert exchange.purpose is Purpose.AUTHORIZATION


@pytest.mark.parametrize(
    ("url", "expected"), [("https://a.example/", True), ("https://[::1/", False), ("https://a.example:x/", False)]
)
def test_an_address_that_cannot_be_taken_apart_is_left_out(url: str, expected: bool) -> None:
    assert readable(url) is expected
    captured = read(forms.har(forms.entry(url + "?code=1&state=2", 200)))
    assert captured.empty is not expected


@pytest.mark.parametrize(
    ("command", "method", "url", "headers", "body"),
    [
        ("-G -d a=1 https://a.example/t?b=2", "GET", "https://a.example/t?b=2&a=1", (), b""),
        ("-I a.example/t", "HEAD", "http://a.example/t", (), b""),
        ("--url-query x=y https://a.example/", "GET", "https://a.example/?x=y", (), b""),
        ("--json '{}' https://a.example/", "POST", "https://a.example/", (("Content-Type", "application/json"),), b"{}"),
        ("--oauth2-bearer t https://a.example/", "GET", "https://a.example/", (("Authorization", "Bearer t"),), b""),
        ("-A me -e x -b c=d https://a.example/", "GET", "https://a.example/", (("User-Agent", "me"), ("Referer", "x"), ("Cookie", "c=d")), b""),
        ("--data-urlencode =a+b https://a.example/", "POST", "https://a.example/", FORM, b"a%2Bb"),
        ("-d a=1 -H 'Content-Type: x/y' -H broken https://a.example/", "POST", "https://a.example/", (("Content-Type", "x/y"),), b"a=1"),
        ("-sSXPUT -ofile -d a https://a.example/", "PUT", "https://a.example/", FORM, b"a"),
        ("-u u:p -H 'Authorization: X' https://a.example/", "GET", "https://a.example/", (("Authorization", "X"),), b""),
        ("--url https://a.example/ https://b.example/", "GET", "https://a.example/", (), b""),
        ("https://a.example/ -d", "GET", "https://a.example/", (), b""),
        ("https://a.example/ --proxy http://p:1 -m 5 -k", "GET", "https://a.example/", (), b""),
    ],
)  # fmt: skip
def test_the_options_of_curl_make_its_request(
    command: str, method: str, url: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    assert read_curl(split_words(command)) == Request(method, url, headers, body)


def test_a_multipart_form_is_no_form_of_oauth() -> None:
    request = read_curl(split_words("-F grant_type=password -F code=@file https://a.example/token"))
    assert request is not None
    assert request.header("content-type") == "multipart/form-data"
    assert b'name="grant_type"' in request.body


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a \'b c\' "d \\" e" f\\ g', ("a", "b c", 'd " e', "f g")),
        ("$'a\\n\\u0041\\x42\\103\\q' b", ("a\nABCq", "b")),
        ("$'open", ("open",)),
        ("a | b", ("a",)),
        ("a; b", ("a",)),
        ("a > file", ("a",)),
        ("x=1&y=2 & z", ("x=1&y=2",)),
        ('^"a b^" ^\n c', ("a b", "c")),
        ("'open word", ("open word",)),
        ("a \\\n b", ("a", "b")),
    ],
)
def test_words_are_those_of_a_shell(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("text", "expected"), [("a \\", True), ("a ^", True), ("a `", True), ("a 'b", True), ("a $'b", True), ("a 'b'", False), ("$'", True)]
)  # fmt: skip
def test_a_command_goes_on_where_a_sign_or_a_quote_says_so(text: str, expected: bool) -> None:
    assert is_open(text) is expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-03-01T12:00:00Z", 1_772_366_400.0),
        ("2026-03-01 13:00:00,500 +0100", 1_772_366_400.5),
        ("2026-03-01T12:00:00.123456789+00:00", 1_772_366_400.123456),
        ("[01/Mar/2026:12:00:00 +0000]", 1_772_366_400.0),
        ("[99/Mar/2026:12:00:00 +0000]", 0.0),
        ("2026-03-01T12:00:00", 0.0),
        ("2026-13-01T12:00:00Z", 0.0),
        ("1969-01-01T12:00:00Z", 0.0),
        ("no time", 0.0),
    ],
)
def test_a_time_counts_where_its_zone_is_known(text: str, seconds: float) -> None:
    assert moment_in(text) == pytest.approx(seconds, abs=1e-6)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(1_772_366_400, 1_772_366_400.0), (1_772_366_400_000, 1_772_366_400.0), (-1, 0.0), (1e300, 0.0), (True, 0.0), (None, 0.0)],
)  # fmt: skip
def test_a_number_is_seconds_or_milliseconds(value: object, seconds: float) -> None:
    assert moment_of(value) == seconds


@pytest.mark.parametrize("second", ["POST", "GET"])
def test_a_request_that_nothing_tells_is_ours_when_its_answer_refuses_as_we_do(second: str) -> None:
    for body, ours in ((forms.REFUSAL, second == "POST"), ('{"error": null}', False), ('{"errors": []}', False)):
        entry = forms.entry("https://a.example/strange", 400, method=second, form="x=1", body=body)
        assert read(forms.har(entry)).empty is not ours


def test_a_pasted_request_needs_no_sign_of_ours_when_it_is_a_post() -> None:
    assert read("POST https://a.example/strange\nX: y\n").kinds == {"HTTP request": 1}
    assert read("GET https://a.example/strange\nX: y\n").empty


def test_the_answer_of_a_proxy_to_its_tunnel_is_not_the_answer() -> None:
    text = forms.CURL_VERBOSE.replace("> POST", "< HTTP/1.1 200 Connection established\n<\n> POST")
    assert read(text).exchanges == tuple(
        exchange for exchange in read(text.replace("< HTTP/1.1 200 Connection established", "* x")).exchanges
    )


def test_a_body_that_ends_at_the_next_request_is_its_own() -> None:
    text = '< HTTP/1.1 400 Bad\n<\n{"error": "invalid_grant"}\n> POST https://a.example/token\n>\n'
    assert [exchange.asked is None for exchange in read(text).exchanges] == [True, False]


def test_json_within_json_is_read() -> None:
    inner = json.dumps([{"body": json.dumps({"error": "invalid_scope"})}])
    assert read(json.dumps({"time": 1_772_366_400, "message": inner})).exchanges[0].started_at == 1_772_366_400.0
    assert read(json.dumps({"message": "{broken invalid_scope"})).kinds == {"log line": 1}


def test_of_json_nested_beyond_reason_only_the_words_are_read() -> None:
    value: object = {"error": "invalid_scope"}
    for _ in range(20):
        value = {"in": [value]}
    assert read(json.dumps(value)).kinds == {"log line": 1}


@pytest.mark.parametrize(
    "entry",
    [
        "no object",
        {"request": 3},
        {"request": {"url": 3}},
        {"request": {"url": forms.URL, "method": "POST", "postData": "x"}, "response": 3},
    ],
)
def test_an_entry_that_is_none_is_passed_over(entry: object) -> None:
    whole = forms.entry(forms.URL, 400, method="POST", form=forms.FORM, body=forms.REFUSAL)
    text = json.dumps({"log": {"entries": [entry, whole]}})
    assert read(text).exchanges[-1].place == "entry 2"


def test_a_body_that_says_base64_and_is_none_stays_as_it_is() -> None:
    entry = forms.entry(forms.URL, 400, method="POST", form=forms.FORM, body="x")
    entry["response"]["content"] = {"text": "abc", "encoding": "base64"}  # type: ignore[index]
    response = read(forms.har(entry)).exchanges[0].response
    assert response is not None
    assert response.body == b"abc"


def test_a_har_of_many_pieces_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokencli.captures.har._SMALLEST", 10)
    assert read(forms.SIGN_IN_HAR, 7).exchanges == read(forms.SIGN_IN_HAR).exchanges


def test_a_har_that_breaks_within_an_entry_gives_what_stands_before() -> None:
    whole = forms.har(forms.entry(forms.URL, 400, method="POST", form=forms.FORM, body=forms.REFUSAL), forms.NOISE)
    assert len(read(whole.replace('"pages": [], ', "").replace("logo", 'lo"go')).exchanges) == 1


def test_an_answer_without_content_has_an_empty_body() -> None:
    entry = forms.entry(forms.URL, 400, method="POST", form=forms.FORM)
    entry["response"]["content"] = "x"  # type: ignore[index]
    response = read(forms.har(entry)).exchanges[0].response
    assert response is not None
    assert response.body == b""


@pytest.mark.parametrize("text", ["a=1&error=0", "x_error=1&y=2"])
def test_a_form_of_other_things_is_passed_over(text: str) -> None:
    assert read(text).empty


def test_what_looks_like_a_jwt_and_is_none_is_passed_over() -> None:
    assert read("eyJub25l.eyJub25l.eyJub25l").empty


def test_tokens_alone_are_an_answer() -> None:
    assert read('{"access_token": "at-1", "token_type": "Bearer"}').kinds == {"JSON token answer": 1}
    assert read('{"id_token": "x", "expires_in": 1}').kinds == {"JSON token answer": 1}


def test_a_curl_trace_that_ends_within_tls_is_read_up_to_there() -> None:
    text = f"=> Send header, 20 bytes\n0000: POST {forms.URL} HTTP/1.1\n=> Send SSL data, 5 bytes\n0000: .....\n"
    assert read(text).exchanges[0].request.url == forms.URL


def test_only_so_many_kinds_of_lines_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokencli.captures.search._MOST_ALIKE", 1)
    captured = read("error=invalid_grant a1\nerror=invalid_scope b1\nerror=invalid_scope b2\n")
    assert [one.count for one in captured.exchanges] == [1, 2]


def test_an_interim_answer_in_a_curl_trace_is_none() -> None:
    text = "<= Recv header, 25 bytes\n0000: HTTP/1.1 100 Continue\n<= Recv header, 26 bytes\n0000: HTTP/1.1 401 Unauthorized\n"
    (one,) = read(text).exchanges
    assert one.response is not None
    assert one.response.status == 401
