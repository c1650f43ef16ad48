"""Every form is read into the same conversation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.captures import forms
from tests.jose.keys import unsigned
from tokencli.captures.read import read_captures
from tokencli.jose.peek import peek
from tokencli.oauth.answer import read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire import form
from tokencli.wire.credentials import read_basic
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.captures.captured import Captured


def read(text: str | bytes, size: int = 1 << 20) -> Captured:
    octets = text if isinstance(text, bytes) else text.encode()
    return read_captures([("", [octets[at : at + size] for at in range(0, len(octets), size)])])


def refusal(exchange: Exchange) -> tuple[str, str]:
    assert isinstance(exchange.answer, Response)
    reply = read_members(exchange.answer)
    assert isinstance(reply, ErrorResponse)
    return reply.error, reply.description


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("name", forms.EXCHANGES)
def test_a_refused_token_request_is_read_whole(name: str, size: int) -> None:
    captured = read(forms.EXCHANGES[name], size)
    last = captured.exchanges[-1]
    assert last.purpose is Purpose.TOKEN
    assert (last.request.method, last.request.url) == ("POST", forms.URL)
    assert dict(form.decode(last.request.body.decode()))["code"] == forms.CODE
    basic = read_basic(last.request.header("authorization") or "")
    assert basic is not None
    assert (basic.user_id, basic.password) == ("shop", forms.SECRET)
    assert refusal(last) == ("invalid_grant", "Code not valid")


@pytest.mark.parametrize("size", [1, 1 << 20])
@pytest.mark.parametrize("name", forms.REFUSALS)
def test_a_refusal_is_read_alone(name: str, size: int) -> None:
    captured = read(forms.REFUSALS[name], size)
    assert len(captured.exchanges) == 1
    assert captured.exchanges[0].asked is None
    assert refusal(captured.exchanges[0]) == ("invalid_grant", "Code not valid")


@pytest.mark.parametrize("name", [*forms.EXCHANGES, *forms.REFUSALS])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_the_encoding(name: str, encoding: str) -> None:
    text = {**forms.EXCHANGES, **forms.REFUSALS}[name]
    assert read(text.encode(encoding)).exchanges == read(text).exchanges


def test_curl_verbose_alone_shows_no_body_of_the_request() -> None:
    last = read(forms.CURL_VERBOSE).exchanges[-1]
    assert (last.request.url, last.request.body) == (forms.URL, b"")
    assert last.request.header("content-length") == "120"
    assert refusal(last) == ("invalid_grant", "Code not valid")


def dumped(text: bytes, *, in_hex: bool) -> str:
    """Octets as curl's trace shows them."""
    lines = []
    if in_hex:
        for at in range(0, len(text), 16):
            row = text[at : at + 16]
            shown = "".join(chr(one) if 32 <= one < 127 else "." for one in row)
            lines.append(f"{at:04x}: {row.hex(' '):<48}{shown}")
        return "\n".join(lines)
    at = 0
    while at < len(text):
        end = text.find(b"\r\n", at)
        stop = min(at + 64, len(text)) if end < 0 or end > at + 64 else end
        lines.append(f"{at:04x}: {text[at:stop].decode()}")
        at = stop + 2 if stop == end else stop
    return "\n".join(lines)


