from __future__ import annotations

from typing import Any

import pytest

from tests.oauth.channel import answer, refusal
from tokencli.oauth.endpoints.jwks import fetch_keys
from tokencli.runtime.replay import replay
from tokencli.wire.exchange import NoAnswer, NoAnswerReason
from tokencli.wire.message import Response

URL = "https://as.example/keys"


def test_keys_that_are_objects_are_keys_and_what_else_stands_there_is_ignored() -> None:
    ended = replay(fetch_keys(URL, "tokencli/test"), [answer({"keys": [{"kty": "RSA"}, 5, "x", None, {}]})])
    assert ended.outcome == ({"kty": "RSA"}, {})
    (step,) = ended.sent
    assert step.request.header("accept") == "application/jwk-set+json, application/json"
    assert step.request.header("user-agent") == "tokencli/test"


@pytest.mark.parametrize("media_type", ["application/jwk-set+json", "text/plain", "application/octet-stream"])
def test_a_set_under_any_media_type_is_read(media_type: str) -> None:
    response = Response(200, (("Content-Type", media_type),), b'{"keys": []}')
    assert replay(fetch_keys(URL, "t"), [response]).outcome == ()


def test_a_fresh_set_is_asked_for_past_all_caches() -> None:
    (step,) = replay(fetch_keys(URL, "t", fresh=True), [answer({"keys": []})]).sent
    assert step.request.header("cache-control") == "no-cache"


@pytest.mark.parametrize(
    "response",
    [
        answer({"keys": []}, 201),
        answer({"keys": {}}),
        answer({}),
        answer([]),
        answer(b"<html>"),
        answer(b'{"keys": ['),
        refusal("server_error", 200),
    ],
)
def test_what_is_no_set_is_told(response: Response) -> None:
    told: Any = replay(fetch_keys(URL, "t"), [response]).outcome
    assert told.answer is response
    assert told.why == f"there is no set of keys at {URL}: status {response.status}"


def test_a_set_that_cannot_be_fetched_is_told_with_the_reason() -> None:
    ended: Any = replay(fetch_keys(URL, "t"), [NoAnswer(NoAnswerReason.CONNECT, "connection refused")])
    assert ended.outcome.why == f"the keys at {URL} could not be fetched: connection refused"


@pytest.mark.parametrize("url", ["", "keys", "https://[as.example/", "file:///etc/passwd"])
def test_what_is_no_url_is_not_asked(url: str) -> None:
    ended: Any = replay(fetch_keys(url, "t"), [])
    assert ended.outcome.why == f"the jwks_uri of the metadata, {url!r}, is no http or https URL"
