"""The listener for a server's notification, with real sockets (OpenID CIBA Core section 10.2)."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from typing import TYPE_CHECKING

import pytest
import trustme

from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.client_notification import judge_ping
from tokencli.oauth.flow import AwaitPing, Listen, ListenForPing
from tokencli.runtime.notification import LARGEST_PING, NotificationListener
from tokencli.runtime.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN, ID = "the-notification-token", "r-1"
GOOD = {"Authorization": f"Bearer {TOKEN}"}
AWAIT = AwaitPing(lambda ping: judge_ping(ping, TOKEN, ID), 10.0, 10.0)


@dataclass
class Awaited:
    """A listener that waits in a thread of its own.

    Attributes:
        listener: The listener.
        came: How the wait ended; empty while it lasts.
    """

    listener: NotificationListener
    came: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listener.listen(ListenForPing(Listen(("127.0.0.1",), (0,), "/cb", "127.0.0.1", tls=False)))
        self.port: int = self.listener._servers[0].server_address[1]
        self.thread = threading.Thread(target=self._wait, daemon=True)

    def _wait(self) -> None:
        self.came.append(self.listener.wait(AWAIT, lambda: 10.0))

    def send(self, method: str = "POST", path: str = "/cb", body: bytes | None = None, **headers: str) -> int:
        """Sends a request, as the server would, and returns the status of the answer."""
        given = {"Authorization": GOOD["Authorization"], **headers}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body or json.dumps({"auth_req_id": ID}).encode(), given)
            return connection.getresponse().status


@pytest.fixture
def awaited() -> Iterator[Awaited]:
    one = Awaited(NotificationListener(Terminal("never")))
    one.thread.start()
    yield one
    with suppress(OSError):  # when the test has ended the wait, nobody is there any more
        one.send()
    one.thread.join(10)


def test_the_servers_own_notification_ends_the_wait(awaited: Awaited) -> None:
    assert awaited.send() == 204
    awaited.thread.join(10)
    assert awaited.came == [True]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"Authorization": "Bearer guessed"}, 401),
        ({"Authorization": ""}, 401),
        ({"body": b'{"auth_req_id": "r-2"}'}, 400),
        ({"body": b"<xml/>"}, 400),
        ({"path": "/"}, 404),
        ({"path": "/cb/x"}, 404),
        ({"method": "GET"}, 501),
        ({"method": "DELETE"}, 501),
        ({"Content-Length": "-1"}, 413),
        ({"Content-Length": str(LARGEST_PING + 1)}, 413),
    ],
)
def test_whatever_else_comes_is_refused_and_waited_past(
    awaited: Awaited, request_: dict[str, str], status: int
) -> None:
    assert awaited.send(**request_) == status  # type: ignore[arg-type] # a body among the texts
    assert awaited.came == []
    assert awaited.send() == 204


def test_a_notification_that_is_faster_than_the_answer_is_held_until_it_can_be_judged() -> None:
    one = Awaited(NotificationListener(Terminal("never")))
    statuses: list[int] = []
    server = threading.Thread(target=lambda: statuses.append(one.send()), daemon=True)
    server.start()
    one.thread.start()
    server.join(10)
    one.thread.join(10)
    assert (statuses, one.came) == ([204], [True])


def test_when_time_is_over_nothing_listens_any_more() -> None:
    one = Awaited(NotificationListener(Terminal("never")))
    assert one.listener.wait(AwaitPing(AWAIT.judge, 0.0, 0.0), lambda: 0.0) is False
    with pytest.raises(ConnectionRefusedError):
        one.send()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        listener = NotificationListener(Terminal("never"))
        with pytest.raises(UsageProblem, match=f"port {port} cannot be used"):
            listener.listen(ListenForPing(Listen(("127.0.0.1",), (port,), "/cb", "127.0.0.1", tls=False)))


def test_of_two_addresses_that_cannot_both_be_bound_none_stays_bound() -> None:
    listener = NotificationListener(Terminal("never"))
    with pytest.raises(UsageProblem):
        listener.listen(ListenForPing(Listen(("127.0.0.1", "127.0.0.1"), (0,), "/cb", "127.0.0.1", tls=False)))
    assert listener._servers == []


def test_over_tls_a_connection_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    authority = trustme.CA()
    pem = tmp_path / "callback.pem"
    pem.write_bytes(authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.bytes())
    one = Awaited(NotificationListener(Terminal("never"), str(pem)))
    one.thread.start()
    context = ssl.create_default_context()
    authority.configure_trust(context)
    server = HTTPSConnection("127.0.0.1", one.port, timeout=10, context=context)
    with socket.create_connection(("127.0.0.1", one.port), timeout=10), closing(server):
        server.request("POST", "/cb", json.dumps({"auth_req_id": ID}), GOOD)
        assert server.getresponse().status == 204
    one.thread.join(10)
    assert one.came == [True]


def test_an_https_endpoint_on_this_machine_needs_a_certificate() -> None:
    listener = NotificationListener(Terminal("never"))
    with pytest.raises(UsageProblem, match="needs a certificate"):
        listener.listen(ListenForPing(Listen(("127.0.0.1",), (0,), "/cb", "127.0.0.1", tls=True)))


def test_who_waits_is_told_of_every_notification_and_of_no_token(
    awaited: Awaited, capsys: pytest.CaptureFixture[str]
) -> None:
    awaited.send(Authorization="Bearer guessed")
    awaited.send()
    awaited.thread.join(10)
    said = capsys.readouterr().err
    assert "refused (401)" in said
    assert "the server says that there is an answer" in said
    assert TOKEN not in said
    assert "guessed" not in said