@pytest.mark.parametrize("in_hex", [True, False])
@pytest.mark.parametrize("time", ["", "12:00:00.123456 "])
def test_a_curl_trace_is_read_octet_by_octet(*, in_hex: bool, time: str) -> None:
    head = (
        f"POST /token HTTP/1.1\r\nHost: login.example\r\nAuthorization: Basic {forms.BASIC}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode()
    pieces = [
        ("== Info: Connected to login.example", b""),
        ("=> Send SSL data, 5 bytes (0x5)", b"\x17\x03\x03\x00\x10"),
        (f"=> Send header, {len(head)} bytes", head),
        (f"=> Send data, {len(forms.FORM)} bytes", forms.FORM.encode()),
        ("<= Recv header, 26 bytes", b"HTTP/1.1 400 Bad Request\r\n"),
        ("<= Recv header, 32 bytes", b"Content-Type: application/json\r\n"),
        ("<= Recv header, 2 bytes", b"\r\n"),
        (f"<= Recv data, {len(forms.REFUSAL)} bytes", forms.REFUSAL.encode()),
        ("== Info: Connection #0 to host login.example left intact", b""),
    ]
    text = "\n".join(
        f"{time}{line}" + (f"\n{dumped(octets, in_hex=in_hex)}" if octets else "") for line, octets in pieces
    )
    last = read(text).exchanges[-1]
    assert last.request.url == forms.URL
    assert last.request.body.decode() == forms.FORM
    assert last.request.header("authorization") == f"Basic {forms.BASIC}"
    assert refusal(last) == ("invalid_grant", "Code not valid")


def test_a_har_is_a_sign_in_with_the_times_of_its_steps() -> None:
    captured = read(forms.SIGN_IN_HAR)
    sign_in, token = captured.exchanges
    assert sign_in.purpose is Purpose.AUTHORIZATION
    assert sign_in.response is not None
    assert sign_in.response.header("location") == forms.DELIVERED
    assert (token.started_at - sign_in.started_at, sign_in.seconds) == (6.0, 4.0)
    assert (sign_in.place, token.place) == ("entry 2", "entry 4")
    assert captured.kinds == {"HAR entry": 3}


def test_a_har_that_is_cut_off_gives_what_stands_before() -> None:
    cut = forms.SIGN_IN_HAR[: forms.SIGN_IN_HAR.rindex("logo.png")]
    assert read(cut, 100).exchanges == read(forms.SIGN_IN_HAR).exchanges


def test_firefox_writes_the_members_of_a_form_apart() -> None:
    entry = forms.entry(forms.URL, 400, method="POST", form="x", body=forms.REFUSAL)
    params = [{"name": name, "value": value} for name, value in form.decode(forms.FORM)]
    entry["request"]["postData"] = {"mimeType": "application/x-www-form-urlencoded", "params": params, "text": ""}  # type: ignore[index]
    assert read(forms.har(entry, creator="Firefox")).exchanges[0].request.body.decode() == forms.FORM


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("net::ERR_CERT_DATE_INVALID", NoAnswerReason.TLS),
        ("net::ERR_NAME_NOT_RESOLVED", NoAnswerReason.NAME),
        ("net::ERR_CONNECTION_REFUSED", NoAnswerReason.CONNECT),
        ("net::ERR_TUNNEL_CONNECTION_FAILED", NoAnswerReason.PROXY),
        ("net::ERR_TIMED_OUT", NoAnswerReason.TIMEOUT),
        ("net::ERR_EMPTY_RESPONSE", NoAnswerReason.BROKEN),
        ("net::ERR_CONNECTION_RESET", NoAnswerReason.BROKEN),
        ("NS_ERROR_NET_RESET", NoAnswerReason.BROKEN),
        ("net::ERR_FAILED", NoAnswerReason.BROWSER),
        ("net::ERR_ABORTED", NoAnswerReason.BROWSER),
        ("net::ERR_BLOCKED_BY_CLIENT", NoAnswerReason.BROWSER),
        ("", NoAnswerReason.UNSEEN),
    ],
)
def test_a_har_without_an_answer_says_why(error: str, reason: NoAnswerReason) -> None:
    entry = forms.entry(forms.URL, 0, method="POST", form=forms.FORM)
    entry["response"]["_error"] = error  # type: ignore[index]
    answer = read(forms.har(entry)).exchanges[0].answer
    assert isinstance(answer, NoAnswer)
    assert answer.reason is reason


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        ("net::ERR_CONNECTION_REFUSED", False),
        ("net::ERR_CONNECTION_TIMED_OUT", False),
        ("net::ERR_TIMED_OUT", True),
        ("net::ERR_CONNECTION_RESET", True),
        ("net::ERR_FAILED", True),
        ("net::ERR_BLOCKED_BY_CLIENT", False),
    ],
)
def test_a_har_tells_whether_a_request_may_have_been_sent(error: str, *, sent: bool) -> None:
    entry = forms.entry(forms.URL, 0, method="POST", form=forms.FORM)
    entry["response"]["_error"] = error  # type: ignore[index]
    answer = read(forms.har(entry)).exchanges[0].answer
    assert isinstance(answer, NoAnswer)
    assert answer.sent is sent


