"""`diagnose` as a person and a script meet it: each step against a server that is well, and against one that is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.faults.server import respond
from tests.journeys.sandbox_client import named, token_requests
from tests.journeys.terminal import on_terminal
from tokencli import render
from tokencli.app.steps import STEPS

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

SCHEMA = json.loads((Path(render.__file__).parent / "output.schema.json").read_text("utf-8"))
CREDENTIALS = ("--grant", "client-credentials")


def states(done: Ran) -> dict[str, str]:
    return {one["name"]: one["state"] for one in done.json["steps"]}


def said(done: Ran, step: str) -> str:
    return next(str(one["what"]) for one in done.json["steps"] if one["name"] == step)


def found(done: Ran) -> dict[str, str]:
    return {one["name"]: one["confidence"] for one in done.json["findings"]}


def test_a_client_that_is_well_gets_a_token_and_every_step_has_its_line(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox), *CREDENTIALS, "-o", "pretty")
    assert done.code == 0
    lines = [line.split()[1] for line in done.out.splitlines() if line[:1] in "✓–!✗" and line.strip()]
    assert lines == [one.name for one in STEPS]
    assert "nothing was found wrong" in done.out
    assert "--no-probe" in done.err


def test_what_lint_has_to_say_is_counted_in_its_words_and_may_be_silenced(
    cli: Command, server: MisbehavingServer
) -> None:
    server.behave(
        respond(200, metadata(server, grant_types_supported=["password"], code_challenge_methods_supported=["S256"]))
    )
    words = ("diagnose", "--issuer", server.url(""))
    told = said(cli(*words), "discovery")
    assert f": tokencli discover {server.url('')} --lint" in told
    assert "1 warning" in told
    ignored = ("--ignore", "password-grant-advertised")
    assert "warning" not in said(cli(*words, *ignored), "discovery")


def test_a_pipe_gets_json_of_the_published_shape(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox, "demo-public"), *CREDENTIALS)
    Draft202012Validator(SCHEMA).validate(done.json)
    assert cli("diagnose", "--issuer", sandbox.issuer, "--field", "steps.3.state").out == "good\n"


def test_a_server_alone_is_looked_at_without_a_client(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", "--issuer", sandbox.issuer)
    assert (done.code, done.err) == (0, "")
    assert states(done)["discovery"] == "good"
    assert said(done, "client") == "no client is named"
    assert token_requests(sandbox) == []


def test_a_wrong_secret_is_tried_once_in_each_way_and_then_called_wrong(cli: Command, sandbox: Sandbox) -> None:
    words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "literal:not-it")
    done = cli("diagnose", *words, *CREDENTIALS)
    assert done.code == 12
    assert next(iter(found(done))) == "client-or-secret-wrong"
    assert (states(done)["client"], states(done)["grant"]) == ("error", "note")
    assert len(token_requests(sandbox)) == 2  # in the header and in the body


def test_the_other_method_is_found_where_the_same_secret_is_good_for_it(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox, "demo-post"), *CREDENTIALS, "--auth-method", "basic")
    assert done.code == 12
    assert found(done)["auth-method-not-accepted"] == "certain"
    assert "accepted with client_secret_post" in said(done, "client")


def test_a_server_that_does_not_decode_is_found_by_sending_the_secret_raw(cli: Command, sandbox: Sandbox) -> None:
    words = ("--issuer", sandbox.issuer, "--client-id", "demo-raw", "--client-secret", "literal:raw%+secret=")
    done = cli("diagnose", *words, *CREDENTIALS)
    assert next(iter(found(done).items())) == ("basic-credentials-not-decoded", "certain")
    assert "--basic-encoding raw" in done.json["findings"][0]["help"]


@pytest.mark.parametrize(
    ("grant", "words", "secret"),
    [
        ("refresh-token", ("--refresh-token", "literal:the-real-one"), "the-real-one"),
        ("password", ("--username", "alice", "--password", "literal:alice-pw"), "alice-pw"),
        ("authorization-code", ("--code", "literal:the-real-one"), "the-real-one"),
        ("jwt-bearer", ("--assertion", "literal:a.b.c-the-real-one"), "the-real-one"),
    ],
)
def test_nothing_is_spent_that_is_good_once(
    grant: str, words: tuple[str, ...], secret: str, cli: Command, sandbox: Sandbox
) -> None:
    done = cli("diagnose", *named(sandbox), "--grant", grant, *words)
    assert done.code == 0, done.out
    assert (states(done)["client"], states(done)["grant"]) == ("good", "note")
    assert "would use up" in said(done, "grant")
    assert secret.encode() not in b"".join(one.body for one in sandbox.requests)


def test_the_command_that_would_spend_it_is_named(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox), "--grant", "refresh-token", "--refresh-token", "env:RT")
    last = done.json["steps"][-1]
    assert last["command"].startswith("tokencli fetch refresh-token --issuer ")
    assert "--grant" not in last["command"]


def test_without_probes_the_grant_alone_judges_the_client(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox), *CREDENTIALS, "--no-probe")
    assert (done.code, done.err) == (0, "")
    assert said(done, "client") == "not asked (--no-probe)"
    assert states(done)["grant"] == "good"
    assert len(token_requests(sandbox)) == 1
    assert cli("diagnose", *named(sandbox), "--grant", "refresh-token", env={"TOKENCLI_NO_PROBE": "1"}).code == 0
    assert len(token_requests(sandbox)) == 1


def test_a_registered_redirect_uri_is_accepted_without_anybody_signing_in(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox, "demo-public"), "--grant", "code", "--scope", "openid")
    assert done.code == 0
    assert states(done)["redirect"] == "good"
    (asked,) = [one for one in sandbox.requests if one.path == "/authorize"]
    assert dict(asked.query)["prompt"] == "none"


def test_a_redirect_uri_that_is_not_registered_is_the_cause(cli: Command, sandbox: Sandbox) -> None:
    words = ("--grant", "code", "--redirect-uri", "https://app.example/cb")
    done = cli("diagnose", *named(sandbox, "demo-public"), *words)
    assert done.code == 11
    assert next(iter(found(done).items())) == ("redirect-uri-not-registered", "certain")


def test_a_device_flow_is_begun_and_nobody_is_shown_its_code(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox), "--grant", "device-code")
    assert done.code == 0
    assert states(done)["grant"] == "good"
    assert "enter" not in done.err


def test_a_scope_that_is_not_listed_is_a_warning_with_the_nearest(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox), *CREDENTIALS, "--scope", "writee")
    assert states(done)["scope"] == "warning"
    (finding,) = [one for one in done.json["findings"] if one["name"] == "scope-not-listed"]
    assert "write write " in finding["help"]


def test_a_grant_and_a_method_that_are_not_listed_are_warnings(cli: Command, sandbox: Sandbox) -> None:
    words = ("--grant", "urn:openid:params:grant-type:ciba", "--auth-method", "secret-jwt", "--login-hint", "alice")
    done = cli("diagnose", *named(sandbox), *words, "--no-probe")
    assert set(found(done)) == {"grant-not-listed", "auth-method-not-listed"}
    assert done.code == 0


@pytest.mark.parametrize(
    ("issuer", "step", "code", "cause"),
    [
        ("https://nobody.invalid", "name", 20, "name-not-found"),
        ("https://127.0.0.1:1", "connection", 20, "connection-refused"),
    ],
)
def test_what_cannot_be_reached_ends_it(issuer: str, step: str, code: int, cause: str, cli: Command) -> None:
    done = cli("diagnose", "--issuer", issuer)
    assert (done.code, found(done)) == (code, {cause: "certain"})
    seen = list(states(done).items())
    place = [name for name, _ in seen].index(step)
    assert seen[place] == (step, "error")
    assert {state for _, state in seen[place + 1 :]} == {"note"}


def test_a_server_of_another_name_is_the_first_thing_that_fails(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, {"issuer": "https://other.example", "token_endpoint": server.url()}))
    done = cli("diagnose", "--issuer", server.url(""))
    assert done.code == 2
    assert next(iter(found(done))) == "issuer-mismatch"
    assert states(done)["client"] == "note"


def metadata(server: MisbehavingServer, **more: Any) -> dict[str, Any]:
    return {"issuer": server.url(""), "token_endpoint": server.url(), **more}


@pytest.mark.parametrize(("port", "state", "code"), [(0, "good", 0), (1, "error", 20)])
def test_a_token_endpoint_at_another_place_is_reached_too(
    port: int, state: str, code: int, cli: Command, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    place = f"http://127.0.0.1:{port or other.port}/token"
    server.behave(respond(200, metadata(server, token_endpoint=place)))
    done = cli("diagnose", "--issuer", server.url(""))
    assert (states(done)["endpoint"], done.code) == (state, code)
    assert other.requests == []


def test_a_clock_that_differs_is_told(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, metadata(server), ("Date", "Mon, 01 Jan 2024 00:00:00 GMT")))
    done = cli("diagnose", "--issuer", server.url(""))
    assert states(done)["clock"] == "error"
    assert found(done) == {"clock-skew": "certain"}


@pytest.mark.parametrize(
    ("status", "body", "state", "words"),
    [
        (400, {"error": "invalid_request", "error_description": "bad code"}, "note", "not told"),
        (400, {"error": "unauthorized_client"}, "good", "refuses the grant refresh_token"),
        (500, {}, "error", "no answer of a token endpoint"),
        (404, b"<html>nothing here</html>", "error", "no answer of a token endpoint"),
    ],
)
def test_what_is_neither_yes_nor_no_to_the_client_is_told_as_it_is(
    status: int, body: Any, state: str, words: str, cli: Command, server: MisbehavingServer
) -> None:
    server.behave(respond(200, metadata(server)), respond(status, body))
    done = cli("diagnose", "--issuer", server.url(""), "--client-id", "app", "--grant", "refresh-token")
    assert states(done)["client"] == state
    assert words in said(done, "client")


@pytest.mark.parametrize("error", ["unauthorized_client", "unsupported_grant_type"])
@pytest.mark.parametrize(
    ("grant", "state"),
    [("refresh-token", "error"), ("password", "note")],  # a password is not made up, so nothing is known of its grant
)
def test_a_grant_that_is_refused_as_such_fails_though_the_client_is_known(
    error: str, grant: str, state: str, cli: Command, server: MisbehavingServer
) -> None:
    server.behave(respond(200, metadata(server)), respond(400, {"error": error}))
    done = cli("diagnose", "--issuer", server.url(""), "--client-id", "app", "--grant", grant)
    assert (states(done)["client"], states(done)["grant"]) == ("good", state)
    assert bool(done.code) is (state == "error")


def test_a_client_that_may_not_use_the_grant_is_the_cause(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox, "no-grants"), "--grant", "refresh-token")
    assert done.code == 14
    assert found(done)["grant-not-allowed-for-client"] == "certain"


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ([(302, "http://127.0.0.1:9/cb?error=login_required")], "good", "login_required, as prompt=none asks for"),
        ([(302, "http://127.0.0.1:9/cb?error=invalid_scope&error_description=no")], "error", "the request is not"),
        ([(302, "/home/error?errorId=abc")], "error", "leads to an error page of its own, /home/error"),
        ([(503, "")], "error", "the server failed (status 503)"),
        ([(302, "/login"), (302, "/login")], "note", "does not tell before somebody has signed in"),
        ([(302, "/login"), (400, "")], "good", "goes on to sign-in"),
    ],
)
def test_what_the_authorization_endpoint_says_of_the_redirect_uri(
    answers: list[tuple[int, str]], state: str, words: str, cli: Command, server: MisbehavingServer
) -> None:
    document = metadata(server, authorization_endpoint=server.url("/authorize"))
    script = [respond(status, b"", *((("Location", place),) if place else ())) for status, place in answers]
    server.behave(respond(200, document), *script)
    words_given = ("--client-id", "app", "--grant", "code", "--redirect-uri", "http://127.0.0.1:9/cb", "--no-probe")
    done = cli("diagnose", "--issuer", server.url(""), *words_given)
    assert states(done)["redirect"] == state, done.out
    assert words in said(done, "redirect")


def test_a_setting_that_is_wrong_fails_the_step_that_needs_it(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", *named(sandbox), *CREDENTIALS, "--auth-method", "private-key-jwt")
    assert done.code == 2
    assert "--key" in said(done, "client")


@pytest.mark.parametrize("method", ["basic", "post", "secret-jwt", "private-key-jwt", "tls", "client-assertion"])
def test_a_method_without_its_secret_fails_the_step_and_not_the_command(
    method: str, cli: Command, sandbox: Sandbox
) -> None:
    words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--grant", "refresh-token", "--auth-method", method)
    done = cli("diagnose", *words)
    assert (done.code, states(done)["client"]) == (2, "error")
    assert "needs --" in said(done, "client")


def test_a_secret_of_nobody_fails_the_step_of_the_client(cli: Command, sandbox: Sandbox) -> None:
    done = cli("diagnose", "--issuer", sandbox.issuer, "--client-secret", "literal:s")
    assert (done.code, states(done)["client"]) == (2, "error")
    assert "without a client id" in said(done, "client")


def test_without_a_server_there_is_nothing_to_ask(cli: Command) -> None:
    done = cli("diagnose")
    assert (done.code, done.out) == (2, "")
    assert "--issuer" in done.err


def test_a_failed_fetch_names_the_command_that_goes_on(cli: Command, sandbox: Sandbox) -> None:
    words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "env:WRONG")
    env = {"WRONG": "wrong"}
    for form in ("pretty", "token"):
        done = cli("fetch", "client-credentials", *words, "-o", form, env=env)
        told = done.out if form == "pretty" else done.err
        (command,) = [
            line[line.index("tokencli diagnose") :] for line in told.splitlines() if "tokencli diagnose" in line
        ]
        assert cli(*command.split()[1:], env=env).code == 12


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_the_screen_is_no_wider_than_the_terminal(cli: Command, sandbox: Sandbox, columns: int) -> None:
    seen = on_terminal(cli, "diagnose", *named(sandbox), *CREDENTIALS, "--scope", "nope", columns=columns)
    assert [line for line in seen.text.splitlines() if len(line) > columns and not line.startswith("note: ")] == []
    assert "warning: scope-not-listed" in seen.text


class TestReport:
    def test_a_page_and_a_text_for_a_ticket_tell_the_steps_the_cause_and_the_conversation(
        self, cli: Command, sandbox: Sandbox
    ) -> None:
        words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "literal:not-it", *CREDENTIALS)
        for name in ("ticket.md", "ticket.html"):
            cli("diagnose", *words, "--report", name)
            text = (cli.home / name).read_text("utf-8")
            assert (cli.home / name).stat().st_mode & 0o777 == 0o600
            for told in ("client-or-secret-wrong", "POST /token", "invalid_client", sandbox.issuer, "--client-secret"):
                assert told in text
            assert "not-it" not in text

    def test_it_is_made_of_a_capture_too(self, cli: Command) -> None:
        body = b'POST /token HTTP/1.1\nHost: login.example\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&refresh_token=abcdefgh-the-secret\n\nHTTP/1.1 400 Bad\n\n{"error":"invalid_grant"}'
        assert cli("explain", "-", "--report", "r.html", stdin=body).code == 0
        page = (cli.home / "r.html").read_text("utf-8")
        assert "refresh-token-not-accepted" in page
        assert "the-secret" not in page

    def test_what_a_server_wrote_is_text_and_nothing_else(self, cli: Command, server: MisbehavingServer) -> None:
        evil = "<script>alert(1)</script> ```\n# x |\u202e"
        server.behave(respond(400, {"error": "invalid_grant", "error_description": evil}))
        words = ("--token-endpoint", server.url(), "--client-id", "a", *CREDENTIALS)
        for name in ("r.html", "r.md"):
            cli("diagnose", *words, "--report", name)
        page, text = ((cli.home / name).read_text("utf-8") for name in ("r.html", "r.md"))
        assert "<script" not in page
        assert "\u202e" not in page + text
        assert "\\<script\\>" in text
        assert "\n# x" not in text

    @pytest.mark.parametrize("name", ["report", "report.pdf"])
    def test_a_name_that_says_no_form_is_refused_before_anything_is_sent(
        self, name: str, cli: Command, sandbox: Sandbox
    ) -> None:
        done = cli("diagnose", "--issuer", sandbox.issuer, "--report", name)
        assert (done.code, done.out) == (2, "")
        assert ".html" in done.err
        assert sandbox.requests == []

    def test_a_file_that_cannot_be_written_is_said_before_anything_is_sent(
        self, cli: Command, sandbox: Sandbox
    ) -> None:
        (cli.home / "folder.md").mkdir()
        for name, why in (("/nowhere/at/all.md", "no folder /nowhere/at"), ("folder.md", "a folder")):
            done = cli("diagnose", "--issuer", sandbox.issuer, "--report", name)
            assert (done.code, done.out) == (2, "")
            assert why in done.err
        assert sandbox.requests == []
