"""Answers that stray from the specification: read as far as they can be, reported, and an error only with --strict."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.asking import deviations, fetch
from tests.faults.server import JSON_TYPE, NO_STORE, TOKENS, issue, raw, refuse, respond, whole

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

FORM = ("Content-Type", "application/x-www-form-urlencoded")
HTML = ("Content-Type", "text/html; charset=utf-8")
DEEP = b'{"access_token": "at-1", "x": ' + b"[" * 100_000

# What is odd, the behaviour, the deviations it must be reported as.
STRAYING = {
    "201": (respond(201, TOKENS), {"status-not-200"}),
    "JSON under text/plain": (respond(200, TOKENS, ("Content-Type", "text/plain"), NO_STORE), {"content-type-not-json"}),
    "JSON under no type": (respond(200, TOKENS, NO_STORE), {"content-type-not-json"}),
    "a byte order mark": (respond(200, b"\xef\xbb\xbf" + json.dumps(TOKENS).encode()), {"byte-order-mark"}),
    "broken UTF-8": (
        respond(200, b'{"access_token": "at-1", "token_type": "Bearer", "name": "M\xfcller"}'), {"broken-utf8"}
    ),
    "a duplicate member": (
        respond(200, b'{"access_token": "at-0", "token_type": "Bearer", "access_token": "at-1"}'), {"duplicate-member"}
    ),
    "no token_type": (issue(token_type=None), {"token-type-missing"}),
    "token_type that is a number": (issue(token_type=1), {"token-type-missing"}),
    "scope as a list": (issue(scope=["a", "b"]), {"scope-list"}),
    "scope with commas": (issue(scope="a,b"), {"scope-comma"}),
    "a form": (
        respond(200, b"access_token=at-1&token_type=bearer&expires_in=3600", FORM, NO_STORE),
        {"form-encoded-answer", "expires-in-string"},
    ),
    "a form under text/plain": (
        respond(200, b"access_token=at-1&token_type=bearer", ("Content-Type", "text/plain"), NO_STORE),
        {"form-encoded-answer"},
    ),
    "gzip that lies": (
        respond(200, TOKENS, JSON_TYPE, NO_STORE, ("Content-Encoding", "gzip")), {"transfer-problem"}
    ),
    "a coding nobody asked for": (
        respond(200, TOKENS, JSON_TYPE, NO_STORE, ("Content-Encoding", "br")), {"transfer-problem"}
    ),
    "no cache-control": (respond(200, TOKENS, JSON_TYPE), {"cache-control-missing"}),
}  # fmt: skip

EXPIRES_IN: dict[str, tuple[Any, int | None, str]] = {
    "a text": ("3600", 3600, "expires-in-string"),
    "a text with a fraction": ("3600.5", 3600, "expires-in-float"),
    "a text that is no number": ("an hour", None, "expires-in-not-a-number"),
    "a float": (3599.9, 3599, "expires-in-float"),
    "negative": (-1, 0, "expires-in-negative"),
    "null": ("null", None, "expires-in-null"),
    "10^30": (10**30, None, "expires-in-too-large"),
    "true": (True, None, "expires-in-not-a-number"),
    "a list": ([3600], None, "expires-in-not-a-number"),
}

# Not a token response at all: what stands on stderr.
NEITHER = {
    "HTML": (respond(200, b"<!DOCTYPE html><title>Sign in</title>", HTML), "an HTML page"),
    "HTML under 404": (respond(404, b"<html>not here</html>", HTML), "status 404, an HTML page"),
    "nothing": (respond(200, b""), "an empty body"),
    "nothing under 204": (raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), "status 204, an empty body"),
    "broken JSON": (respond(200, b'{"access_token": "at-1",'), "broken JSON at line 1, column"),
    "deep nesting": (respond(200, DEEP), "nested too deeply"),
    "a list": (respond(200, b'["at-1"]'), "JSON, but not an object"),
    "no access_token": (respond(200, {"token_type": "Bearer"}), "JSON without access_token"),
    "an empty access_token": (respond(200, {"access_token": ""}), "access_token is no text"),
    "an access_token that is a number": (respond(200, {"access_token": 1}), "access_token is no text"),
    "words": (respond(200, b"OK", ("Content-Type", "text/plain")), "text that is neither JSON nor a form"),
    "400 without an error": (respond(400, {"message": "no"}), "status 400 with JSON that names no error"),
    "tokens under 400": (respond(400, TOKENS), "status 400 with JSON that names no error"),
}  # fmt: skip


@pytest.mark.parametrize("how", STRAYING)
def test_a_straying_answer_is_used_and_reported(cli: Command, server: MisbehavingServer, how: str) -> None:
    behaviour, expected = STRAYING[how]
    server.behave(behaviour)
    done = fetch(cli, server, "-o", "json")
    assert (done.code, done.err) == (0, "")
    assert done.json["access_token"] == "at-1"
    assert expected <= deviations(done)
    assert fetch(cli, server, "-o", "token").out == "at-1\n"


@pytest.mark.parametrize("how", STRAYING)
def test_with_strict_a_straying_answer_is_exit_23(cli: Command, server: MisbehavingServer, how: str) -> None:
    server.behave(STRAYING[how][0])
    done = fetch(cli, server, "-o", "json", "--strict")
    assert done.code == 23
    assert "the answer strays from its specification: " in done.err


def test_a_faultless_answer_has_no_deviation_and_passes_strict(cli: Command, server: MisbehavingServer) -> None:
    done = fetch(cli, server, "-o", "json", "--strict")
    assert (done.code, deviations(done)) == (0, set())


@pytest.mark.parametrize("how", EXPIRES_IN)
def test_an_odd_expires_in_is_understood_as_far_as_it_can_be(cli: Command, server: MisbehavingServer, how: str) -> None:
    told, seconds, name = EXPIRES_IN[how]
    body = json.dumps({**TOKENS, "expires_in": told}).replace('"null"', "null")
    server.behave(respond(200, body))
    done = fetch(cli, server, "-o", "json")
    assert done.code == 0
    assert done.json["expires_in"] == json.loads(body)["expires_in"]  # unchanged
    assert done.json["tokencli"]["expires_in"] == seconds
    assert (done.json["tokencli"]["expires_at"] is None) == (seconds is None)
    assert name in deviations(done)
    assert fetch(cli, server, "-o", "pretty").code == 0


def test_no_expires_in_is_no_deviation_and_no_lifetime(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(expires_in=None))
    done = fetch(cli, server, "-o", "json")
    assert (done.code, done.json["tokencli"]["expires_at"], deviations(done)) == (0, None, set())


@pytest.mark.parametrize("word", ["bearer", "BEARER", "bEaReR"])
def test_token_type_may_be_in_any_case(cli: Command, server: MisbehavingServer, word: str) -> None:
    server.behave(issue(token_type=word))
    done = fetch(cli, server, "-o", "json", "--strict")
    assert (done.code, done.json["token_type"]) == (0, word)
    assert fetch(cli, server, "-o", "header").out == "Authorization: Bearer at-1\n"


def test_a_token_of_another_type_is_not_written_as_bearer(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(token_type="mac"))
    done = fetch(cli, server, "-o", "header")
    assert (done.code, done.out) == (2, "")
    assert "a token of the type mac is not sent as Bearer" in done.err


@pytest.mark.parametrize("how", NEITHER)
@pytest.mark.parametrize("output", ["token", "json", "pretty"])
def test_an_answer_that_is_no_token_response_is_exit_23(
    cli: Command, server: MisbehavingServer, how: str, output: str
) -> None:
    behaviour, words = NEITHER[how]
    server.behave(behaviour)
    done = fetch(cli, server, "-o", output)
    assert done.code == 23
    said = {"token": done.err, "json": done.err, "pretty": done.out}[output]
    assert words in " ".join(said.split())
    assert (done.out == "") == (output == "token")
    assert "Traceback" not in done.err


def test_a_refusal_under_200_is_a_refusal(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_grant", 200))
    done = fetch(cli, server, "-o", "json")
    assert (done.code, done.json["error"]) == (13, "invalid_grant")
    assert "error-in-success" in deviations(done)


def test_a_refusal_beside_a_token_is_a_refusal(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(error="invalid_scope"))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (16, "")


@pytest.mark.parametrize("error", [42, ["invalid_grant"], {"code": "x"}, ""])
def test_an_error_that_is_no_text_is_no_fault_of_ours(cli: Command, server: MisbehavingServer, error: Any) -> None:
    server.behave(respond(400, {"error": error}))
    done = fetch(cli, server, "-o", "json")
    assert done.code in {10, 23}
    assert done.json["error"] == error


def test_a_refusal_as_a_form_is_a_refusal(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(400, b"error=invalid_client&error_description=no+such+client", FORM))
    done = fetch(cli, server, "-o", "json")
    assert (done.code, done.json["error_description"]) == (12, "no such client")


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", "deflate"])
def test_a_coding_that_tells_the_truth_is_undone(cli: Command, server: MisbehavingServer, coding: str) -> None:
    plain = json.dumps(TOKENS).encode()
    octets = zlib.compress(plain) if coding == "deflate" else gzip.compress(plain)
    server.behave(respond(200, octets, JSON_TYPE, NO_STORE, ("Content-Encoding", coding)))
    done = fetch(cli, server, "-o", "json", "--strict")
    assert (done.code, done.json["access_token"]) == (0, "at-1")


def test_a_coding_that_ends_early_is_said(cli: Command, server: MisbehavingServer) -> None:
    plain = json.dumps({**TOKENS, "padding": [hash(str(number)) for number in range(400)]}).encode()
    server.behave(respond(200, gzip.compress(plain)[:-200], JSON_TYPE, ("Content-Encoding", "gzip")))
    done = fetch(cli, server, "-o", "json")
    assert done.code == 23
    assert "broken JSON" in done.err
    assert "the body's gzip coding ends early" in done.err
    server.behave(respond(200, gzip.compress(json.dumps(TOKENS).encode())[:-8], ("Content-Encoding", "gzip")))
    done = fetch(cli, server, "-o", "json")
    assert done.code == 0
    assert "transfer-problem" in deviations(done)


def test_every_challenge_is_seen(cli: Command, server: MisbehavingServer) -> None:
    challenges = (("WWW-Authenticate", 'Basic realm="clients"'), ("WWW-Authenticate", 'DPoP algs="ES256", Bearer'))
    server.behave(respond(401, {"error": "invalid_client"}, JSON_TYPE, *challenges))
    done = fetch(cli, server, "-v", "-o", "json")
    assert done.code == 12
    assert 'WWW-Authenticate: Basic realm="clients"' in done.err
    assert 'WWW-Authenticate: DPoP algs="ES256", Bearer' in done.err


def test_two_challenges_without_a_body_are_exit_12(cli: Command, server: MisbehavingServer) -> None:
    challenges = (
        ("WWW-Authenticate", "Basic"),
        ("WWW-Authenticate", 'Bearer error="invalid_token", error_description="'),
    )
    server.behave(respond(401, b"", *challenges))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (12, "")


def test_a_header_that_is_no_ascii_is_shown_and_harms_nothing(cli: Command, server: MisbehavingServer) -> None:
    server.behave(raw(whole(200, json.dumps(TOKENS).encode(), (JSON_TYPE, NO_STORE, ("X-Name", "Müller")))))
    done = fetch(cli, server, "-v", "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"issuer": 5}', b"<html>", b"", b"{", b'"text"', DEEP])
def test_odd_metadata_ends_in_words(cli: Command, server: MisbehavingServer, body: bytes) -> None:
    server.behave(respond(200, body))
    done = cli("discover", server.url(""), "-o", "json")
    assert done.code in {2, 23}
    assert done.out == ""
    assert done.err.startswith("tokencli: ")


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1",
        "https://",
        "/token",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://as.example:x/t",
        "https://a b",
    ],
)
def test_an_endpoint_that_no_request_can_go_to_is_said_to_be_the_servers(
    url: str, cli: Command, server: MisbehavingServer
) -> None:
    server.behave(respond(200, {"issuer": server.url(""), "token_endpoint": url}))
    done = cli("fetch", "client-credentials", "--issuer", server.url(""), "--client-id", "ci")
    assert (done.code, done.out) == (2, "")
    assert "is no http or https URL" in done.err
