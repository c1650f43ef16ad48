"""A server that is not ready: tried again only where nothing is spent, never longer than is reasonable, exit 22."""

from __future__ import annotations

import email.utils
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.asking import SPENDING, ask, fetch
from tests.faults.server import issue, refuse, respond

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

LATER = {
    "503": respond(503),
    "503 with seconds": respond(503, b"", ("Retry-After", "0")),
    "503 with a date": respond(503, b"", ("Retry-After", email.utils.formatdate(0, usegmt=True))),
    "503 with words": respond(503, b"", ("Retry-After", "soon")),
    "429": respond(429, b"", ("Retry-After", "0")),
    "429 with an error": respond(429, {"error": "invalid_client"}),
}


@pytest.fixture
def waited(cli: Command) -> list[float]:
    """The seconds that the runs of a test would have waited."""
    seconds: list[float] = []
    cli.monkeypatch.setattr("tokencli.app.wiring.pause", seconds.append)
    return seconds


@pytest.mark.parametrize("how", LATER)
def test_client_credentials_are_asked_for_again(
    cli: Command, server: MisbehavingServer, waited: list[float], how: str
) -> None:
    server.behave(LATER[how], issue())
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert len(server.requests) == 2
    assert server.requests[0].body == server.requests[1].body


@pytest.mark.parametrize("how", LATER)
@pytest.mark.parametrize("grant", SPENDING)
def test_what_can_be_spent_is_never_sent_twice(cli: Command, server: MisbehavingServer, grant: str, how: str) -> None:
    server.behave(LATER[how], issue())
    done = ask(cli, grant, server.url(), "--retries", "5", "-o", "token")
    assert (done.code, done.out) == (22, "")
    assert len(server.requests) == 1


def test_retries_end(cli: Command, server: MisbehavingServer, waited: list[float]) -> None:
    server.behave(respond(503))
    assert fetch(cli, server).code == 22
    assert len(server.requests) == 3  # 2 retries by default


def test_no_retries_means_one_request(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(503))
    assert fetch(cli, server, "--retries", "0").code == 22
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("told", "timeout", "expected"),
    [
        ("7", "30s", [7.0]),
        ("30", "60s", [30.0]),
        ("31", "60s", []),
        ("7", "5s", []),
        ("99999999999999999999", "30s", []),
        ("-1", "30s", [0.001]),
    ],
)
def test_retry_after_is_waited_for_within_30_s_and_within_the_timeout(
    cli: Command, server: MisbehavingServer, waited: list[float], told: str, timeout: str, expected: list[float]
) -> None:
    server.behave(respond(503, b"", ("Retry-After", told)), issue())
    done = fetch(cli, server, "--timeout", timeout, "-o", "token")
    assert waited == expected
    assert done.code == (0 if expected else 22)
    assert len(server.requests) == 1 + len(expected)


@pytest.mark.parametrize(("ahead", "tried"), [(20, True), (3600, False)])
def test_retry_after_may_be_a_date(
    cli: Command, server: MisbehavingServer, waited: list[float], ahead: int, tried: bool
) -> None:
    date = email.utils.formatdate(time.time() + ahead, usegmt=True)
    server.behave(respond(503, b"", ("Retry-After", date)), issue())
    done = fetch(cli, server, "-o", "token")
    assert done.code == (0 if tried else 22)
    assert all(0 <= seconds <= ahead for seconds in waited)
    assert len(waited) == int(tried)


@pytest.mark.parametrize(
    "body", [b"", b"<html>oops</html>", {"error": "server_error"}, {"error": "invalid_grant"}, {"message": "oops"}]
)
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_failing_server_is_exit_22_whatever_it_says_and_is_not_asked_again(
    cli: Command, server: MisbehavingServer, status: int, body: Any
) -> None:
    server.behave(respond(status, body), issue())
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (22, "")
    assert done.err.startswith("tokencli: ")
    assert len(server.requests) == 1


@pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable"])
def test_a_failure_in_the_words_of_the_protocol_is_exit_22_under_any_status(
    cli: Command, server: MisbehavingServer, error: str
) -> None:
    server.behave(refuse(error))
    done = fetch(cli, server, "-o", "json")
    assert (done.code, done.json["error"]) == (22, error)
