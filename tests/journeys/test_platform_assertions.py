"""Assertions from the platform that a job runs on: asked for anew, never shown, and explained when they are not to be had."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from tests.faults.server import MisbehavingServer, respond
from tests.jose.keys import unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.command import Command, Ran

SOON = int(time.time()) + 1800
ENTRA = "api://AzureADTokenExchange"
REQUEST_TOKEN = "canary-of-the-request-token"


def job_token(number: int, audience: str = ENTRA) -> str:
    """A token of a job; its signature is what must never be shown."""
    claims = {"iss": "https://token.actions.example", "sub": f"repo:acme/app:{number}", "exp": SOON, "aud": audience}
    return unsigned(claims, "canary-of-a-signature", alg="RS256", kid="k")


@pytest.fixture
def runner() -> Iterator[MisbehavingServer]:
    """The token service of a job's runner."""
    with MisbehavingServer() as one:
        one.behave(*(respond(200, {"value": job_token(number), "count": 1}) for number in range(9)))
        yield one


def environ(runner: MisbehavingServer) -> dict[str, str]:
    url = runner.url("/token?api-version=2.0")
    return {"ACTIONS_ID_TOKEN_REQUEST_URL": url, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": REQUEST_TOKEN}


def fetch(cli: Command, server: MisbehavingServer, reference: str, *words: str, env: dict[str, str]) -> Ran:
    client = ("--client-id", "app", "--client-assertion", reference, "--assertion-audience", ENTRA)
    return cli("fetch", "client-credentials", "--token-endpoint", server.url(), *client, *words, env=env)


def sent(server: MisbehavingServer, index: int = -1) -> dict[str, str]:
    return dict(parse_qsl(server.requests[index].body.decode()))


def test_the_token_of_a_job_is_asked_for_with_its_audience_and_sent_as_client_assertion(
    cli: Command, server: MisbehavingServer, runner: MisbehavingServer
) -> None:
    reference = f"github-actions:{ENTRA}"
    done = fetch(cli, server, reference, "-o", "token", env=environ(runner))
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    (asked,) = runner.requests
    assert asked.header("authorization") == f"Bearer {REQUEST_TOKEN}"
    query = parse_qs(urlsplit(asked.line.split()[1]).query)
    assert query == {"api-version": ["2.0"], "audience": ["api://AzureADTokenExchange"]}
    assert sent(server)["client_assertion"] == job_token(0)


def test_every_try_has_a_token_of_its_own(cli: Command, server: MisbehavingServer, runner: MisbehavingServer) -> None:
    server.behave(
        respond(503, {}, ("Retry-After", "0")), respond(200, {"access_token": "at-1", "token_type": "Bearer"})
    )
    done = fetch(cli, server, "github-actions:", "-o", "token", env=environ(runner))
    assert (done.code, done.out) == (0, "at-1\n")
    assert [sent(server, index)["client_assertion"] for index in (0, 1)] == [job_token(0), job_token(1)]
    assert "audience" not in runner.requests[0].line


WAYS = {
    "client_assertion": (
        *f"client-credentials --client-id app --assertion-audience {ENTRA}".split(),
        "--client-assertion",
    ),
    "assertion": ("jwt-bearer", "--assertion"),
    "subject_token": ("token-exchange", "--subject-token-type", "jwt", "--subject-token"),
}


@pytest.mark.parametrize("member", WAYS)
@pytest.mark.parametrize("kind", ["github-actions", "kubernetes", "file", "env", "cmd"])
def test_whatever_it_comes_from_it_is_a_client_a_grant_and_a_subject_token_and_read_anew_by_each_run(
    cli: Command, server: MisbehavingServer, runner: MisbehavingServer, tmp_path: Path, kind: str, member: str
) -> None:
    path = tmp_path / "token"
    for number in range(2):
        path.write_text(job_token(number) + "\n", "utf-8")
        places = {"github-actions": "sts.example", "env": "JOB_TOKEN", "cmd": f"cat {path}"}
        typed = (*WAYS[member], f"{kind}:{places.get(kind, path)}", "--token-endpoint", server.url(), "-o", "token")
        done = cli("fetch", *typed, env={**environ(runner), "JOB_TOKEN": job_token(number)})
        assert (done.code, done.out) == (0, "at-1\n"), done.err
        assert sent(server)[member] == job_token(number)


@pytest.mark.parametrize("watching", [("-vv",), ("--trace", "run.json")])
def test_neither_what_it_is_asked_for_with_nor_its_signature_is_ever_shown(
    cli: Command, server: MisbehavingServer, runner: MisbehavingServer, watching: tuple[str, ...]
) -> None:
    server.behave(respond(401, {"error": "invalid_client"}))
    done = fetch(cli, server, "github-actions:", *watching, env=environ(runner))
    assert done.code == 12
    told = done.out + done.err + ((cli.home / "run.json").read_text() if "--trace" in watching else "")
    assert "canary" not in told
    if "-vv" in watching:
        assert "GET " in done.err


def test_a_dry_run_asks_nobody(cli: Command, server: MisbehavingServer, runner: MisbehavingServer) -> None:
    done = fetch(cli, server, "github-actions:", "--dry-run", env=environ(runner))
    assert (done.code, done.out) == (2, "")
    assert "nothing may be sent" in done.err
    assert runner.requests == server.requests == []


@pytest.mark.parametrize(
    ("status", "body", "code", "told"),
    [
        (403, {"message": "no"}, 2, "answered 403 without a token"),
        (200, {"count": 0}, 2, "id-token: write"),
        (200, [], 2, "without a token"),
        (429, {}, 22, "failed with status 429"),
        (502, {}, 22, "failed with status 502"),
    ],
)
def test_a_runner_that_gives_none_is_explained(
    cli: Command, server: MisbehavingServer, status: int, body: object, code: int, told: str
) -> None:
    with MisbehavingServer() as runner:
        runner.behave(respond(status, json.loads(json.dumps(body))))
        done = fetch(cli, server, "github-actions:", "-o", "token", env=environ(runner))
    assert (done.code, done.out, server.requests) == (code, "", [])
    assert told in done.err


def test_a_runner_that_is_not_there_is_no_connection(cli: Command, server: MisbehavingServer) -> None:
    with MisbehavingServer() as runner:
        gone = environ(runner)
    done = fetch(cli, server, "github-actions:", "-o", "token", env=gone)
    assert (done.code, done.out) == (20, "")
    assert "did not answer" in done.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TOKEN", f"{REQUEST_TOKEN}\n"),
        ("TOKEN", f" {REQUEST_TOKEN}"),
        ("TOKEN", f"{REQUEST_TOKEN}ü"),
        ("URL", f"garbage-{REQUEST_TOKEN}"),
        ("URL", f"http://[{REQUEST_TOKEN}"),
        ("URL", f"https://runner.example:99999/{REQUEST_TOKEN}"),
    ],
)
def test_a_damaged_variable_is_told_without_its_value(
    cli: Command, server: MisbehavingServer, runner: MisbehavingServer, variable: str, value: str
) -> None:
    name = f"ACTIONS_ID_TOKEN_REQUEST_{variable}"
    done = fetch(cli, server, "github-actions:api", "-o", "token", env={**environ(runner), name: value})
    assert (done.code, done.out, runner.requests, server.requests) == (2, "", [], [])
    assert name in done.err
    assert "canary" not in done.err