@pytest.mark.parametrize(
    ("status", "detail"),
    [(204, "net::ERR_FAILED"), (401, "net::ERR_FAILED, after its preflight (OPTIONS) was answered 401")],
)
def test_a_preflight_is_no_call_and_belongs_to_the_request_after_it(status: int, detail: str) -> None:
    asked = forms.entry("https://api.example/orders", status, method="OPTIONS")
    asked["response"]["headers"] = [{"name": "WWW-Authenticate", "value": "Bearer"}]  # type: ignore[index]
    kept = forms.entry("https://api.example/orders", 0, method="GET")
    kept["request"]["headers"] = [{"name": "Authorization", "value": "Bearer at-1"}]  # type: ignore[index]
    kept["response"]["_error"] = "net::ERR_FAILED"  # type: ignore[index]
    (exchange,) = read(forms.har(asked, kept)).exchanges
    assert exchange.purpose is Purpose.RESOURCE
    assert isinstance(exchange.answer, NoAnswer)
    assert (exchange.answer.detail, exchange.answer.sent) == (detail, status == 204)


def test_the_refusal_of_a_preflight_is_none_of_a_call() -> None:
    text = "OPTIONS /orders HTTP/1.1\nHost: api.example\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n"
    assert not read(text).exchanges


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        ("curl: (6) Could not resolve host: login.example", NoAnswerReason.NAME),
        (
            "curl: (7) Failed to connect to login.example port 443 after 2 ms: Connection refused",
            NoAnswerReason.CONNECT,
        ),
        ("curl: (28) Operation timed out after 5001 milliseconds", NoAnswerReason.TIMEOUT),
        ("curl: (60) SSL certificate problem: certificate has expired", NoAnswerReason.TLS),
        ("curl: (56) CONNECT tunnel failed, response 407", NoAnswerReason.PROXY),
    ],
)
def test_what_curl_says_is_why_no_answer_came(problem: str, reason: NoAnswerReason) -> None:
    captured = read(f"$ {forms.CURL_COMMAND}{problem}\n")
    assert len(captured.exchanges) == 1
    answer = captured.exchanges[0].answer
    assert isinstance(answer, NoAnswer)
    assert answer.reason is reason


@pytest.mark.parametrize(
    "text",
    [
        f"{forms.CALLBACK}?error=access_denied&error_description=No&state=xyz",
        f"The browser shows {forms.CALLBACK}?error=access_denied&error_description=No&state=xyz.",
        f"{forms.CALLBACK}#error=access_denied&error_description=No&state=xyz",
        f"https://login.example/next?returnUrl={quote(forms.CALLBACK, safe='')}%3Ferror%3Daccess_denied%26error_description%3DNo%26state%3Dxyz",
        f"https://links.example/?url={quote(forms.CALLBACK, safe='')}%3Ferror%3Daccess_denied%26error_description%3DNo%26state%3Dxyz&data=5",
        "com.example.app:/callback?error=access_denied&error_description=No&state=xyz",
        '127.0.0.1 - - [01/Mar/2026:12:00:00 +0000] "GET /callback?error=access_denied&error_description=No&state=xyz HTTP/1.1" 302',
    ],
)
def test_a_redirect_is_what_the_browser_brought_back(text: str) -> None:
    (exchange,) = read(text).exchanges
    assert exchange.purpose is Purpose.AUTHORIZATION
    assert exchange.response is not None
    assert dict(form.decode((exchange.response.header("location") or "").replace("#", "?").partition("?")[2])) == {
        "error": "access_denied",
        "error_description": "No",
        "state": "xyz",
    }


def test_a_redirect_answers_the_authorization_request_of_its_state() -> None:
    other = forms.AUTHORIZE.replace("state=xyz", "state=abc")
    captured = read(f"{forms.AUTHORIZE}\n{other}\n{forms.DELIVERED}\n")
    assert [exchange.response is not None for exchange in captured.exchanges] == [True, False]


def test_several_sources_are_one_body_of_evidence() -> None:
    browser = forms.har(forms.entry(forms.AUTHORIZE, 302, location=forms.DELIVERED, second=1))
    captured = read_captures([("login.har", [browser.encode()]), ("app.log", [forms.TEXT_LOG.encode()])])
    assert [one.place for one in captured.exchanges] == ["app.log, line 1", "login.har, entry 1"]
    assert captured.kinds == {"HAR entry": 1, "log line": 1}


@pytest.mark.parametrize("text", ["Bearer {}", '{{"authorization": "Bearer {}"}}', "token={}\n", "{}"])
def test_a_jwt_is_found_wherever_it_stands(text: str) -> None:
    jwt = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzcy5leGFtcGxlIn0.c2ln"
    (found,) = read(text.format(jwt)).tokens
    assert peek(found).claims == {"iss": "https://iss.example"}


