"""stdout carries the product and nothing else, in every format; all the rest goes to stderr."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.faults.asking import ask, fetch
from tests.faults.server import issue, refuse
from tests.journeys.terminal import on_terminal
from tokencli.render import FORMATS, SHOWS_REFUSALS

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

ALL = {
    "id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
    "refresh_token": "rt-1",
    "scope": "read",
    "odd": {"a": [1, 2]},
}
SILENT = sorted(set(FORMATS) - SHOWS_REFUSALS)


@pytest.mark.parametrize(
    ("output", "product"),
    [
        ("token", "at-1\n"),
        ("refresh-token", "rt-1\n"),
        ("header", "Authorization: Bearer at-1\n"),
    ],
)
def test_a_format_of_one_value_is_one_line(cli: Command, server: MisbehavingServer, output: str, product: str) -> None:
    server.behave(issue(refresh_token="rt-1"))
    done = fetch(cli, server, "-o", output)
    assert (done.code, done.out, done.err) == (0, product, "")


def test_notes_do_not_touch_the_product(cli: Command, server: MisbehavingServer) -> None:
    words = ("--header", "X-A: b", "-vv", "--param", "realm=north", "-o", "token")
    done = ask(cli, "password", server.url(), *words)
    assert done.out == "at-1\n"
    assert "discouraged" in done.err
    assert "> POST" in done.err


def test_json_keeps_the_servers_members_and_puts_ours_under_one_name(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(refresh_token="rt-1", scope="read", odd={"a": [1, None, "é"]}))
    before = int(time.time())
    done = fetch(cli, server, "-o", "json")
    ours = done.json.pop("tokencli") if isinstance(done.json, dict) else {}
    theirs = {name: value for name, value in done.json.items() if name != "tokencli"}
    assert theirs == {
        "access_token": "at-1",
        "token_type": "Bearer",
        "expires_in": 3600,
        "refresh_token": "rt-1",
        "scope": "read",
        "odd": {"a": [1, None, "é"]},
    }
    assert list(theirs)[:3] == ["access_token", "token_type", "expires_in"]
    assert before <= ours["received_at"] <= time.time()
    assert ours["expires_at"] - ours["received_at"] == 3600 == ours["expires_in"]
    assert datetime.fromisoformat(ours["expires_at_utc"]) == datetime.fromtimestamp(ours["expires_at"], UTC)
    assert (ours["http_status"], ours["findings"]) == (200, [])
    assert [one["name"] for one in ours["deviations"]] == ["refresh-token-not-expected"]


def test_json_of_a_refusal_keeps_the_servers_members_too(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_scope", error_description="no such scope", error_uri="https://x.example", trace_id=7))
    done = fetch(cli, server, "--scope", "nope", "-o", "json")
    assert done.code == 16
    ours = done.json["tokencli"]
    assert {name: value for name, value in done.json.items() if name != "tokencli"} == {
        "error": "invalid_scope",
        "error_description": "no such scope",
        "error_uri": "https://x.example",
        "trace_id": 7,
    }
    assert ours["http_status"] == 400
    assert set(ours["findings"][0]) == {"name", "confidence", "what", "where", "why", "help", "who", "see"}


def test_a_pipe_gets_json_and_a_terminal_gets_pretty(cli: Command, server: MisbehavingServer) -> None:
    words = ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "ci")
    assert cli(*words).json["access_token"] == "at-1"
    seen = on_terminal(cli, *words)
    assert seen.code == 0
    assert "access token" in seen.text
    assert seen.text.endswith("\n\nat-1\n")


@pytest.mark.parametrize("output", SILENT)
def test_a_refusal_leaves_stdout_empty_and_is_told_on_stderr(
    cli: Command, server: MisbehavingServer, output: str
) -> None:
    server.behave(refuse("invalid_scope"))
    done = fetch(cli, server, "-o", output)
    assert (done.code, done.out) == (16, "")
    assert done.err.startswith("tokencli: the server refused: invalid_scope")


@pytest.mark.parametrize("path", ["error", "tokencli.findings.0.name", "access_token"])
def test_a_field_of_a_refusal_is_not_printed(cli: Command, server: MisbehavingServer, path: str) -> None:
    server.behave(refuse("invalid_scope"))
    done = fetch(cli, server, "--field", path)
    assert (done.code, done.out) == (16, "")


def test_pretty_prints_a_refusal_on_stdout_and_nothing_on_stderr(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_scope", error_description="no such scope"))
    done = fetch(cli, server, "-o", "pretty")
    assert (done.code, done.err) == (16, "")
    assert "invalid_scope" in done.out
    assert "no such scope" in done.out


@pytest.mark.parametrize("output", ["id-token", "refresh-token"])
def test_a_token_that_was_not_issued_is_exit_2_with_what_to_ask_for(
    cli: Command, server: MisbehavingServer, output: str
) -> None:
    done = fetch(cli, server, "-o", output)
    assert (done.code, done.out) == (2, "")
    assert "the server issued no" in done.err
    assert "scope" in done.err


@pytest.mark.parametrize(
    ("path", "product"),
    [
        ("access_token", "at-1\n"),
        ("expires_in", "3600\n"),
        ("odd", '{"a": [1, 2]}\n'),
        ("odd.a.1", "2\n"),
        ("tokencli.http_status", "200\n"),
        ("tokencli.deviations.0.name", "scope-comma\n"),
    ],
)
def test_a_field_is_one_member_by_dots_and_indexes(
    cli: Command, server: MisbehavingServer, path: str, product: str
) -> None:
    server.behave(issue(odd={"a": [1, 2]}, scope="a,b"))
    done = fetch(cli, server, "--field", path)
    assert (done.code, done.out, done.err) == (0, product, "")


@pytest.mark.parametrize("path", ["expires", "odd.b", "odd.a.7", "odd.a.x", "access_token.0", "", ".", "odd."])
def test_a_field_that_is_not_there_is_exit_2_and_names_the_nearest(
    cli: Command, server: MisbehavingServer, path: str
) -> None:
    server.behave(issue(odd={"a": [1, 2]}))
    done = fetch(cli, server, "--field", path)
    assert (done.code, done.out) == (2, "")
    assert "--field: there is no " in done.err
    if path == "expires":
        assert "did you mean expires_in?" in done.err


def test_a_server_cannot_move_the_cursor(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_scope", error_description="\x1b[2J\u202egood\r\nbad"))
    for output in ("pretty", "json", "token"):
        done = fetch(cli, server, "-v", "-v", "-o", output)
        assert "\x1b" not in done.out + done.err
        assert "\u202e" not in done.out + done.err
    assert json.loads(fetch(cli, server, "-o", "json").out)["error_description"] == "\x1b[2J\u202egood\r\nbad"


def test_a_token_of_many_characters_stands_on_one_line(cli: Command, server: MisbehavingServer) -> None:
    long = "a" * 9000
    server.behave(issue(access_token=long))
    assert fetch(cli, server, "-o", "token").out == long + "\n"
    assert fetch(cli, server, "-o", "pretty").out.endswith(f"\n\n{long}\n")
    words = ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "ci")
    assert on_terminal(cli, *words, columns=60).text.endswith(f"\n\n{long}\n")


def test_a_token_cannot_move_the_cursor_or_begin_a_header(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(access_token="at\x1b[2J\r\nX-Evil: 1"))
    pretty = fetch(cli, server, "-o", "pretty")
    assert (pretty.code, pretty.out.splitlines()[-1]) == (0, r"at\x1b[2J\x0d\x0aX-Evil: 1")
    header = fetch(cli, server, "-o", "header")
    assert (header.code, header.out) == (2, "")
