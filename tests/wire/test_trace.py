from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Request, Response
from tokencli.wire.trace import NotATrace, Setting, Trace, is_trace, read_trace, write_trace

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SECONDS = st.floats(-1e10, 1e10)
HEADERS = st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
REQUESTS = st.builds(Request, TEXT, TEXT.map(lambda path: f"https://as.example/{path}"), HEADERS, st.binary())
ANSWERS = st.builds(Response, st.integers(100, 599), HEADERS, st.binary(), st.lists(TEXT, max_size=2).map(tuple)) | (
    st.builds(NoAnswer, st.sampled_from(NoAnswerReason), TEXT, st.booleans())
)
EXCHANGES = st.builds(Exchange, st.sampled_from(Purpose), REQUESTS, ANSWERS, SECONDS, SECONDS)
TRACES = st.builds(
    Trace,
    SECONDS,
    TEXT,
    st.booleans(),
    st.lists(st.builds(Setting, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    st.lists(EXCHANGES, max_size=3).map(tuple),
    st.dictionaries(TEXT, TEXT | st.integers() | st.lists(TEXT, max_size=2), max_size=3),
)
WHOLE = Trace(
    1.5,
    "tokencli 1",
    True,
    (Setting("client_id", "ci", "--client-id"),),
    (
        Exchange(Purpose.TOKEN, Request("POST", "https://as.example/token", (("A", "b"),), b"a=1"), Response(200), 1.0, 2.0),
        Exchange(
            Purpose.KEYS, Request("GET", "https://as.example/keys"), NoAnswer(NoAnswerReason.TIMEOUT, "late"), 3.0, 4.0
        ),
    ),
    {"issuer": "https://as.example"},
)  # fmt: skip


def _document() -> dict[str, Any]:
    document = json.loads(write_trace(WHOLE))
    assert isinstance(document, dict)
    return document


@given(TRACES)
def test_what_was_written_is_read_back(trace: Trace) -> None:
    assert read_trace(json.loads(write_trace(trace))) == trace


@given(TRACES)
def test_a_file_holds_nothing_that_moves_a_cursor(trace: Trace) -> None:
    text = write_trace(trace)
    assert text.endswith("}\n")
    assert not {"\x1b", "\x9b", "\u202e", "\r"} & set(text)


def test_a_body_that_is_no_utf8_keeps_its_octets() -> None:
    body = bytes(range(256))
    exchange = Exchange(Purpose.TOKEN, Request("POST", "https://as.example/token", (), body), Response(200), 0.0, 0.0)
    trace = read_trace(json.loads(write_trace(Trace(0.0, "p", False, (), (exchange,)))))
    assert trace.exchanges[0].request.body == body


@pytest.mark.parametrize("document", [None, [], "tokencli-trace", {}, {"format": "har"}])
def test_what_does_not_say_that_it_is_a_trace_is_none(document: Any) -> None:
    assert not is_trace(document)
    with pytest.raises(NotATrace, match="is no tokencli trace"):
        read_trace(document)


@pytest.mark.parametrize("version", [2, None, "1"])
def test_a_trace_of_another_version_is_told_by_its_number(version: Any) -> None:
    with pytest.raises(NotATrace, match=f"of version {version}; this program reads version 1"):
        read_trace({**_document(), "version": version})


@pytest.mark.parametrize("name", ["created_at", "program", "redacted", "settings", "metadata", "exchanges"])
def test_a_trace_without_one_of_its_members_is_incomplete(name: str) -> None:
    document = _document()
    del document[name]
    with pytest.raises(NotATrace, match=f"incomplete: KeyError '{name}'"):
        read_trace(document)


@pytest.mark.parametrize("moment", ["NaN", "Infinity", 1e300, 10**400, None, "soon", []])
def test_a_time_beyond_the_calendar_is_no_time(moment: Any) -> None:
    document = _document()
    document["exchanges"][0]["started_at"] = moment
    with pytest.raises(NotATrace):
        read_trace(document)


@pytest.mark.parametrize("url", ["https://[as.example/token", "https://as.example:port/token"])
def test_a_url_that_cannot_be_taken_apart_is_refused_at_once(url: str) -> None:
    document = _document()
    document["exchanges"][0]["request"]["url"] = url
    with pytest.raises(NotATrace):
        read_trace(document)


JSON: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({}) | st.just([1])
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


@given(st.sampled_from(_places(json.loads(write_trace(WHOLE)))[1:]), JSON)
def test_a_trace_with_something_else_in_any_place_is_read_or_refused_in_words(
    place: tuple[Any, ...], something: Any
) -> None:
    document: Any = _document()
    inner = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = something
    try:
        trace = read_trace(document)
    except NotATrace:
        return
    write_trace(trace)
