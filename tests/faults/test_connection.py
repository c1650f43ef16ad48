"""Connections that fail, break, drip or never answer: exit 20, and nothing that can be spent is sent twice."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.asking import SPENDING, ask, fetch
from tests.faults.server import drip, issue, raw, reset_after, respond, say_nothing, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

TOKENS = b'{"access_token": "at-1", "token_type": "Bearer"}'
HALF = whole(200, TOKENS)[:-10]
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED_HALF = CHUNKED + b"%x\r\n%s\r\n" % (len(TOKENS), TOKENS)
BROKEN = {
    "resets before a word": reset_after(),
    "resets in the middle of the head": reset_after(HALF[:30]),
    "resets in the middle of the body": reset_after(HALF),
    "ends before a word": raw(b""),
    "ends in the middle of the body": raw(HALF),
    "ends between two chunks": raw(CHUNKED_HALF),
    "sends a chunk without a size": raw(CHUNKED + b"wide\r\n" + TOKENS),
    "speaks no HTTP": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
}


@pytest.fixture
def refusing_url() -> Iterator[str]:
    with socket.socket() as held:  # so that nobody else gets the port; nobody listens there
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/token"


def test_a_server_that_answers_is_asked_once_and_the_token_stands_alone(
    cli: Command, server: MisbehavingServer
) -> None:
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert len(server.requests) == 1


@pytest.mark.parametrize("grant", ["client-credentials", *SPENDING])
def test_a_refused_connection_is_exit_20_and_says_where(cli: Command, refusing_url: str, grant: str) -> None:
    done = ask(cli, grant, refusing_url, "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert "no connection to 127.0.0.1:" in done.err
    assert "may have reached the server" not in done.err


def test_a_refused_connection_has_an_empty_object_of_members_in_json(cli: Command, refusing_url: str) -> None:
    done = ask(cli, "client-credentials", refusing_url, "-o", "json")
    assert done.code == 20
    assert set(done.json) == {"tokencli"}
    assert done.json["tokencli"]["problem"].startswith("no connection to 127.0.0.1:")


def test_client_credentials_are_sent_again_once_the_server_listens(cli: Command, server: MisbehavingServer) -> None:
    # The connection itself failed, so nothing can have arrived: RFC 9110 section 9.2.2 lets the client try again.
    url = server.url()
    attempts: list[str] = []

    def connect(address: Any, *rest: Any, **options: Any) -> socket.socket:
        attempts.append(str(address))
        if len(attempts) == 1:
            raise ConnectionRefusedError(111, "Connection refused")
        return real(address, *rest, **options)

    real = socket.create_connection
    cli.monkeypatch.setattr(socket, "create_connection", connect)
    done = ask(cli, "client-credentials", url, "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert len(attempts) == 2


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_answer_is_exit_20_and_says_that_the_request_may_have_arrived(
    cli: Command, server: MisbehavingServer, how: str
) -> None:
    server.behave(BROKEN[how])
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert "broke before a whole answer came" in done.err
    assert "the request may have reached the server" in done.err
    assert len(server.requests) == 1


@pytest.mark.parametrize("grant", SPENDING)
def test_what_can_be_spent_is_never_sent_twice_after_a_lost_answer(
    cli: Command, server: MisbehavingServer, grant: str
) -> None:
    server.behave(reset_after(HALF), issue())
    done = ask(cli, grant, server.url(), "--retries", "5")
    assert done.code == 20
    assert len(server.requests) == 1


def test_a_server_that_drips_is_cut_off_when_the_time_is_over(cli: Command, server: MisbehavingServer) -> None:
    server.behave(drip(whole(200, TOKENS)))
    done = fetch(cli, server, "--timeout", "1s", "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert "did not answer in time: no whole answer within 1 s" in done.err
    assert len(server.requests) == 1


def test_a_server_that_never_answers_is_given_up(cli: Command, server: MisbehavingServer) -> None:
    server.behave(say_nothing)
    done = fetch(cli, server, "--timeout", "300ms", "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert "no whole answer within 0.3 s; the request may have reached the server" in done.err
    assert server.came.wait(5)
    assert len(server.requests) == 1


def test_a_listener_that_never_speaks_tls_is_given_up(cli: Command, server: MisbehavingServer) -> None:
    server.behave(say_nothing)
    url = server.url().replace("http:", "https:")
    done = ask(cli, "client-credentials", url, "--timeout", "300ms", "--retries", "0")
    assert done.code == 20
    assert server.requests == []


def test_a_name_that_nobody_knows_is_exit_20(cli: Command) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    cli.monkeypatch.setattr(socket, "getaddrinfo", unknown)
    done = ask(cli, "client-credentials", "https://login.invalid/token", "--retries", "0", "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert "the name of login.invalid could not be looked up: Name or service not known" in done.err


def test_a_connection_that_breaks_during_discovery_is_exit_20(cli: Command, server: MisbehavingServer) -> None:
    server.behave(reset_after(HALF))
    done = cli("discover", server.url(""), "-o", "json")
    assert (done.code, done.out) == (20, "")
    assert "broke before a whole answer came" in done.err


def test_a_proxy_that_wants_a_password_is_exit_20_before_anything_is_sent(
    cli: Command, server: MisbehavingServer
) -> None:
    server.behave(respond(407, b"<html>who are you?</html>", ("Proxy-Authenticate", 'Basic realm="corp"')))
    url = "https://login.invalid/token"
    done = ask(cli, "client-credentials", url, "--proxy", server.url(""), "--retries", "0", "-o", "token")
    assert (done.code, done.out) == (20, "")
    assert "the proxy did not let us through to login.invalid: 407" in done.err
    assert [one.line for one in server.requests] == ["CONNECT login.invalid:443 HTTP/1.1"]
    assert server.requests[0].header("authorization") is None


def test_a_407_for_a_plain_request_is_exit_20_too(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(407, b"", ("Proxy-Authenticate", "Negotiate")))
    done = fetch(cli, server, "-o", "token")
    assert (done.code, done.out) == (20, "")


def test_a_proxy_of_the_environment_is_used_and_an_empty_one_is_not(
    cli: Command, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    other.behave(respond(407))
    environ = {"HTTP_PROXY": other.url(""), "http_proxy": other.url("")}
    assert ask(cli, "client-credentials", server.url(), "--proxy", "", "-o", "token").code == 0
    assert len(server.requests) == 1
    done = cli("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "ci", env=environ)
    assert done.code == 20
    assert (len(server.requests), len(other.requests)) == (1, 1)


def test_resolve_sends_to_another_address_under_the_same_name(cli: Command, server: MisbehavingServer) -> None:
    url = server.url(host="login.example")
    done = ask(
        cli, "client-credentials", url, "--allow-http", "--resolve", f"login.example:{server.port}:127.0.0.1",
        "-o", "token",
    )  # fmt: skip
    assert (done.code, done.out) == (0, "at-1\n")
    assert server.requests[0].header("host") == f"login.example:{server.port}"
    assert "plain http" in done.err


@pytest.mark.parametrize("word", ["login.example", "login.example:443", "login.example:wide:127.0.0.1"])
def test_a_malformed_resolve_is_exit_2(cli: Command, server: MisbehavingServer, word: str) -> None:
    done = fetch(cli, server, "--resolve", word)
    assert (done.code, done.out) == (2, "")
    assert "is not HOST:PORT:ADDRESS" in done.err
    assert server.requests == []


@pytest.mark.parametrize("kind", [(), ("--dry-run",), ("--dry-run=curl",)])
def test_plain_http_to_another_machine_is_refused(
    cli: Command, server: MisbehavingServer, kind: tuple[str, ...]
) -> None:
    elsewhere = ("--resolve", f"login.example:{server.port}:127.0.0.1")
    done = ask(cli, "client-credentials", server.url(host="login.example"), *elsewhere, *kind)
    if kind:
        assert done.code == 0  # it shows what would be sent, and sends nothing
    else:
        assert (done.code, done.out) == (2, "")
        assert "plain http, readable on the way" in done.err
        assert "--allow-http" in done.err
    assert server.requests == []


def test_plain_http_discovery_of_another_machine_is_refused(cli: Command, server: MisbehavingServer) -> None:
    done = cli("discover", server.url("", "login.example"), "--resolve", f"login.example:{server.port}:127.0.0.1")
    assert (done.code, done.out) == (2, "")
    assert server.requests == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "auth.localhost"])
def test_plain_http_to_this_machine_needs_no_leave(cli: Command, server: MisbehavingServer, host: str) -> None:
    done = ask(
        cli, "client-credentials", server.url(host=host), "--resolve", f"{host}:{server.port}:127.0.0.1",
        "-o", "token",
    )  # fmt: skip
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