def test_metadata_is_read_as_what_it_is() -> None:
    document = {"issuer": "https://login.example", "token_endpoint": forms.URL}
    assert read(json.dumps(document, indent=2)).documents == (document,)


def test_the_same_refusal_in_many_lines_is_counted_and_kept_once() -> None:
    lines = (f"{forms.TEXT_LOG.replace('request=17', f'request={number}')}\n" for number in range(1000))
    (exchange,) = read("".join(lines)).exchanges
    assert (exchange.count, exchange.place) == (1000, "line 1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing at all",
        "\x00\xff",
        '{"level": "error", "error": "EOF"}',
        '{"error": {"message": "boom", "stack": "at x", "code": "E1"}}',
        "curl is a fine program",
        "HTTP/1.1 100 Continue",
        "GET /index.html HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n\nhello",
        "https://shop.example/list?code=42&page=2",
        '{"log": {"entries": [',
        '{"log": {"entries": 3}}',
        "eyJ.eyJ.x",
        "an error code such as invalid_granted is none",
        "[" * 3000,
    ],
)
def test_what_is_nothing_of_ours_gives_nothing(text: str) -> None:
    captured = read(text.encode("utf-8", "surrogateescape"))
    assert captured.empty, captured


def test_a_line_like_an_earlier_one_is_read_anew_after_a_request() -> None:
    line = "error=invalid_grant error_description='Code {} not valid'\n"
    captured = read(line.format(1) + line.format(2) + forms.CURL_COMMAND + line.format(3))
    refusals = [refusal(one)[1] for one in captured.exchanges]
    assert refusals == ["Code 1 not valid", "Code 3 not valid"]
    assert [one.count for one in captured.exchanges] == [2, 1]


def test_a_jwt_in_a_line_of_a_log_keeps_the_time_of_the_line() -> None:
    jwt = unsigned({"exp": 1715678221}, alg="RS256")
    assert read(f"2024-05-14T09:13:00Z WARN {jwt} -> 401").tokens == {jwt: 1715677980.0}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("OAuthInvalidClientException: MSIS9607: The 'client_id' parameter is invalid.", "MSIS9607"),
        ("AADB2C90080: The provided grant has expired.", "AADB2C90080"),
        ('WARN type="CODE_TO_TOKEN_ERROR", realmId="3f5", userId="null", error="invalid_code"', "invalid_code"),
        ("type=LOGIN_ERROR, realmId=acme, error=expired_code, redirect_uri=https://app.example", "expired_code"),
        ("Error 400: redirect_uri_mismatch", "redirect_uri_mismatch"),
        ("AuthorizeRequestValidator Invalid redirect_uri: https://localhost:5002/signin-oidc", "invalid_redirect_uri"),
        ("Invalid parameter: redirect_uri", "invalid_redirect_uri"),
        (
            "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",
            "invalid_redirect_uri",
        ),
        ("RPError: state mismatch, expected 7aF9, got: zz91", "mismatching_state"),
        ("System.Exception: Correlation failed.", "mismatching_state"),
        ("OAuth2AuthenticationException: [authorization_request_not_found] ", "authorization_request_not_found"),
    ],
)
def test_a_product_s_own_number_or_event_is_a_refusal(text: str, error: str) -> None:
    (found,) = read(text).exchanges
    assert refusal(found)[0] == error


def test_an_error_page_that_names_the_client_is_what_the_browser_was_shown() -> None:
    (exchange,) = read("https://login.example/error?error=redirect_mismatch&client_id=shop").exchanges
    assert exchange.purpose is Purpose.AUTHORIZATION
    assert read("https://login.example/offer?code=SUMMER&client_id=shop").exchanges == ()


def test_of_an_address_within_another_a_space_is_part() -> None:
    (exchange,) = read(
        "https://login.example/?next=https%3A%2F%2Fapp.example%2Fcb%3Ferror%3Daccess_denied%26error_description%3DNo%20way"
    ).exchanges
    assert exchange.response is not None
    assert (exchange.response.header("location") or "").endswith("No%20way")


def test_nothing_is_looked_for_within_an_address_that_cannot_be_taken_apart() -> None:
    assert read("https://[login.example/cb?code=x1x2x3&state=xyz").exchanges == ()
