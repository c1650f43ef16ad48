"""A redirect is an answer: nothing that carries a credential follows it (RFC 9700 section 4.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.asking import SPENDING, ask
from tests.faults.server import respond

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("grant", ["client-credentials", "refresh-token"])
def test_a_redirect_of_the_token_endpoint_is_exit_23_and_is_not_followed(
    cli: Command, server: MisbehavingServer, other: MisbehavingServer, status: int, grant: str
) -> None:
    server.behave(respond(status, b"", ("Location", other.url("/elsewhere"))))
    done = ask(cli, grant, server.url(), "-o", "token")
    assert (done.code, done.out) == (23, "")
    assert f"a redirect to {other.url('/elsewhere')}" in done.err
    assert (len(server.requests), other.requests) == (1, [])


@pytest.mark.parametrize("grant", SPENDING)
def test_a_redirect_to_the_same_server_is_not_followed_either(
    cli: Command, server: MisbehavingServer, grant: str
) -> None:
    server.behave(respond(307, b"", ("Location", "/token2")))
    assert ask(cli, grant, server.url()).code == 23
    assert len(server.requests) == 1


def test_a_redirect_without_a_place_is_exit_23(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(302, b"moved"))
    done = ask(cli, "client-credentials", server.url(), "-o", "token")
    assert (done.code, done.out) == (23, "")
    assert "a redirect to nowhere" in done.err


def test_an_extra_header_of_the_person_goes_nowhere_else(
    cli: Command, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    server.behave(respond(307, b"", ("Location", other.url())))
    ask(cli, "client-credentials", server.url(), "--header", "X-Api-Key: key-1234")
    assert server.requests[0].header("x-api-key") == "key-1234"
    assert other.requests == []
