"""`discover`: metadata that is good, that names another issuer, that is not there; and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import JSON_TYPE, respond
from tests.journeys.sandbox_client import fetch, token_requests

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox


def metadata(server: MisbehavingServer, **members: object) -> dict[str, object]:
    return {"issuer": server.url(""), "token_endpoint": server.url(), "response_types_supported": ["code"], **members}


def requested(sandbox: Sandbox) -> list[str]:
    return [one.path for one in sandbox.requests]


def test_good_metadata_is_shown_unchanged(cli: Command, server: MisbehavingServer) -> None:
    document = metadata(server, odd={"a": [1, None]})
    server.behave(respond(200, document))
    done = cli("discover", server.url(""))
    assert (done.code, done.json, done.err) == (0, document, "")
    assert cli("discover", server.url(""), "--field", "token_endpoint").out == f"{server.url()}\n"


def test_people_see_endpoints_first_and_where_it_was_found(cli: Command, sandbox: Sandbox) -> None:
    done = cli("discover", sandbox.issuer, "-o", "pretty")
    lines = done.out.splitlines()
    assert lines[0] == sandbox.issuer
    assert lines[1] == f"  found at {sandbox.issuer}/.well-known/openid-configuration"
    assert done.out.index("endpoints") < done.out.index("offers")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (
            "",
            [
                "/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server",
                "/.well-known/oauth-protected-resource",
            ],
        ),
        (
            "/t1",
            [
                "/t1/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server/t1",
                "/.well-known/openid-configuration/t1",
                "/.well-known/oauth-protected-resource/t1",
            ],
        ),
    ],
)
def test_every_place_is_asked_and_named_when_there_is_none(
    cli: Command, server: MisbehavingServer, path: str, asked: list[str]
) -> None:
    server.behave(respond(404, b"<html>no</html>", ("Content-Type", "text/html")))
    done = cli("discover", server.url(path), "-o", "pretty")
    assert done.code == 23
    assert [one.line.split()[1] for one in server.requests] == asked
    assert "no metadata was found" in done.out


def test_a_metadata_url_itself_is_taken(cli: Command, sandbox: Sandbox) -> None:
    done = cli("discover", f"{sandbox.issuer}/.well-known/openid-configuration")
    assert (done.code, done.json["issuer"]) == (0, sandbox.issuer)
    assert requested(sandbox) == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize("output", ["pretty", "json"])
def test_another_issuer_is_exit_2_and_both_are_shown(cli: Command, server: MisbehavingServer, output: str) -> None:
    server.behave(respond(200, metadata(server, issuer="https://elsewhere.example")))
    done = cli("discover", server.url(""), "-o", output)
    assert done.code == 2
    said = " ".join((done.out + done.err).split())
    assert "https://elsewhere.example" in said
    assert server.url("") in said
    assert (done.out == "") == (output == "json")


def test_a_slash_at_the_end_is_another_issuer(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, metadata(server)))
    assert cli("discover", server.url("/")).code == 2


def test_a_grant_never_uses_the_metadata_of_another_issuer(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, metadata(server, issuer="https://elsewhere.example")))
    words = ("--issuer", server.url(""), "--client-id", "ci", "--client-secret", "literal:hush-hush-1")
    done = cli("fetch", "client-credentials", *words, "-o", "token")
    assert (done.code, done.out) == (2, "")
    assert [one.line.split()[0] for one in server.requests] == ["GET"]
    assert "issuer-mismatch" in done.err


def test_metadata_is_kept_for_the_next_run_until_no_cache(cli: Command, sandbox: Sandbox) -> None:
    paths = []
    for words in ((), (), ("--no-cache",), ()):
        sandbox.requests.clear()
        assert fetch(cli, sandbox, "client-credentials", *words, "-o", "token").code == 0
        paths.append([path for path in requested(sandbox) if path != "/token"])
    found = ["/.well-known/openid-configuration"]
    assert paths == [found, [], found, []]


def test_discover_always_asks_the_server(cli: Command, sandbox: Sandbox) -> None:
    for _ in range(2):
        sandbox.requests.clear()
        assert cli("discover", sandbox.issuer).code == 0
        assert requested(sandbox) == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize(("told", "kept"), [("max-age=60", True), ("no-store", False), ("max-age=0", False)])
def test_a_server_decides_whether_its_metadata_is_kept(
    cli: Command, server: MisbehavingServer, told: str, *, kept: bool
) -> None:
    server.behave(respond(200, metadata(server), JSON_TYPE, ("Cache-Control", told)))
    assert cli("discover", server.url("")).code == 0
    server.requests.clear()
    line = ("fetch", "client-credentials", "--issuer", server.url(""), "--client-id", "ci")
    cli(*line)
    assert [request.line.split()[0] for request in server.requests] == (["POST"] if kept else ["GET", "POST"])
    assert cli(*line, "--dry-run").code == 0  # it sends nothing, so what was seen last is all that it can show


def test_an_endpoint_of_the_command_line_wins_over_discovery(
    cli: Command, sandbox: Sandbox, server: MisbehavingServer
) -> None:
    done = fetch(cli, sandbox, "client-credentials", "--token-endpoint", server.url(), "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert token_requests(sandbox) == []
    assert requested(sandbox) == []  # everything the grant needs was named


@pytest.mark.parametrize(
    "url", ["login.example", "ftp://login.example", "https://", "https://u:p@login.example", "", "https://a b.example"]
)
def test_what_is_no_url_is_exit_2(cli: Command, url: str) -> None:
    done = cli("discover", url)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("tokencli: URL: ")


def test_nothing_that_a_dead_server_said_before_is_shown(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, metadata(server)), lambda line: line.reset())
    assert cli("discover", server.url("")).code == 0
    done = cli("discover", server.url(""))
    assert (done.code, done.out) == (20, "")
