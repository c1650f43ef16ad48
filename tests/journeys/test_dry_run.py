"""`--dry-run` prints what a real run sends, octet for octet, and sends nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from tests.faults.asking import SPENDING, ask
from tests.journeys.sandbox_client import fetch, named
from tokencli.jose.peek import peek

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

SECRETS = ("hush-hush-1", "SplxlOBeZQQYbYS6WxSbIA", "tGzv3JOkF0XG5Qx2TlKWIA", "A3ddj3w-secret", "ticket-1234")
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@pytest.mark.parametrize("method", ["basic", "post"])
@pytest.mark.parametrize("grant", ["client-credentials", *SPENDING])
def test_the_octets_of_a_dry_run_are_those_of_a_real_run(
    cli: Command, server: MisbehavingServer, grant: str, method: str
) -> None:
    words = ("--auth-method", method, "--param", 'note=it\'s "100 %" & é', "--scope", "a b")
    shown = ask(cli, grant, server.url(), *words, "--dry-run", "--show-secrets")
    assert shown.code == 0
    assert server.requests == []
    ask(cli, grant, server.url(), *words, "-o", "token")
    head, _, body = shown.out.rstrip("\n").partition("\n\n")
    sent = server.requests[0]
    ours = {line.lower() for line in sent.head.split("\r\n")} - {"connection: keep-alive", "connection: close"}
    assert {line.lower() for line in head.split("\n")} <= ours
    assert body.encode() == sent.body


@pytest.mark.parametrize("kind", ["--dry-run", "--dry-run=http", "--dry-run=curl", "--dry-run=json"])
@pytest.mark.parametrize("grant", ["client-credentials", *SPENDING])
def test_without_leave_no_secret_is_shown_and_stderr_says_so(
    cli: Command, server: MisbehavingServer, grant: str, kind: str
) -> None:
    for method in ("basic", "post"):
        done = ask(cli, grant, server.url(), "--auth-method", method, kind)
        assert done.code == 0
        assert "[redacted]" in done.out
        assert not [secret for secret in SECRETS if secret in done.out + done.err]
        assert "nothing was sent" in done.err
        assert "--show-secrets" in done.err
    assert server.requests == []


def test_bare_is_http(cli: Command, server: MisbehavingServer) -> None:
    bare = ask(cli, "client-credentials", server.url(), "--dry-run")
    assert bare.out.startswith("POST /token HTTP/1.1\nHost: 127.0.0.1:")
    assert bare.out == ask(cli, "client-credentials", server.url(), "--dry-run=http").out


@pytest.mark.parametrize("word", ["curl", "http", "json", "other"])
def test_a_word_after_a_bare_dry_run_is_an_argument(cli: Command, server: MisbehavingServer, word: str) -> None:
    done = ask(cli, "client-credentials", server.url(), "--dry-run", word)
    assert (done.code, done.out) == (2, "")
    assert f"unexpected extra argument ({word})" in done.err


@pytest.mark.parametrize("word", ["--dry-run=", "--dry-run=yaml", "--dry-run=CURL "])
def test_an_unknown_kind_is_refused_with_those_there_are(cli: Command, server: MisbehavingServer, word: str) -> None:
    done = ask(cli, "client-credentials", server.url(), word)
    assert (done.code, done.out) == (2, "")
    assert all(kind in done.err for kind in ("http", "curl", "json"))
    assert server.requests == []


def test_json_names_every_part_of_the_request(cli: Command, server: MisbehavingServer) -> None:
    words = (
        "--auth-method",
        "post",
        "--scope",
        "a",
        "--resource",
        "https://a.example",
        "--resource",
        "https://b.example",
    )
    done = ask(cli, "client-credentials", server.url(), *words, "--dry-run=json", "--show-secrets")
    assert (done.json["method"], done.json["url"]) == ("POST", server.url())
    assert {"name": "Content-Type", "value": "application/x-www-form-urlencoded"} in done.json["headers"]
    form = [(one["name"], one["value"]) for one in done.json["form"]]
    assert form == parse_qsl(done.json["body"])
    assert form == [
        ("grant_type", "client_credentials"),
        ("scope", "a"),
        ("resource", "https://a.example"),
        ("resource", "https://b.example"),
        ("client_id", "ci"),
        ("client_secret", "hush-hush-1"),
    ]


def in_a_shell(cli: Command, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, cwd=cli.home, timeout=30, check=False,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(cli.home), "NO_PROXY": "*"},
    )  # fmt: skip


@needs_curl
@pytest.mark.parametrize(("client_id", "method"), [("demo", "basic"), ("demo-post", "post")])
def test_the_curl_command_pasted_into_a_shell_fetches_the_same_token(
    cli: Command, sandbox: Sandbox, client_id: str, method: str
) -> None:
    words = ("--token-endpoint", f"{sandbox.issuer}/token", "--auth-method", method, "--scope", "read write")
    printed = fetch(cli, sandbox, "client-credentials", *words, "--dry-run=curl", "--show-secrets", client_id=client_id)
    assert printed.code == 0
    assert sandbox.requests == []
    pasted = in_a_shell(cli, printed.out)
    assert pasted.returncode == 0, pasted.stderr
    real = fetch(cli, sandbox, "client-credentials", *words, "-o", "json", client_id=client_id)
    by_curl, by_us = json.loads(pasted.stdout), real.json
    kept = ("iss", "aud", "sub", "client_id", "scope")
    seen = [peek(one["access_token"]).claims or {} for one in (by_curl, by_us)]
    assert [seen[0][name] for name in kept] == [seen[1][name] for name in kept]
    first, second = (one for one in sandbox.requests if one.path == "/token")
    assert first.body == second.body
    differ = {"host", "connection", "accept-encoding"}
    headers = [{k.lower(): v for k, v in one.headers if k.lower() not in differ} for one in (first, second)]
    assert headers[0] == headers[1]


@needs_curl
def test_the_curl_command_takes_hostile_values_as_they_are(cli: Command, sandbox: Sandbox) -> None:
    note = 'it\'s "$(touch pwned)" `touch pwned` $HOME\n& é\\ @/etc/passwd'
    words = ("--grant-type", "sandbox_ticket", "--param", "ticket=ok-1", "--param", f"note={note}")
    header = ("--header", "X-Note: it's $(touch pwned)")
    endpoint = ("--token-endpoint", f"{sandbox.issuer}/token")
    printed = fetch(cli, sandbox, "custom", *endpoint, *words, *header, "--dry-run=curl", "--show-secrets")
    assert in_a_shell(cli, printed.out).returncode == 0
    assert not (cli.home / "pwned").exists()
    assert dict(sandbox.requests[-1].form)["note"] == note
    assert sandbox.requests[-1].header("x-note") == "it's $(touch pwned)"


def test_a_dry_run_uses_metadata_that_is_kept_and_fetches_none(cli: Command, sandbox: Sandbox) -> None:
    cold = fetch(cli, sandbox, "client-credentials", "--dry-run", "--no-cache")
    assert (cold.code, cold.out) == (2, "")
    assert f"tokencli discover {sandbox.issuer}" in cold.err
    assert sandbox.requests == []
    assert cli("discover", sandbox.issuer).code == 0
    sandbox.requests.clear()
    warm = fetch(cli, sandbox, "client-credentials", "--dry-run")
    assert warm.out.startswith("POST /token HTTP/1.1\n")
    assert sandbox.requests == []


def test_the_first_request_of_a_device_is_the_device_authorization(cli: Command, sandbox: Sandbox) -> None:
    cli("discover", sandbox.issuer)
    sandbox.requests.clear()
    done = cli("fetch", "device-code", *named(sandbox, "demo-public"), "--scope", "read", "--dry-run")
    assert done.out.startswith("POST /device_authorization HTTP/1.1\n")
    assert sandbox.requests == []


def test_a_dry_run_says_where_each_setting_comes_from(cli: Command, server: MisbehavingServer) -> None:
    done = cli(
        "fetch", "client-credentials", "--token-endpoint", server.url(), "--dry-run",
        env={"TOKENCLI_CLIENT_ID": "from-the-environment"},
    )  # fmt: skip
    assert done.code == 0
    lines = [line for line in done.err.splitlines() if line.startswith("* ")]
    assert any("client_id" in line and "TOKENCLI_CLIENT_ID" in line for line in lines)
    assert any("token_endpoint" in line and "--token-endpoint" in line for line in lines)


def test_what_needs_the_metadata_of_a_second_server_is_told_to_name_its_endpoint(
    cli: Command, server: MisbehavingServer
) -> None:
    typed = (
        "--token-endpoint",
        server.url(),
        "--issuer",
        server.url(""),
        "--client-id",
        "app",
        "--subject-token",
        "env:T",
    )
    done = cli("fetch", "id-jag", *typed, "--idp-issuer", server.url(""), "--dry-run", env={"T": "token"})
    assert (done.code, done.out, server.requests) == (2, "", [])
    assert "sends nothing" in done.err
    named = cli("fetch", "id-jag", *typed, "--idp-token-endpoint", server.url("/idp"), "--dry-run", env={"T": "token"})
    assert named.out.startswith("POST /idp ")
