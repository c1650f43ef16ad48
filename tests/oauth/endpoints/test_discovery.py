from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import answer, refusal
from tokencli.oauth.endpoints.discovery import (
    IssuerMismatch,
    Metadata,
    NotFound,
    discover,
    fetch_document,
    issuer_of_metadata_url,
    metadata_urls,
)
from tokencli.runtime.replay import Replayed, replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import Response

ISSUER = "https://as.example/t1"
DOCUMENT: dict[str, Any] = {"issuer": ISSUER, "token_endpoint": "https://as.example/t1/token"}
MISSING = answer(b"", 404)
HOSTS = st.from_regex(r"[a-z]{1,8}\.example(:[1-9][0-9]{1,3})?", fullmatch=True)
PATHS = st.lists(st.from_regex(r"[A-Za-z0-9_~-]{1,6}", fullmatch=True), max_size=3).map(
    lambda parts: "".join(f"/{part}" for part in parts)
)


def _discover(issuer: str, *answers: Response | NoAnswer) -> Replayed[Any]:
    return replay(discover(issuer, "tokencli/test", (("X-Tenant", "north"),)), answers)


def _found(url: str, members: dict[str, Any]) -> Metadata:
    return Metadata(url, members, max_age=0)  # the answers are marked no-store


def test_an_issuer_without_a_path_has_one_place_by_each_rule() -> None:
    assert (
        metadata_urls("https://as.example")
        == metadata_urls("https://as.example/")
        == (
            "https://as.example/.well-known/openid-configuration",
            "https://as.example/.well-known/oauth-authorization-server",
        )
    )


@pytest.mark.parametrize("issuer", ["https://as.example/a/b", "https://as.example/a/b/"])
def test_with_a_path_openid_appends_and_rfc_8414_inserts(issuer: str) -> None:
    assert metadata_urls(issuer) == (
        "https://as.example/a/b/.well-known/openid-configuration",
        "https://as.example/.well-known/oauth-authorization-server/a/b",
        "https://as.example/.well-known/openid-configuration/a/b",
    )


def test_a_url_of_a_document_is_the_only_place() -> None:
    url = "https://as.example/.well-known/openid-configuration?tenant=a"
    assert metadata_urls(url) == (url,)


@given(HOSTS, PATHS)
def test_the_path_rules_can_be_turned_round(host: str, path: str) -> None:
    issuer = f"https://{host}{path}"
    assert {issuer_of_metadata_url(url) for url in metadata_urls(issuer)} == {issuer}


def test_what_is_no_well_known_url_is_an_issuer_itself() -> None:
    assert issuer_of_metadata_url("https://as.example/t1/") == "https://as.example/t1/"


def test_the_first_document_found_is_taken_whole() -> None:
    ended = _discover(ISSUER, answer({**DOCUMENT, "x": [1]}))
    assert ended.outcome == _found(f"{ISSUER}/.well-known/openid-configuration", {**DOCUMENT, "x": [1]})
    (step,) = ended.sent
    assert (step.purpose, step.request.method) == (Purpose.METADATA, "GET")
    assert step.request.headers == (
        ("Host", "as.example"), ("Accept", "application/json"), ("User-Agent", "tokencli/test"), ("X-Tenant", "north"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (MISSING, "status 404"),
        (answer(DOCUMENT, 201), "status 201"),
        (Response(302, (("Location", "https://b.example/"),)), "status 302, a redirect to https://b.example/"),
        (answer({}), "JSON that names no issuer"),
        (answer({"issuer": 5}), "JSON that names no issuer"),
        (answer([]), "JSON, but not an object"),
        (answer(b"<html>"), "an HTML page"),
        (refusal("server_error", 200), "the error server_error"),
    ],
)
def test_what_is_no_document_sends_on_to_the_next_place_and_is_told(odd: Response, told: str) -> None:
    first, second, third = metadata_urls(ISSUER)
    ended = _discover(ISSUER, odd, MISSING, answer(DOCUMENT))
    assert ended.outcome == _found(third, DOCUMENT)
    ended = _discover(ISSUER, MISSING, MISSING, odd)
    assert ended.outcome == NotFound(ISSUER, ((first, "status 404"), (second, "status 404"), (third, told)), odd)


