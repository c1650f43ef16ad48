from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from tests.app.checks.examined import examined
from tests.faults.server import MisbehavingServer, respond

if TYPE_CHECKING:
    from tests.journeys.command import Command

pytestmark = pytest.mark.enable_socket

NOW = 1_772_366_400.0


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    from tokencli.oauth.flow import Ambient

    ambient = Ambient(now=lambda: NOW, monotonic=lambda: 0.0, random_octets=bytes)
    monkeypatch.setattr("tokencli.app.wiring.system_ambient", lambda: ambient)


def dated(server: MisbehavingServer, ahead: float, *headers: tuple[str, str]) -> MisbehavingServer:
    return server.behave(respond(405, b"", ("Date", formatdate(NOW + ahead, usegmt=True)), *headers))


@pytest.mark.parametrize(
    ("ahead", "said"), [(0, "has the same time"), (-1, "the same time"), (30, "30 s ahead"), (-60, "60 s behind")]
)
def test_a_clock_within_a_minute_is_good(cli: Command, server: MisbehavingServer, ahead: float, said: str) -> None:
    dated(server, ahead)
    seen = examined(cli, "--token-endpoint", server.url())
    assert (seen.code, seen.state("clock")) == (0, "good")
    assert said in seen.what("clock")


@pytest.mark.parametrize(("ahead", "said"), [(61, "61 s ahead of"), (-3600, "3600 s behind this")])
def test_a_clock_beyond_a_minute_is_an_error(cli: Command, server: MisbehavingServer, ahead: float, said: str) -> None:
    dated(server, ahead)
    seen = examined(cli, "--issuer", server.url(""))
    assert (seen.code, seen.state("clock")) == (10, "error")
    assert said in seen.findings["clock-skew"]["what"]


def test_it_asks_once_and_safely(cli: Command, server: MisbehavingServer) -> None:
    dated(server, 0)
    examined(cli, "--token-endpoint", server.url())
    assert [one.line for one in server.requests] == ["HEAD /token HTTP/1.1"]


def test_a_profile_that_was_named_is_asked_and_one_that_was_not_is_not(cli: Command, server: MisbehavingServer) -> None:
    dated(server, 0)
    cli.config(f'[profiles.ci]\ntoken_endpoint = "{server.url()}"\n').chmod(0o600)
    seen = examined(cli)
    assert (seen.state("clock"), server.requests) == ("note", [])
    assert "tokencli doctor PROFILE" in seen.checks["clock"]["help"]
    for words, env in ((("ci",), {}), (("-p", "ci"), {}), ((), {"TOKENCLI_PROFILE": "ci"})):
        server.requests.clear()
        assert examined(cli, *words, env=env).state("clock") == "good"
        assert len(server.requests) == 1


def test_an_answer_from_a_cache_tells_nothing(cli: Command, server: MisbehavingServer) -> None:
    dated(server, -3600, ("Age", "3600"))
    assert examined(cli, "--token-endpoint", server.url()).state("clock") == "note"


def test_an_answer_without_a_date_tells_nothing(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, b""))
    assert examined(cli, "--token-endpoint", server.url()).state("clock") == "note"


def test_a_server_that_does_not_answer_is_explained_as_everywhere(cli: Command) -> None:
    seen = examined(cli, "--token-endpoint", "http://127.0.0.1:1/token")
    assert (seen.code, seen.state("clock")) == (10, "error")
    assert seen.findings["connection-refused"]["severity"] == "error"


def test_plain_http_is_not_asked(cli: Command) -> None:
    seen = examined(cli, "--token-endpoint", "http://login.invalid/token")
    assert (seen.code, seen.state("clock")) == (0, "note")
    assert "plain http" in seen.what("clock")
