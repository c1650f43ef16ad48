"""Colours and widths: what a terminal, a pipe, NO_COLOR, TERM=dumb and --color make of the same run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import issue, refuse
from tests.journeys.terminal import on_terminal
from tests.journeys.test_decode import RFC_JWT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

PRETTY = ("-o", "pretty")


def words(server: MisbehavingServer, *further: str) -> tuple[str, ...]:
    return ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "ci", *further)


@pytest.fixture(params=["fetch", "refusal", "decode", "discover", "explain"])
def command(request: pytest.FixtureRequest, cli: Command, server: MisbehavingServer) -> tuple[str, ...]:
    """A command that shows something to people."""
    trace = cli.home / "run.json"
    server.behave(refuse("invalid_client", 401), issue())
    cli(*words(server, "--trace", str(trace)))
    server.behave(refuse("invalid_client", 401) if request.param == "refusal" else issue())
    commands: dict[str, Callable[[], tuple[str, ...]]] = {
        "fetch": lambda: words(server),
        "refusal": lambda: words(server),
        "decode": lambda: ("decode", RFC_JWT),
        "discover": lambda: ("discover", server.url("")),
        "explain": lambda: ("explain", str(trace)),
    }
    return commands[request.param]()


def test_a_terminal_gets_colours(cli: Command, command: tuple[str, ...]) -> None:
    assert on_terminal(cli, *command).coloured


def test_a_terminal_gets_none_when_they_are_not_wanted(cli: Command, command: tuple[str, ...]) -> None:
    seen = on_terminal(cli, *command, env={"NO_COLOR": "1"})
    assert not seen.coloured
    assert seen.raw == seen.text


@pytest.mark.parametrize(
    ("further", "env"),
    [
        (("--color", "never"), {}),
        ((), {"NO_COLOR": "0"}),
        ((), {"TERM": "dumb"}),
        ((), {"TOKENCLI_COLOR": "never"}),
    ],
)
def test_there_are_several_ways_not_to_want_them(cli: Command, further: tuple[str, ...], env: dict[str, str]) -> None:
    assert not on_terminal(cli, "decode", RFC_JWT, *further, env=env).coloured


def test_an_empty_no_color_is_none(cli: Command) -> None:
    # https://no-color.org: when present and not an empty string.
    assert on_terminal(cli, "decode", RFC_JWT, env={"NO_COLOR": ""}).coloured


def test_a_pipe_gets_colours_only_when_they_are_asked_for(cli: Command, command: tuple[str, ...]) -> None:
    assert "\x1b" not in cli(*command, *PRETTY).out
    assert "\x1b[" in cli(*command, *PRETTY, "--color", "always").out


def test_the_command_line_wins_over_no_color(cli: Command) -> None:
    assert on_terminal(cli, "decode", RFC_JWT, "--color", "always", env={"NO_COLOR": "1"}).coloured


def test_a_product_is_never_coloured(cli: Command, server: MisbehavingServer) -> None:
    for output in ("token", "json", "header", "env"):
        assert "\x1b" not in cli(*words(server, "-o", output, "--color", "always")).out
    assert not on_terminal(cli, *words(server, "-o", "token", "--color", "always")).coloured


def test_the_view_is_no_wider_than_the_terminal(cli: Command, command: tuple[str, ...]) -> None:
    long = ("--scope", "orders.read orders.write orders.delete invoices.read") if command[0] == "fetch" else ()
    seen = on_terminal(cli, *command, *long, columns=60)
    told = [line for line in seen.text.splitlines() if not line.startswith("tokencli ")]  # a command is copied whole
    assert [line for line in told if len(line) > 60 and " " in line.strip()] == []


def test_help_is_readable_at_60_columns(cli: Command) -> None:
    seen = on_terminal(cli, "fetch", "password", "--help", columns=60)
    head, _, _ = seen.text.partition("Examples:")
    assert seen.code == 0
    assert not [line for line in head.splitlines() if len(line) > 60]


def test_nothing_is_said_only_by_colour(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_client", 401))
    seen = on_terminal(cli, *words(server))
    plain = on_terminal(cli, *words(server, "--color", "never"))
    without_times = [line for line in seen.text.splitlines() if " ms" not in line]
    assert without_times == [line for line in plain.text.splitlines() if " ms" not in line]
