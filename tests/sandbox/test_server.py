"""The sandbox as a thing that is started and stopped."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from tokencli.sandbox import Sandbox, SandboxUnavailable

if TYPE_CHECKING:
    from tests.journeys.command import Command


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "as.example", "10.0.0.1", "127.0.0.1.example", "localhost.example", "128.0.0.1"]
)
def test_it_listens_nowhere_but_on_loopback(host: str) -> None:
    """Everybody knows its secrets."""
    with pytest.raises(ValueError, match="loopback only"):
        Sandbox(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_it_listens_on_loopback(host: str) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    with Sandbox(host=host) as sandbox:
        response = httpx.get(f"{sandbox.issuer}/.well-known/openid-configuration", trust_env=False)
    assert response.json()["issuer"] == sandbox_origin(host, response)


def sandbox_origin(host: str, response: httpx.Response) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{response.url.port}"


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_a_port_that_is_taken_is_an_error_of_the_system() -> None:
    with Sandbox() as first, pytest.raises(OSError, match="in use"):
        Sandbox(port=urlsplit(first.issuer).port or 0).start()


def test_it_can_be_stopped_and_started_and_then_knows_nothing_any_more() -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.issuer
    sandbox.start()
    with pytest.raises(RuntimeError, match="running already"):
        sandbox.start()
    token = sandbox.jwt_assertion()
    sandbox.stop()
    sandbox.stop()
    sandbox.wait()
    sandbox.start()
    data = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": token}
    response = httpx.post(f"{sandbox.issuer}/token", data=data, trust_env=False)
    sandbox.stop()
    assert response.json()["error"] == "invalid_grant"


def test_two_of_them_do_not_know_each_other() -> None:
    with Sandbox() as one, Sandbox() as other:
        data = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": one.jwt_assertion()}
        response = httpx.post(f"{other.issuer}/token", data=data, trust_env=False)
    assert response.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("package", ["flask", "authlib", "joserfc"])
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(name: str) -> object:
        if name == package:
            raise ImportError(name)
        return object()

    monkeypatch.setattr("tokencli.sandbox.extra.import_module", without)
    with pytest.raises(SandboxUnavailable, match=rf"needs {package}.*pip install 'tokencli\[sandbox\]'"):
        Sandbox()


def test_the_command_without_the_extra_is_exit_2(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("tokencli.sandbox.extra.import_module", without)
    done = cli("sandbox", "demo")
    assert (done.code, "pip install 'tokencli[sandbox]'" in done.err) == (2, True)


def test_a_taken_port_is_exit_2_and_names_the_option(cli: Command) -> None:
    with Sandbox() as running:
        done = cli("sandbox", "--port", str(urlsplit(running.issuer).port))
    assert (done.code, "--port" in done.err) == (2, True)


def test_every_command_that_it_prints_works(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is, copied by hand; those that need a person are left out."""
    import shlex

    printed: list[list[str]] = []

    def visit(sandbox: Sandbox) -> None:
        shown = cli.capture.readouterr().out
        printed.extend(shlex.split(line) for line in shown.splitlines() if line.startswith("  tokencli "))
        for words in printed:
            if {"device-code", "authorization-code"} & set(words):
                continue
            done = cli(*words[1:])
            assert done.code == 0, done.err

    monkeypatch.setattr(Sandbox, "wait", visit)
    assert cli("sandbox", "--port", "0").code == 0
    assert {"password", "jwt-bearer", "saml2-bearer", "custom", "device-code"} <= {
        word for words in printed for word in words
    }


def test_it_says_why_it_refused(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def visit(sandbox: Sandbox) -> None:
        data = {"grant_type": "client_credentials", "client_id": "\x1b[2J", "client_secret": "x"}
        httpx.post(f"{sandbox.issuer}/token", data=data, trust_env=False)

    monkeypatch.setattr(Sandbox, "wait", visit)
    done = cli("sandbox", "--port", "0")
    assert "refused  invalid_client: no client is registered as \\x1b[2J\n" in done.err
    assert "\x1b" not in done.err


def test_the_demo_shows_a_command_its_request_and_its_result(cli: Command) -> None:
    done = cli("sandbox", "demo", "--color", "never")
    assert done.code == 0, done.err
    assert "$ tokencli fetch client-credentials --issuer http://127.0.0.1:" in done.out
    assert "  POST /token HTTP/1.1\n" in done.out
    assert "  Authorization: Basic [redacted]\n" in done.out
    assert "access token" in done.out
