"""What a person mistypes: exit 2, one sentence, and what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

ENDPOINT = ("--token-endpoint", "https://login.invalid/token")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fech",), "did you mean fetch?"),
        (("nothing-like-it",), "it is one of: fetch, login"),
        (("fetch", "client-credential"), "did you mean client-credentials?"),
        (("fetch", "xyz"), "it is one of: authorization-code, client-credentials"),
        (("fetch", "password", "--usrname", "a"), "--username"),
        (("fetch", "client-credentials", "--scope"), "'--scope' requires an argument"),
        (("fetch", "client-credentials", "-o", "yaml"), "'pretty', 'json', 'token'"),
        (("fetch", "client-credentials", "--dry-run", "curl"), "unexpected extra argument (curl)"),
        (("fetch", "client-credentials", "extra"), "unexpected extra argument (extra)"),
        (("fetch", "password", *ENDPOINT), "the grant password needs --username and --password"),
        (("fetch", "custom", *ENDPOINT), "--grant-type"),
        (("fetch", "refresh", *ENDPOINT), "TOKENCLI_REFRESH_TOKEN"),
        (("fetch", "jwt-bearer", *ENDPOINT), "--assertion"),
        (("fetch", "exchange", *ENDPOINT), "--subject-token"),
        (("fetch", "client-credentials", *ENDPOINT, "--client-secret", "literal:x"), "give --client-id"),
        (("fetch", "client-credentials", *ENDPOINT, "--client-id", "a", "--auth-method", "basic"), "--client-secret"),
        (("fetch", "client-credentials", *ENDPOINT, "--auth-method", "basics"), "did you mean basic?"),
        (("fetch", "client-credentials", "--token-endpoint", "login.example"), "https://login.example"),
        (("fetch", "client-credentials", "--token-endpoint", "https://a:b@login.example"), "--client-secret"),
        (("fetch", "client-credentials", *ENDPOINT, "--timeout", "0"), "leaves no time"),
        (("fetch", "client-credentials", *ENDPOINT, "--timeout", "1y"), "30s, 5m or 1h"),
        (("fetch", "client-credentials", *ENDPOINT, "--param", "a"), "NAME=VALUE"),
        (("fetch", "client-credentials", *ENDPOINT, "--client-id", "a", "--param", "grant_type=b"), "--override"),
        (("fetch", "client-credentials", *ENDPOINT, "--client-id", "a", "--header", "a"), "'Name: value'"),
        (("fetch", "client-credentials", *ENDPOINT, "--header", "A b: c"), "'Name: value'"),
        (("discover",), "missing argument 'URL'"),
        (("completion",), "missing argument"),
        (("explain", "--lst"), "--list"),
        (("decode", "a", "b"), "unexpected extra argument (b)"),
        (("profile", "shoow"), "there is no command 'shoow'; did you mean show?"),
        (("fetch", "client-credentials", "--client-secret:abc"), "did you mean --client-secret"),
    ],
)
def test_a_slip_is_answered_with_the_right_word(cli: Command, words: tuple[str, ...], said: str) -> None:
    done = cli(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("tokencli: ")
    assert said in done.err
    assert len(done.err.splitlines()) <= 3


@pytest.mark.parametrize("words", [(), ("fetch",), ("profile",)])
def test_no_command_is_answered_with_the_help(cli: Command, words: tuple[str, ...]) -> None:
    done = cli(*words)
    assert done.code == 2
    assert "Usage: tokencli" in done.err + done.out


def test_a_slip_of_one_command_names_the_help_of_that_command(cli: Command) -> None:
    assert "see: tokencli fetch password --help" in cli("fetch", "password", "--usrname", "a").err


@pytest.mark.parametrize(
    "secret", ["-----BEGIN PRIVATE KEY-----\nHush7\n", "--client-secret:Hush7", "-Hush7+/", "Hush7"]
)
@pytest.mark.parametrize("words", [(), ("fetch",), ("fetch", "client-credentials"), ("make", "jwks"), ("profile",)])
def test_a_word_that_may_be_a_secret_is_not_repeated(cli: Command, words: tuple[str, ...], secret: str) -> None:
    done = cli(*words, secret)
    assert (done.code, done.out) == (2, "")
    assert "Hush7" not in done.err


def test_what_was_typed_cannot_move_the_cursor(cli: Command) -> None:
    for words in (("\x1b[2J",), ("fetch", "\x1b[2J"), ("discover", "\x1b[2J"), ("profile", "show", "\x1b[2J")):
        done = cli(*words)
        assert done.code == 2
        assert "\x1b" not in done.err


def test_a_parameter_that_repeats_one_of_the_grant_is_sent_with_override(
    cli: Command, server: MisbehavingServer
) -> None:
    words = ("--token-endpoint", server.url(), "--client-id", "a", "--scope", "b", "--param", "scope=c")
    assert cli("fetch", "client-credentials", *words).code == 2
    assert server.requests == []
    assert cli("fetch", "client-credentials", *words, "--override", "-o", "token").code == 0
    assert server.requests[0].body == b"grant_type=client_credentials&scope=c&client_id=a"
