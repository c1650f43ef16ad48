"""A request as text: whatever it holds, a shell passes it on unchanged."""

from __future__ import annotations

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.render.request import as_curl, as_http, as_json
from tokencli.wire import form
from tokencli.wire.message import FORM_MEDIA_TYPE, build_request

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
URL = "https://login.example/token"


def words_of(command: str) -> list[str]:
    """The words of a command as a POSIX shell reads them, line continuations undone."""
    return shlex.split(command.replace(" \\\n  --", " --"))


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_curl_gets_url_headers_and_body_as_single_words(members: list[tuple[str, str]]) -> None:
    body = form.encode(tuple(members)).encode()
    request = build_request("POST", URL, (("Content-Type", FORM_MEDIA_TYPE), ("X-Note", "it's $(x)")), body)
    words = words_of(as_curl(request))
    assert words[:4] == ["curl", "--silent", "--show-error", URL]
    assert words[-2:] == ["--data-binary", body.decode()]
    headers = [words[index + 1] for index, word in enumerate(words) if word == "--header"]
    assert headers == [f"Content-Type: {FORM_MEDIA_TYPE}", "X-Note: it's $(x)"]  # curl adds Host and Content-Length


@pytest.mark.parametrize(
    ("method", "body", "named"),
    [("GET", None, []), ("POST", b"a", []), ("POST", None, ["POST"]), ("PUT", b"a", ["PUT"])],
)
def test_curl_is_told_the_method_only_where_it_would_take_another(
    method: str, body: bytes | None, named: list[str]
) -> None:
    words = words_of(as_curl(build_request(method, URL, (), body)))
    assert [words[index + 1] for index, word in enumerate(words) if word == "--request"] == named


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_json_holds_the_members_in_their_order(members: list[tuple[str, str]]) -> None:
    body = form.encode(tuple(members)).encode()
    document = json.loads(as_json(build_request("POST", URL, (("Content-Type", FORM_MEDIA_TYPE),), body)))
    assert [(one["name"], one["value"]) for one in document["form"]] == members
    assert document["body"] == body.decode()


def test_a_body_that_is_no_form_has_no_members() -> None:
    request = build_request("POST", URL, (("Content-Type", "application/json"),), b'{"a": 1}')
    assert "form" not in json.loads(as_json(request))


def test_http_shows_no_control_sequence() -> None:
    request = build_request("POST", URL, (("X-A", "b"),), b"a=\x1b[2J\xff")
    assert (
        as_http(request) == "POST /token HTTP/1.1\nHost: login.example\nX-A: b\nContent-Length: 7\n\na=\\x1b[2J\ufffd\n"
    )


@given(TEXT)
def test_curl_gets_any_other_body_as_one_word_too(body: str) -> None:
    words = words_of(as_curl(build_request("POST", URL, (), f'"{body}"'.encode())))
    assert words[-2:] == ["--data-binary", f'"{body}"']
