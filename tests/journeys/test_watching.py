"""`-v`, `-vv`, `--trace` and what `explain` makes of a trace: the exchange as it was, without its secrets."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.faults.asking import SPENDING, ask, fetch
from tests.faults.server import issue, refuse, respond
from tests.journeys.sandbox_client import fetch as fetch_sandbox
from tests.journeys.sandbox_client import named

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

SECRETS = ("hush-hush-1", "SplxlOBeZQQYbYS6WxSbIA", "tGzv3JOkF0XG5Qx2TlKWIA", "A3ddj3w-secret", "ticket-1234")


def test_v_shows_both_heads_what_was_sent_and_the_settings_but_no_body(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(scope="a-scope-of-the-answer"))
    done = fetch(cli, server, "-v", "-o", "token")
    assert done.out == "at-1\n"
    lines = done.err.splitlines()
    assert f"> POST {server.url()}" in lines
    assert "> grant_type=client_credentials" in lines
    assert any(line.startswith("< 200 in ") for line in lines)
    assert "< Content-Type: application/json" in lines
    assert any(line.startswith("* client_id") and line.endswith("(from --client-id)") for line in lines)
    assert "a-scope-of-the-answer" not in done.err


def test_vv_shows_the_body_of_the_answer_without_its_tokens(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(access_token="at-of-the-server-1", refresh_token="rt-of-the-server-1", scope="a-scope"))
    done = fetch(cli, server, "-vv", "-o", "token")
    assert done.out == "at-of-the-server-1\n"
    assert '"scope": "a-scope"' in done.err
    assert "at-of-the-server-1" not in done.err
    assert "rt-of-the-server-1" not in done.err


@pytest.mark.parametrize("grant", ["client-credentials", *SPENDING])
def test_no_secret_is_shown_unless_it_was_asked_for(cli: Command, server: MisbehavingServer, grant: str) -> None:
    trace = cli.home / "run.json"
    for method in ("basic", "post"):
        done = ask(cli, grant, server.url(), "--auth-method", method, "-vv", "--trace", str(trace), "-o", "token")
        said = done.out + done.err + trace.read_text("utf-8")
        assert done.code == 0
        assert not [secret for secret in SECRETS if secret in said]


def test_with_leave_the_secrets_are_shown(cli: Command, server: MisbehavingServer) -> None:
    trace = cli.home / "run.json"
    words = ("--auth-method", "post", "-vv", "--trace", str(trace), "--show-secrets", "-o", "token")
    done = fetch(cli, server, *words)
    assert "client_secret=hush-hush-1" in done.err
    assert '"access_token": "at-1"' in done.err
    assert "hush-hush-1" in trace.read_text("utf-8")


@pytest.mark.parametrize(
    "behaviour",
    [
        refuse("invalid_client", 401),
        refuse("invalid_scope", error_description="scope nope is not allowed"),
        respond(200, b"<!DOCTYPE html><title>Sign in</title>", ("Content-Type", "text/html")),
        respond(200, b'{"message": "hello",'),
        respond(500),
        respond(302, b"", ("Location", "https://elsewhere.example/login")),
        issue(scope="read", token_type=None),
    ],
)
def test_explain_says_of_a_trace_what_the_run_said(cli: Command, server: MisbehavingServer, behaviour: object) -> None:
    server.behave(behaviour)
    trace = cli.home / "run.json"
    run = fetch(cli, server, "--scope", "read nope", "--trace", str(trace), "-o", "json")
    explained = cli("explain", str(trace), "-o", "json")
    assert explained.code == 0
    assert explained.json["findings"] == run.json["tokencli"]["findings"]
    assert explained.json["findings"]
    assert len(server.requests) == 1  # explain opens no connection


def test_a_trace_may_be_piped_in(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_client", 401))
    trace = cli.home / "run.json"
    run = fetch(cli, server, "--trace", str(trace), "-o", "json")
    for words in ((), ("-",)):
        explained = cli("explain", *words, "-o", "json", stdin=trace.read_bytes())
        assert explained.json["findings"] == run.json["tokencli"]["findings"]


def test_a_trace_shows_people_every_exchange_and_why(cli: Command, sandbox: Sandbox) -> None:
    trace = cli.home / "run.json"
    words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "literal:not-the-secret")
    cli("fetch", "client-credentials", *words, "--trace", str(trace), "--no-cache")
    explained = cli("explain", str(trace), "-o", "pretty")
    assert explained.code == 0
    assert f"GET {sandbox.issuer}/.well-known/openid-configuration" in explained.out
    assert f"POST {sandbox.issuer}/token" in explained.out
    assert "invalid_client" in explained.out
    assert "not-the-secret" not in explained.out


def test_a_run_without_a_connection_is_explained_from_its_trace(cli: Command, server: MisbehavingServer) -> None:
    server.behave(lambda line: line.reset())
    trace = cli.home / "run.json"
    assert fetch(cli, server, "--trace", str(trace)).code == 20
    explained = cli("explain", str(trace), "-o", "json")
    assert explained.json["findings"][0]["name"] == "connection-broken"


def test_a_trace_is_for_its_owner_alone_and_replaces_what_was_there(cli: Command, server: MisbehavingServer) -> None:
    trace = cli.home / "run.json"
    trace.write_text("old", "utf-8")
    fetch(cli, server, "--trace", str(trace))
    assert stat.S_IMODE(trace.stat().st_mode) == 0o600
    assert json.loads(trace.read_text("utf-8"))


def test_a_trace_is_saved_when_the_run_is_refused_by_us(cli: Command, sandbox: Sandbox) -> None:
    trace = cli.home / "run.json"
    words = ("--issuer", f"{sandbox.issuer}/nowhere", "--client-id", "demo", "--trace", str(trace))
    assert cli("fetch", "client-credentials", *words).code == 23
    assert cli("explain", str(trace), "-o", "json").json["findings"][0]["name"] == "metadata-not-found"


def test_a_trace_that_cannot_be_written_is_exit_2_and_says_where(cli: Command, server: MisbehavingServer) -> None:
    done = fetch(cli, server, "--trace", str(cli.home / "no" / "such" / "folder"))
    assert done.code == 2
    assert "--trace" in done.err
    assert "cannot be written" in done.err


def test_the_origin_of_every_setting_is_in_the_trace(cli: Command, server: MisbehavingServer) -> None:
    trace = cli.home / "run.json"
    fetch(cli, server, "--trace", str(trace))
    settings = {one["name"]: one for one in json.loads(trace.read_text("utf-8"))["settings"]}
    assert settings["client_id"]["value"] == "ci"
    assert settings["client_id"]["origin"] == "--client-id"
    assert settings["client_secret"]["value"] == "literal:[redacted]"


def test_v_of_a_device_shows_each_exchange(cli: Command, sandbox: Sandbox) -> None:
    from tests.journeys.running import running

    with running(cli, "fetch", "device", *named(sandbox, "demo-public"), "-v", "-o", "token") as run:
        sandbox.approve_device(run.wait_for(r"[B-Z]{4}-[B-Z]{4}$"))
        done = run.finish()
    assert done.code == 0
    assert f"> POST {sandbox.issuer}/device_authorization" in done.err
    assert f"> POST {sandbox.issuer}/token" in done.err


def test_discover_can_be_watched_and_traced_too(cli: Command, sandbox: Sandbox) -> None:
    trace = cli.home / "run.json"
    done = cli("discover", sandbox.issuer, "-v", "--trace", str(trace), "-o", "json")
    assert done.code == 0
    assert "> GET " in done.err
    assert json.loads(trace.read_text("utf-8"))["exchanges"]


def test_a_wrong_secret_is_told_with_the_command_to_go_on_with(cli: Command, sandbox: Sandbox) -> None:
    done = fetch_sandbox(cli, sandbox, "client-credentials", "--scope", "nope", "-o", "token")
    assert done.code == 16
    assert "scope-not-allowed" in done.err
