"""Whatever strangers send: no reader fails, and nothing depends on where the octets are cut."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.captures import forms
from tests.captures.test_forms import read
from tokencli.app.explain import explain
from tokencli.captures.blocks.curl_command import read_curl
from tokencli.captures.shell_words import is_open, split_words
from tokencli.errors import UsageProblem
from tokencli.render import Look
from tokencli.render.explanation import explanation_document, explanation_text
from tokencli.wire.redaction import Redactor

NOW = 1_772_366_400.0
SAMPLES = [*forms.EXCHANGES.values(), *forms.REFUSALS.values(), forms.CURL_VERBOSE, forms.AUTHORIZE, forms.DELIVERED]
# Pieces of every grammar, so that what is put together at random comes near to something.
WORDS = st.sampled_from(
    [
        "curl ", "-d ", "'", '"', "\\\n", "^\n", "`\n", "$'", "> POST /token HTTP/1.1\n", "< HTTP/1.1 400\n", "\n", "\n\n", "{", "}", "[",
        "]", '"error"', ":", ",", '"invalid_grant"', "error=", "&", "code=", "?", "#", "https://a.example/cb", "eyJhbGciOiJub25lIn0",
        ".", "e30", "== Info: ", "=> Send header", "0000: ", "50 4f", "AADSTS50011: ", "2026-03-01T12:00:00Z", "Authorization: Basic ",
        "grant_type=", "%", "\r", "\x00", "\ufeff", "curl: (60) x", '{"log": {"entries": [', "state=", "client_id=a", "response_type=code",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(WORDS, max_size=60).map("".join),
    st.tuples(
        st.sampled_from(SAMPLES), st.integers(0, 2000), st.integers(0, 40), st.lists(WORDS, max_size=3).map("".join)
    ).map(lambda one: one[0][: one[1]] + one[3] + one[0][one[1] + one[2] :]),
    st.text(max_size=300),
)


@settings(max_examples=400)
@given(TEXTS)
def test_any_text_is_explained_or_refused_and_never_fails(text: str) -> None:
    try:
        result = explain([("", [text.encode("utf-8", "surrogatepass")])], NOW)
    except UsageProblem:
        return
    document = explanation_document(result, Redactor(salt=b"x").knowing(result.secrets))
    assert json.loads(json.dumps(document)) == document


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_octets_are_read(octets: bytes) -> None:
    read(octets)


@settings(max_examples=200)
@given(TEXTS, st.integers(1, 40))
def test_it_does_not_matter_where_the_octets_are_cut(text: str, size: int) -> None:
    octets = text.encode("utf-8", "replace")
    assert read(octets, size) == read(octets)


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20), max_size=6))
def test_words_in_single_quotes_come_back_as_they_were(words: list[str]) -> None:
    quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
    # A caret at a line's end is what makes a command one for cmd, and two signs go on in the next line.
    if not {"^", "`", "\\"} & set("".join(words)):
        assert split_words(quoted) == tuple(words)
        assert not is_open(quoted)


@settings(max_examples=200)
@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_words_are_a_command_or_none(words: list[str]) -> None:
    request = read_curl(words)
    assert request is None or request.url


@pytest.mark.parametrize("name", [*forms.EXCHANGES, "several"])
def test_no_finding_and_no_word_holds_a_secret_of_the_capture(name: str) -> None:
    text = forms.EXCHANGES.get(name) or "\n\n".join(forms.EXCHANGES.values())
    echoed = text.replace("Code not valid", f"Code {forms.CODE} of client_secret={forms.SECRET} not valid")
    result = explain([("", [echoed.encode()])], NOW)
    assert result.findings
    redactor = Redactor(salt=b"x").knowing(result.secrets)
    told = json.dumps(explanation_document(result, redactor), ensure_ascii=False)
    told += explanation_text(result, Look(width=100, now=NOW), redactor)
    assert not [secret for secret in forms.CANARIES if secret in told]