def test_a_server_that_cannot_be_reached_is_not_asked_elsewhere() -> None:
    refused = NoAnswer(NoAnswerReason.CONNECT, "connection refused")
    assert _discover(ISSUER, refused).outcome is refused


@pytest.mark.parametrize(
    "named", ["https://as.example/t1/", "https://AS.example/t1", "http://as.example/t1", "https://evil.example"]
)
def test_a_document_of_another_issuer_is_not_used_and_both_are_told(named: str) -> None:
    ended = _discover(ISSUER, answer({**DOCUMENT, "issuer": named}))
    assert ended.outcome == IssuerMismatch(f"{ISSUER}/.well-known/openid-configuration", ISSUER, named)
    assert len(ended.sent) == 1


@pytest.mark.parametrize("named", [ISSUER, f"{ISSUER}/"])
def test_the_url_of_a_document_cannot_tell_a_final_slash(named: str) -> None:
    url = "https://as.example/.well-known/oauth-authorization-server/t1"
    document = {**DOCUMENT, "issuer": named}
    assert _discover(url, answer(document)).outcome == _found(url, document)
    assert isinstance(_discover(url, answer({"issuer": "https://as.example/t2"})).outcome, IssuerMismatch)


def test_an_odd_document_is_used_and_its_oddities_named() -> None:
    response = Response(200, (("Content-Type", "text/plain"),), b'\xef\xbb\xbf{"issuer": "https://as.example/t1"}')
    found = _discover(ISSUER, response).outcome
    assert isinstance(found, Metadata)
    assert [one.name for one in found.deviations] == ["content-type-not-json", "byte-order-mark"]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("max-age=3600", 3600),
        ("public, Max-Age=60, s-maxage=5", 60),
        ('max-age="60"', 60),
        ("no-store", 0),
        ("max-age=60, no-cache", 0),
        ("max-age=" + "9" * 50, 9_999_999_999),
        ("max-age=soon", None),
        ("max-age=-1", None),
        ("max-age=²", None),
        ("public", None),
        ("", None),
    ],
)
def test_the_server_says_for_how_long_the_document_may_be_kept(told: str, seconds: int | None) -> None:
    response = Response(
        200, (("Content-Type", "application/json"), ("Cache-Control", told)), b'{"issuer": "https://as.example/t1"}'
    )
    assert _discover(ISSUER, response).outcome.max_age == seconds


@given(
    st.binary() | st.dictionaries(st.sampled_from(["issuer", "error"]), st.none() | st.text() | st.integers()),
    st.integers(200, 599),
)
def test_any_document_is_used_refused_or_told(body: Any, status: int) -> None:
    ended = _discover("https://as.example/.well-known/openid-configuration", answer(body, status))
    assert isinstance(ended.outcome, Metadata | IssuerMismatch | NotFound)


def test_one_document_is_fetched_whatever_issuer_it_names() -> None:
    url = "https://as.example/.well-known/oauth-authorization-server"
    ended = replay(fetch_document(url, "tokencli/test"), [answer({**DOCUMENT, "issuer": "https://elsewhere.example"})])
    assert ended.outcome is not None
    assert ended.outcome.members["issuer"] == "https://elsewhere.example"
    assert [step.request.url for step in ended.sent] == [url]


@pytest.mark.parametrize("odd", [MISSING, answer({}), NoAnswer(NoAnswerReason.CONNECT, "connection refused")])
def test_where_there_is_none_nothing_is_fetched(odd: Response | NoAnswer) -> None:
    assert replay(fetch_document("https://as.example/x", "tokencli/test"), [odd]).outcome is None
