"""Exit codes in their order of precedence: 429 and 5xx, then `error` as written, then 401, then 23; a note is no code."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.asking import ask, fetch
from tests.faults.server import issue, raw, refuse, respond
from tests.journeys.sandbox_client import named
from tokencli.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

# The table of the contract, as it is promised to scripts.
OF_ERROR = {
    "invalid_request": 11,
    "invalid_client": 12,
    "invalid_grant": 13,
    "unauthorized_client": 14,
    "unsupported_grant_type": 15,
    "unsupported_response_type": 15,
    "invalid_scope": 16,
    "invalid_target": 16,
    "invalid_authorization_details": 16,
    "access_denied": 17,
    "consent_required": 17,
    "login_required": 17,
    "interaction_required": 17,
    "insufficient_user_authentication": 17,
    "server_error": 22,
    "temporarily_unavailable": 22,
    "expired_token": 3,
    "something_of_the_servers_own": 10,
    "Invalid_Client": 10,
}
AWAY = "http://127.0.0.1"


@pytest.mark.parametrize("error", OF_ERROR)
@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_an_error_as_written_decides_whatever_the_status(
    cli: Command, server: MisbehavingServer, error: str, status: int
) -> None:
    server.behave(refuse(error, status))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (OF_ERROR[error], "")
    assert f"the server refused: {error}" in done.err


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
@pytest.mark.parametrize("body", [{"error": "invalid_client"}, {"error": "invalid_grant"}, {}, b"", b"<html>"])
def test_429_and_5xx_are_22_whatever_the_body_says(
    cli: Command, server: MisbehavingServer, status: int, body: Any
) -> None:
    server.behave(respond(status, body))
    assert fetch(cli, server, "--retries", "0", "-o", "token").code == 22


def test_tokens_under_a_failing_status_are_no_tokens(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(500, {"access_token": "at-1", "token_type": "Bearer"}))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (22, "")


@pytest.mark.parametrize("body", [{}, {"message": "who are you"}, b"", b"<html>sign in</html>", b"{"])
def test_a_401_without_an_error_is_12(cli: Command, server: MisbehavingServer, body: Any) -> None:
    server.behave(respond(401, body))
    assert fetch(cli, server, "-o", "token").code == 12


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404])
def test_any_other_answer_without_an_error_is_23(cli: Command, server: MisbehavingServer, status: int) -> None:
    server.behave(respond(status, b"<html>hello</html>", ("Content-Type", "text/html")))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (23, "")


def test_a_closed_port_is_20(cli: Command) -> None:
    with socket.socket() as held:  # so that nobody else gets the port; nobody listens there
        held.bind(("127.0.0.1", 0))
        done = ask(cli, "client-credentials", f"{AWAY}:{held.getsockname()[1]}/token", "-o", "token")
    assert (done.code, done.out) == (20, "")


def test_a_server_without_tls_behind_https_is_21(cli: Command, server: MisbehavingServer) -> None:
    server.behave(raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    server.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    done = ask(cli, "client-credentials", server.url().replace("http:", "https:"), "-o", "token")
    assert (done.code, done.out) == (21, "")


def test_deviations_change_the_code_only_with_strict(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(token_type=None, expires_in="3600"))
    assert fetch(cli, server, "-o", "token").code == 0
    strict = fetch(cli, server, "--strict", "-o", "json")
    assert strict.code == 23
    assert {one["name"] for one in strict.json["tokencli"]["deviations"]} == {"token-type-missing", "expires-in-string"}


def test_strict_does_not_outrank_a_refusal(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_grant", 200))
    assert fetch(cli, server, "--strict", "-o", "token").code == 13


@pytest.mark.parametrize("words", [("-o", "token"), ("-o", "header"), ("--field", "access_token")])
def test_with_strict_a_token_that_strays_is_not_handed_on(
    cli: Command, server: MisbehavingServer, words: tuple[str, ...]
) -> None:
    server.behave(issue(token_type=None))
    assert fetch(cli, server, *words).code == 0
    done = fetch(cli, server, "--strict", *words)
    assert (done.code, done.out) == (23, "")
    assert "token_type is missing" in done.err


def test_strict_from_the_environment_counts(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(token_type=None))
    words = ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "ci", "-o", "token")
    assert cli(*words, env={"TOKENCLI_STRICT": "yes"}).code == 23
    assert cli(*words, env={"TOKENCLI_STRICT": "no"}).code == 0


def test_an_id_token_that_fails_validation_is_40_and_no_token_is_shown(cli: Command, sandbox: Sandbox) -> None:
    # The ID token of another client: its audience is not this one (OpenID Connect Core section 3.1.3.7).
    foreign = ("--username", "alice", "--password", "literal:alice-pw", "--scope", "openid")
    token = cli("fetch", "password", *named(sandbox), *foreign, "-o", "id-token").out.strip()
    assert token
    from tests.faults.server import MisbehavingServer

    with MisbehavingServer() as server:
        server.behave(issue(id_token=token))
        endpoint = ("--issuer", sandbox.issuer, "--token-endpoint", server.url())
        words = ("fetch", "code", *endpoint, "--client-id", "somebody-else", "--code", "literal:c-1234")
        done = cli(*words, "--no-cache", "-o", "json")
    assert done.code == 40
    assert "access_token" not in done.json
    assert "at-1" not in done.out + done.err


def test_what_must_be_typed_and_cannot_be_is_4(cli: Command, server: MisbehavingServer) -> None:
    words = ("--token-endpoint", server.url(), "--client-id", "ci", "--client-secret", "prompt:", "-o", "token")
    for further in ((), ("--no-input",)):
        done = cli("fetch", "client-credentials", *words, *further)
        assert (done.code, done.out) == (4, "")
        assert "must be typed" in done.err
    assert server.requests == []


def test_a_keyring_that_is_needed_and_fails_is_50(cli: Command, server: MisbehavingServer) -> None:
    environ = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    words = ("--token-endpoint", server.url(), "--client-id", "ci", "--client-secret", "keyring:ci", "-o", "token")
    done = cli.process("fetch", "client-credentials", *words, env=environ)
    assert (done.code, done.out) == (50, "")
    assert "the keyring could not be read" in done.err
    assert server.requests == []


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "client-credentials"),
        ("fetch", "client-credentials", "--token-endpoint", "ftp://login.example"),
        ("fetch", "client-credentials", "--no-such-option"),
        ("fetch", "no-such-grant"),
        ("explain", "no words that anybody could explain"),
        ("decode", "no-jwt"),
        ("no-such-command",),
        ("fetch", "password", "--issuer", "https://login.example", "--username", "alice"),
    ],
)
def test_wrong_usage_is_2_with_a_sentence_and_no_product(cli: Command, words: tuple[str, ...]) -> None:
    done = cli(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("tokencli: ")
    assert "Traceback" not in done.err


def test_a_fault_of_our_own_is_1_and_says_where_to_report_it_without_any_value(
    cli: Command, server: MisbehavingServer
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("hush-hush-1")

    cli.monkeypatch.setattr("tokencli.app.get_token.get_token", broken)
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (1, "")
    assert "a fault in tokencli itself: ZeroDivisionError in " in done.err
    assert "report" in done.err
    assert "hush-hush-1" not in done.err
    assert "Traceback" not in done.err


def test_every_code_of_the_contract_has_a_name_and_no_other_has(cli: Command) -> None:
    promised = {0, 1, 2, 3, 4, *range(10, 18), *range(20, 24), 40, 50, 130}
    assert {int(one) for one in ExitCode} == promised
    assert cli("--version").code == 0
