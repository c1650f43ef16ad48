"""A sign-in on another device in two steps: one process hands it out, another takes it up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.faults.server import issue, refuse, respond
from tokencli import render
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

SCHEMA = json.loads((Path(render.__file__).parent / "output.schema.json").read_text("utf-8"))
ACKNOWLEDGED = {"auth_req_id": "the-auth-req-id-1", "expires_in": 120, "interval": 0.01}


@pytest.fixture(scope="module")
def hurried() -> Iterator[Sandbox]:
    """A sandbox that may be asked again after a moment."""
    with Sandbox(interval=0.02) as one:
        yield one


def device(cli: Command, sandbox: Sandbox, *words: str, stdin: bytes = b"") -> Ran:
    """Runs `fetch device-code` for a public client."""
    named = ("--issuer", sandbox.issuer, "--client-id", "demo-public", "--scope", "openid")
    return cli("fetch", "device-code", *named, *words, stdin=stdin)


def ciba(cli: Command, server: MisbehavingServer, *words: str) -> Ran:
    """Runs `fetch ciba` for a client with a secret."""
    client = ("--client-id", "desk", "--client-secret", "literal:hush-hush-1")
    endpoints = ("--token-endpoint", server.url(), "--backchannel-authentication-endpoint", server.url("/ciba"))
    return cli("fetch", "ciba", *endpoints, *client, "--scope", "openid", *words)


def kept(cli: Command, document: Any) -> str:
    """Writes what was printed into a file."""
    path = cli.home / "handed-out.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return str(path)


def test_what_one_process_prints_another_takes_up(cli: Command, hurried: Sandbox) -> None:
    handed = device(cli, hurried, "--no-wait")
    assert handed.code == 0
    hurried.approve_device(handed.json["user_code"])
    done = device(cli, hurried, "--resume", kept(cli, handed.out), "-o", "token")
    assert done.code == 0
    assert done.out.count("\n") == 1


def test_standard_input_does_too(cli: Command, hurried: Sandbox) -> None:
    handed = device(cli, hurried, "--no-wait")
    hurried.approve_device(handed.json["user_code"])
    assert device(cli, hurried, "--resume", "-", stdin=handed.out.encode()).code == 0


def test_the_servers_members_are_unchanged_and_ours_hold_what_is_needed(cli: Command, hurried: Sandbox) -> None:
    document = device(cli, hurried, "--no-wait").json
    Draft202012Validator(SCHEMA).validate(document)
    ours = document.pop("tokencli")
    assert set(document) == {
        "device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval",
    }  # fmt: skip
    assert ours["outcome"] == "handed out"
    assert ours["expires_at"] - ours["received_at"] == 600
    assert ours["client_id"] == "demo-public"


def test_the_person_is_told_the_code_and_how_to_go_on_beside_the_product(cli: Command, hurried: Sandbox) -> None:
    handed = device(cli, hurried, "--no-wait")
    assert handed.json["user_code"] in handed.err
    assert "--resume FILE" in handed.err
    assert handed.json["device_code"] not in handed.err


def test_one_member_can_be_picked(cli: Command, hurried: Sandbox) -> None:
    done = device(cli, hurried, "--no-wait", "--field", "user_code")
    assert done.code == 0
    assert done.out.strip() in done.err


@pytest.mark.parametrize("output", ["token", "id-token", "refresh-token", "header", "env"])
def test_a_format_of_tokens_is_refused_before_anybody_is_asked(cli: Command, hurried: Sandbox, output: str) -> None:
    before = len(hurried.requests)
    done = device(cli, hurried, "--no-wait", "-o", output)
    assert (done.code, done.out) == (2, "")
    assert len(hurried.requests) == before


def test_what_has_ended_is_exit_3_with_the_command_to_start_again(cli: Command, hurried: Sandbox) -> None:
    document = device(cli, hurried, "--no-wait").json
    document["tokencli"]["expires_at"] -= 3600
    document["tokencli"]["received_at"] -= 3600
    before = len(hurried.requests)
    done = device(cli, hurried, "--resume", kept(cli, document), "-o", "json")
    assert done.code == 3
    assert len(hurried.requests) == before
    Draft202012Validator(SCHEMA).validate(done.json)
    assert done.json["tokencli"]["run"] in done.err
    assert device(cli, hurried, "--resume", kept(cli, document), "-o", "pretty").out.endswith(
        f"\n{done.json['tokencli']['run']}\n"
    )


def test_a_code_is_sent_to_no_other_server(cli: Command, hurried: Sandbox, server: MisbehavingServer) -> None:
    handed = device(cli, hurried, "--no-wait")
    client = ("--client-id", "demo-public", "--device-authorization-endpoint", server.url("/device"))
    done = cli("fetch", "device", "--token-endpoint", server.url(), *client, "--resume", kept(cli, handed.out))
    assert done.code == 2
    assert server.requests == []
    assert handed.json["device_code"] not in done.err + done.out


def test_a_trace_of_the_first_step_holds_no_code(cli: Command, hurried: Sandbox) -> None:
    handed = device(cli, hurried, "--no-wait", "--trace", "run.json")
    assert handed.json["device_code"] not in (cli.home / "run.json").read_text("utf-8")
    explained = cli("explain", "run.json", "-o", "pretty")
    assert "the run ended before the token request" in " ".join(explained.out.split())


def test_a_request_on_a_phone_is_handed_out_and_taken_up(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, ACKNOWLEDGED), refuse("authorization_pending"), issue())
    handed = ciba(cli, server, "--login-hint", "alice", "--binding-message", "W4SCT", "--no-wait")
    assert handed.code == 0
    Draft202012Validator(SCHEMA).validate(handed.json)
    assert "W4SCT" in handed.err
    done = ciba(cli, server, "--resume", kept(cli, handed.out), "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert b"auth_req_id=the-auth-req-id-1" in server.requests[-1].body


def test_no_secret_of_a_request_on_a_phone_is_shown(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, ACKNOWLEDGED), refuse("access_denied"))
    done = ciba(cli, server, "--login-hint", "alice", "--user-code", "literal:canary-4711", "-vv", "-o", "json")
    assert done.code == 17
    assert "the-auth-req-id-1" not in done.err + done.out
    assert "canary-4711" not in done.err + done.out


def test_a_person_who_does_not_act_is_no_fault_of_the_server(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, {**ACKNOWLEDGED, "expires_in": 0.05}), refuse("authorization_pending"))
    done = ciba(cli, server, "--login-hint", "alice", "-o", "json")
    assert done.code == 3
    assert done.json["tokencli"]["findings"] == []
    assert done.json["tokencli"]["problem"] == "nobody confirmed within 1 s"
    assert done.json["tokencli"]["run"].startswith("tokencli fetch ciba --login-hint alice")
