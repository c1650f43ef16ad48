"""`sandbox` and `sandbox demo` as the processes a person starts."""

from __future__ import annotations

import re
import shlex
import socket
from typing import TYPE_CHECKING

from tests.journeys.running import running

if TYPE_CHECKING:
    from tests.journeys.command import Command


def test_the_demo_shows_the_command_the_request_and_the_token_and_stops(cli: Command) -> None:
    done = cli.process("sandbox", "demo")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("$ tokencli fetch client-credentials --issuer http://127.0.0.1:")
    assert "  POST /token HTTP/1.1" in lines
    assert re.fullmatch(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+", lines[-1])
    assert "The sandbox is stopped." in done.err
    port = int(re.findall(r"http://127\.0\.0\.1:(\d+)", lines[0])[0])
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_the_demo_does_not_need_the_proxy_of_the_environment(cli: Command) -> None:
    nowhere = "http://127.0.0.1:1"
    assert cli.process("sandbox", "demo", env={"HTTP_PROXY": nowhere, "http_proxy": nowhere}).code == 0


def test_the_sandbox_names_issuer_clients_and_users_and_ends_with_ctrl_c(cli: Command) -> None:
    with running(cli, "sandbox", "--port", "0") as run:
        issuer = run.wait_for(r"http://127\.0\.0\.1:\d+", on="out")
        tried = cli.process("discover", issuer, "--field", "token_endpoint")
        run.interrupt()
        done = run.finish()
    assert tried.out == f"{issuer}/token\n"
    assert done.code in {0, 130}
    assert "demo-secret" in done.out
    assert re.search(r"user +alice +password alice-pw", done.out)
    assert done.err.splitlines() == ["Ctrl-C stops it.", "stopped"]


def test_the_command_that_the_sandbox_prints_fetches_a_token(cli: Command) -> None:
    with running(cli, "sandbox", "--port", "0") as run:
        run.wait_for(r"^try", on="out")
        printed = run.wait_for(r"tokencli fetch .*", on="out")
        done = cli.process(*shlex.split(printed)[1:], "-o", "token")
        run.interrupt()
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("eyJ")


def test_a_port_that_is_taken_is_exit_2_and_says_what_to_do(cli: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = cli.process("sandbox", "--port", port)
    assert (done.code, done.out) == (2, "")
    assert f"port {port} cannot be used" in done.err
    assert "--port" in done.err


def test_a_port_that_is_none_is_exit_2(cli: Command) -> None:
    for word in ("70000", "-1", "http"):
        done = cli("sandbox", "--port", word)
        assert (done.code, done.out) == (2, "")
        assert "--port" in done.err
