"""Answers larger than any token answer are cut at a stated limit, however they are coded; memory stays bounded."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from typing import TYPE_CHECKING

from tests.faults.asking import fetch
from tests.faults.server import JSON_TYPE, NO_STORE, TOKENS, pour, respond
from tokencli.runtime.content_coding import LARGEST_BODY

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

HUGE = 100 * 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"


def test_a_body_of_100_mb_is_cut_at_the_limit(cli: Command, server: MisbehavingServer) -> None:
    server.behave(pour(HEAD + b"Content-Length: %d\r\n\r\n" % HUGE, HUGE))
    tracemalloc.start()
    try:
        done = fetch(cli, server, "-o", "token")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (done.code, done.out) == (23, "")
    assert most < 8 * LARGEST_BODY
    assert "the body was cut at 10 MB" in " ".join(done.err.split())
    assert len(done.err) < 10_000


def test_the_cut_is_said_in_the_trace(cli: Command, server: MisbehavingServer) -> None:
    server.behave(pour(HEAD + b"\r\n", HUGE))
    assert fetch(cli, server, "-o", "token", "--trace", "run.json").code == 23
    trace = json.loads((cli.home / "run.json").read_text("utf-8"))
    answer = trace["exchanges"][0]["response"]
    assert answer["problems"] == ["the body was cut at 10 MB"]
    assert len(answer["body"]) == LARGEST_BODY


def test_a_small_body_that_unpacks_to_100_mb_is_cut_too_and_said(cli: Command, server: MisbehavingServer) -> None:
    packer = zlib.compressobj(wbits=31)
    start = json.dumps(TOKENS)[:-1] + ', "padding": "'
    packed = packer.compress(start.encode()) + b"".join(packer.compress(b"x" * 1024 * 1024) for _ in range(100))
    packed += packer.compress(b'"}') + packer.flush()
    assert len(packed) < 200_000
    server.behave(respond(200, packed, JSON_TYPE, NO_STORE, ("Content-Encoding", "gzip")))
    done = fetch(cli, server, "-o", "token", "--trace", "run.json")
    assert (done.code, done.out) == (23, "")
    answer = json.loads((cli.home / "run.json").read_text("utf-8"))["exchanges"][0]["response"]
    assert answer["problems"] == ["the body was cut at 10 MB"]
    assert abs(len(answer["body"]) - LARGEST_BODY) < 100  # the token in it is redacted


def test_an_endless_header_is_no_answer(cli: Command, server: MisbehavingServer) -> None:
    server.behave(pour(b"HTTP/1.1 200 OK\r\nX-Long: ", HUGE))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert len(done.err) < 10_000
