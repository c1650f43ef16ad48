from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.checks.examined import examined
from tests.faults.server import MisbehavingServer, respond

if TYPE_CHECKING:
    from tests.journeys.command import Command

pytestmark = pytest.mark.enable_socket

DATED = respond(404, b"", ("Date", "Sun, 01 Mar 2026 12:00:00 GMT"))


@pytest.mark.parametrize(
    ("env", "words", "through"),
    [
        ({}, (), False),
        ({"HTTP_PROXY": "{}"}, (), True),
        ({"http_proxy": "{}"}, (), True),
        ({"ALL_PROXY": "{}"}, (), True),
        ({"HTTPS_PROXY": "{}"}, (), False),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "127.0.0.1"}, (), False),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "*"}, (), False),
        ({"HTTP_PROXY": "{}", "NO_PROXY": "login.example"}, (), True),
        ({"HTTP_PROXY": "{}"}, ("--proxy", ""), False),
        ({}, ("--proxy", "{}"), True),
        ({"TOKENCLI_PROXY": "{}"}, (), True),
    ],
)
def test_the_proxy_that_is_named_is_the_one_that_gets_the_request(
    cli: Command,
    server: MisbehavingServer,
    proxy: MisbehavingServer,
    env: dict[str, str],
    words: tuple[str, ...],
    through: bool,
) -> None:
    server.behave(DATED)
    proxy.behave(DATED)
    environ = {name: value.format(proxy.url("")) for name, value in env.items()}
    given = [one.format(proxy.url("")) for one in words]
    seen = examined(cli, "--token-endpoint", server.url(), *given, env=environ)
    assert (len(proxy.requests), len(server.requests)) == ((1, 0) if through else (0, 1))
    assert (f"127.0.0.1:{proxy.port} for " in seen.what("proxy")) == through
    assert seen.state("proxy") == ("warning" if through else "good")  # loopback through a proxy seldom works


def test_a_server_elsewhere_may_well_be_behind_a_proxy(cli: Command) -> None:
    seen = examined(cli, env={"HTTPS_PROXY": "http://proxy.example:3128"})
    assert (seen.state("proxy"), seen.findings) == ("good", {})
    assert seen.what("proxy").startswith("http://proxy.example:3128 for any https server")
    assert "HTTPS_PROXY" in seen.what("proxy")


@pytest.mark.parametrize("proxy_url", ["nonsense://proxy.example", "http://[::1", "http://proxy.example:port"])
def test_a_proxy_that_cannot_be_used_is_an_error(cli: Command, proxy_url: str) -> None:
    seen = examined(cli, "--proxy", proxy_url)
    assert (seen.code, seen.state("proxy")) == (10, "error")
    assert seen.findings["proxy-not-usable"]["help"]


@pytest.mark.parametrize("words", [("-o", "json"), ("-o", "pretty")])
def test_the_password_of_a_proxy_is_not_shown(cli: Command, words: tuple[str, ...]) -> None:
    done = cli("doctor", *words, env={"HTTPS_PROXY": "http://user:hush-hush-1@proxy.example:3128"})
    assert "proxy.example:3128" in done.out
    assert "hush-hush" not in done.out + done.err


def test_certificates_are_another_checks_question(cli: Command) -> None:
    assert examined(cli, "--ca-cert", "/nowhere.pem").state("proxy") == "good"