def test_outside_of_a_job_it_says_where_it_works(cli: Command, server: MisbehavingServer) -> None:
    done = fetch(cli, server, "github-actions:", "-o", "token", env={})
    assert done.code == 2
    assert "ACTIONS_ID_TOKEN_REQUEST_URL is not set" in done.err


def test_the_token_of_a_pod_is_read_from_its_file(cli: Command, server: MisbehavingServer, tmp_path: Path) -> None:
    path = tmp_path / "projected"
    path.write_text(job_token(7) + "\n", "utf-8")
    done = fetch(cli, server, f"kubernetes:{path}", "-o", "token", env={})
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert sent(server)["client_assertion"] == job_token(7)
    outside = fetch(cli, server, "kubernetes:", "-o", "token", env={})
    assert outside.code == 2
    assert "kubernetes:" in outside.err
    assert "/var/run/secrets/kubernetes.io/serviceaccount/token" in outside.err


def test_a_token_of_the_platform_is_not_sent_to_a_server_that_it_is_not_for(
    cli: Command, server: MisbehavingServer, tmp_path: Path
) -> None:
    path = tmp_path / "projected"
    path.write_text(job_token(7, "https://kubernetes.default.svc") + "\n", "utf-8")
    client = ("--token-endpoint", server.url(), "--client-id", "app", "-o", "token", "--client-assertion")
    done = cli("fetch", "client-credentials", *client, f"kubernetes:{path}")
    assert (done.code, done.out, server.requests) == (2, "", [])
    assert "aud is https://kubernetes.default.svc" in done.err
    assert "canary" not in done.err
    override = cli("fetch", "client-credentials", *client, f"kubernetes:{path}", "--override")
    assert (override.code, override.out) == (0, "at-1\n")
    assert "it is sent all the same" in override.err
    chosen = cli("fetch", "client-credentials", *client, f"file:{path}")
    assert (chosen.code, chosen.out) == (0, "at-1\n")
    assert chosen.err.count("aud is https://kubernetes.default.svc") == 1
    strict = cli("fetch", "client-credentials", *client, f"file:{path}", "--strict")
    assert (strict.code, strict.out, len(server.requests)) == (2, "", 2)


def test_the_audience_that_a_job_asks_for_is_the_one_that_counts(
    cli: Command, server: MisbehavingServer, runner: MisbehavingServer
) -> None:
    client = ("--token-endpoint", server.url(), "--client-id", "app", "-o", "token", "--client-assertion")
    done = cli("fetch", "client-credentials", *client, f"github-actions:{ENTRA}", env=environ(runner))
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    unnamed = cli("fetch", "client-credentials", *client, "github-actions:", env=environ(runner))
    assert (unnamed.code, unnamed.out, len(server.requests)) == (2, "", 1)
