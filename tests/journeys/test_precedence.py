"""Command line over environment over profile over discovery over default, and each value says where it is from."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from tests.faults.server import respond

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

LAYERS = ("--client-id", "TOKENCLI_CLIENT_ID", "profile ci")


@pytest.mark.parametrize("given", [one for one in itertools.product((True, False), repeat=3) if any(one)])
def test_the_strongest_layer_that_says_something_wins(
    cli: Command, server: MisbehavingServer, given: tuple[bool, bool, bool]
) -> None:
    by_line, by_variable, by_profile = given
    client_id = 'client_id = "by-profile"\n' if by_profile else ""
    cli.config(f'[profiles.ci]\ntoken_endpoint = "{server.url()}"\n{client_id}')
    words = ("--client-id", "by-line") if by_line else ()
    env = {"TOKENCLI_CLIENT_ID": "by-variable"} if by_variable else {}
    done = cli("fetch", "client-credentials", "-p", "ci", *words, "-v", "-o", "token", env=env)
    assert done.code == 0
    expected = next(index for index, one in enumerate(given) if one)
    sent = dict(parse_qsl(server.requests[0].body.decode()))
    assert sent["client_id"] == ("by-line", "by-variable", "by-profile")[expected]
    said = next(line for line in done.err.splitlines() if line.startswith("* client_id "))
    assert f"(from {LAYERS[expected]}" in said


def test_a_repeatable_value_of_a_stronger_layer_replaces_the_weaker_one(
    cli: Command, server: MisbehavingServer
) -> None:
    cli.config(f'[profiles.ci]\ntoken_endpoint = "{server.url()}"\nclient_id = "ci"\nscope = ["a", "b"]\n')
    for words, env, scope in (
        ((), {}, "a b"),
        ((), {"TOKENCLI_SCOPE": "c\nd e"}, "c d e"),
        (("--scope", "f", "--scope", "g h"), {"TOKENCLI_SCOPE": "c"}, "f g h"),
    ):
        server.requests.clear()
        assert cli("fetch", "client-credentials", *words, "-o", "token", env=env).code == 0
        assert dict(parse_qsl(server.requests[0].body.decode()))["scope"] == scope


def test_an_endpoint_that_is_set_wins_over_discovery(
    cli: Command, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    document = {"issuer": server.url(""), "token_endpoint": other.url(), "device_authorization_endpoint": other.url()}
    server.behave(respond(200, document))
    cli.config(f'[profiles.ci]\nissuer = "{server.url("")}"\nclient_id = "ci"\n')
    assert cli("fetch", "client-credentials", "-o", "token").code == 0
    assert (len(server.requests), len(other.requests)) == (1, 1)
    env = {"TOKENCLI_TOKEN_ENDPOINT": other.url("/by-variable")}
    assert cli("fetch", "client-credentials", "-p", "ci", "-o", "token", env=env).code == 0
    assert other.requests[-1].line.startswith("POST /by-variable ")


def test_everything_may_come_from_the_environment(cli: Command, server: MisbehavingServer) -> None:
    env = {
        "TOKENCLI_TOKEN_ENDPOINT": server.url(),
        "TOKENCLI_CLIENT_ID": "ci",
        "TOKENCLI_CLIENT_SECRET": "hush-hush-1",
        "TOKENCLI_AUTH_METHOD": "client_secret_post",
        "TOKENCLI_OUTPUT": "token",
        "TOKENCLI_NO_INPUT": "1",
        "TOKENCLI_PARAM": "a=1\nb=2",
        "TOKENCLI_HEADER": "X-A: b",
        "TOKENCLI_RETRIES": "0",
    }
    done = cli.process("fetch", "client-credentials", env=env)
    # No warning of a bare literal: the process list does not show the environment.
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert parse_qsl(server.requests[0].body.decode()) == [
        ("grant_type", "client_credentials"),
        ("a", "1"),
        ("b", "2"),
        ("client_id", "ci"),
        ("client_secret", "hush-hush-1"),
    ]
    assert server.requests[0].header("x-a") == "b"


def test_it_works_without_a_home_and_on_a_read_only_file_system(cli: Command, server: MisbehavingServer) -> None:
    env = {"HOME": "/nonexistent", "TOKENCLI_TOKEN_ENDPOINT": server.url(), "TOKENCLI_CLIENT_ID": "ci"}
    done = cli.process("fetch", "client-credentials", "-o", "token", env=env)
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TOKENCLI_RETRIES", "many", "TOKENCLI_RETRIES: 'many' is no whole number"),
        ("TOKENCLI_TIMEOUT", "soon", "TOKENCLI_TIMEOUT: 'soon' is no duration"),
        ("TOKENCLI_STRICT", "perhaps", "TOKENCLI_STRICT: 'perhaps' is neither true nor false"),
        ("TOKENCLI_PARAM", "no-equals", "TOKENCLI_PARAM: what was given is not NAME=VALUE"),
        ("TOKENCLI_TOKEN_ENDPOINT", "login.example", "TOKENCLI_TOKEN_ENDPOINT: "),
        ("TOKENCLI_AUTH_METHOD", "basics", "did you mean basic?"),
    ],
)
def test_a_variable_that_cannot_be_meant_is_named(cli: Command, variable: str, value: str, words: str) -> None:
    env = {"TOKENCLI_TOKEN_ENDPOINT": "https://login.invalid/token", "TOKENCLI_CLIENT_ID": "ci", variable: value}
    done = cli("fetch", "client-credentials", env=env)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_an_empty_variable_says_nothing(cli: Command, server: MisbehavingServer) -> None:
    env = {
        "TOKENCLI_TOKEN_ENDPOINT": server.url(),
        "TOKENCLI_CLIENT_ID": "ci",
        "TOKENCLI_SCOPE": "",
        "TOKENCLI_OUTPUT": "",
    }
    assert cli("fetch", "client-credentials", env=env).json["access_token"] == "at-1"
    assert b"scope" not in server.requests[0].body
