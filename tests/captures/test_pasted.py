"""What people paste: cut off, written into, copied out of HTML, several things in one line."""

from __future__ import annotations

import json

import pytest

from tests.captures import forms
from tokencli.captures.broken_json import mended
from tokencli.captures.markup import unescaped
from tokencli.captures.read import read_captures
from tokencli.oauth.answer import read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire.exchange import Exchange, Purpose


def read(text: str) -> tuple[Exchange, ...]:
    return read_captures([("", [text.encode()])]).exchanges


def refusal(exchange: Exchange) -> tuple[str, str]:
    assert exchange.response is not None
    reply = read_members(exchange.response)
    assert isinstance(reply, ErrorResponse)
    return reply.error, reply.description


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ('{"error":"invalid_grant","error_description":"The code was already rede', "The code was already rede"),
        ('{"error":"invalid_grant","error_description":"cut in an escape \\', None),
        (
            '{"error":"invalid_grant",\n  <-- WHY???\n"error_description":"Code \\"x\\" not valid"}',
            'Code "x" not valid',
        ),
        ('{"error":"invalid_grant","error_desc', None),
    ],
)
def test_of_a_refusal_that_was_cut_off_or_written_into_the_rest_is_read(text: str, description: str | None) -> None:
    told = json.loads(mended(text))
    assert told["error"] == "invalid_grant"
    if description is not None:
        assert told["error_description"] == description
    (exchange,) = read(f"HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{text}")
    assert refusal(exchange)[0] == "invalid_grant"


@pytest.mark.parametrize("text", ['{"error": "invalid_grant"}', '{"access_token": "at', "error", '{"error": "\\x"'])
def test_what_is_whole_or_no_refusal_stays_as_it_is(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<p>https://a.example/?x=1&amp;y=2</p>", "<p>https://a.example/?x=1&y=2</p>"),
        ('<div class="log">{&quot;error&quot;:1}</div>', '<div class="log">{"error":1}</div>'),
        ('{"error": "say &quot;x&quot;"}', '{"error": "say &quot;x&quot;"}'),
        ("a & b", "a & b"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_a_line_out_of_html_is_read_once_without_its_references(line: str, told: str) -> None:
    assert unescaped(line) == told


def test_a_conversation_that_was_copied_out_of_html_is_whole() -> None:
    text = f"{forms.AUTHORIZE}\n{forms.DELIVERED}\n{forms.HTTP}".replace("&", "&amp;").replace('"', "&quot;")
    sign_in, token = read(text)
    assert sign_in.response is not None
    assert "redirect_uri" in sign_in.request.url.partition("&state=")[2]
    assert refusal(token) == ("invalid_grant", "Code not valid")


def test_an_address_in_a_line_hides_no_error_in_it() -> None:
    text = f"ERROR GET {forms.CALLBACK}?code=abc123&state=x failed: token endpoint said invalid_grant: Code not valid"
    sign_in, token = read(text)
    assert sign_in.purpose is Purpose.AUTHORIZATION
    assert refusal(token) == ("invalid_grant", "Code not valid")


def test_an_address_that_brings_the_error_says_it_once() -> None:
    (exchange,) = read(f"GET {forms.CALLBACK}?error=access_denied&state=x failed: access_denied")
    assert exchange.purpose is Purpose.AUTHORIZATION


def test_the_page_about_an_error_is_nothing_that_a_browser_brought_back() -> None:
    text = "RuntimeError: {'error': 'invalid_client', 'error_description': \"AADSTS7000222: expired\", 'error_uri': 'https://login.example/error?code=7000222'}"
    (exchange,) = read(text)
    assert exchange.purpose is Purpose.TOKEN
    assert refusal(exchange) == ("invalid_client", "AADSTS7000222: expired")


@pytest.mark.parametrize(
    "text",
    [
        '{\n\u00a0 "error": "invalid_scope",\n\u00a0 "error_description": "No such scope"\n}',
        '12:00:01 app[12]: {\n12:00:02 app[12]:   "error": "invalid_scope",\n12:00:02 app[12]:   "error_description": "No such scope"\n12:00:03 app[12]: }\n',
    ],
)
def test_printed_json_is_read_with_the_blanks_and_prefixes_that_it_was_shown_with(text: str) -> None:
    (exchange,) = read(text)
    assert refusal(exchange) == ("invalid_scope", "No such scope")


def test_words_that_end_in_an_ellipsis_are_those_that_were_seen_whole() -> None:
    whole = "AADSTS50011: The redirect URI 'https://app.example/' does not match."
    (exchange,) = read(f"{whole}\nMessage: AADSTS50011: The redirect URI ...\n")
    assert exchange.count == 2
    assert refusal(exchange)[1] == whole
    assert len(read(f"{whole}\nMessage: AADSTS50011: Something else ...\n")) == 2


def test_an_address_in_a_line_that_cannot_be_taken_apart_is_left_out() -> None:
    assert not read("Back at https://app.example:port/callback?code=abc123&state=x")
