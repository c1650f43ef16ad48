from __future__ import annotations

import socket
import ssl
import urllib.request
from typing import TYPE_CHECKING

import pytest
import trustme

from tokencli.errors import UsageProblem
from tokencli.oauth.flow import AwaitResponse, Judgement, Listen
from tokencli.runtime.loopback import Loopback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    one = Loopback()
    yield one
    one.close()


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port: int = held.getsockname()[1]
        yield port


def listen(*ports: int, addresses: tuple[str, ...] = ("127.0.0.1",), tls: bool = False) -> Listen:
    return Listen(addresses, ports, "/callback", "127.0.0.1", tls)


def expecting(loopback: Loopback, port: int, scheme: str = "http") -> None:
    uri = f"{scheme}://127.0.0.1:{port}/callback"
    loopback.expect(AwaitResponse(lambda _: Judgement(ends=True, success=True, says="good"), 5, uri, "s"))


def test_the_next_port_is_taken_when_the_first_is_busy(loopback: Loopback, busy: int) -> None:
    assert loopback.listen(listen(busy, 0)) not in {0, busy}


def test_when_every_port_is_busy_each_is_named_with_what_to_do(loopback: Loopback, busy: int) -> None:
    with pytest.raises(UsageProblem) as problem:
        loopback.listen(listen(busy))
    assert str(busy) in problem.value.what
    assert "--port" in problem.value.help


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_localhost_is_answered_on_both_stacks_at_the_same_port(loopback: Loopback) -> None:
    port = loopback.listen(listen(0, addresses=("127.0.0.1", "::1")))
    expecting(loopback, port)
    for host in ("127.0.0.1", "[::1]"):
        with urllib.request.urlopen(f"http://{host}:{port}/callback?code=a", timeout=5) as answer:
            assert answer.status == 200


def test_an_https_redirect_uri_is_answered_with_the_given_certificate(loopback: Loopback, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "callback.pem")
    context = ssl.create_default_context()
    authority.configure_trust(context)
    loopback.cert = str(tmp_path / "callback.pem")
    port = loopback.listen(listen(0, tls=True))
    expecting(loopback, port, "https")
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/callback?code=a", timeout=5, context=context) as answer:
        assert b"Done" in answer.read()
    assert loopback.answers.get().header("location") == f"https://127.0.0.1:{port}/callback?code=a"


@pytest.mark.parametrize("cert", [None, "/nowhere/callback.pem"])
def test_an_https_redirect_uri_without_a_certificate_says_what_is_needed(loopback: Loopback, cert: str | None) -> None:
    loopback.cert = cert
    with pytest.raises(UsageProblem, match="certificate") as problem:
        loopback.listen(listen(0, tls=True))
    assert "--callback-cert" in problem.value.help


def test_only_loopback_is_bound_unless_another_address_was_named(loopback: Loopback) -> None:
    loopback.listen(listen(0))
    assert {server.server_address[0] for server in loopback._servers} == {"127.0.0.1"}
