"""`explain` of whatever a person has of a real run against the sandbox, in each form, and of several of them together."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.captures import forms
from tests.journeys.sandbox_client import fetch
from tests.journeys.test_grants import CALLBACK, CHALLENGE, VERIFIER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command, Ran
    from tokencli.sandbox import Sandbox

WRONG = CALLBACK + "/"


def names(done: Ran) -> list[str]:
    assert (done.code, done.err) == (0, "")
    return [one["name"] for one in done.json["findings"]]


def certain(done: Ran) -> list[str]:
    assert (done.code, done.err) == (0, "")
    return [one["name"] for one in done.json["findings"] if one["confidence"] == "certain"]


def authorize_url(sandbox: Sandbox, **more: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": "demo",
        "redirect_uri": CALLBACK,
        "state": "xyz",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{sandbox.issuer}/authorize?{urlencode({**asked, **more})}"


class Failed:
    """A sign-in whose code is redeemed with a slash too much, and everything that a person could keep of it."""

    def __init__(self, cli: Command, sandbox: Sandbox) -> None:
        self.trace = cli.home / "run.json"
        self.code = sandbox.authorization_code("demo", CALLBACK, code_challenge=CHALLENGE, code_challenge_method="S256")
        words = ("--code", f"literal:{self.code}", "--redirect-uri", WRONG, "--code-verifier", f"literal:{VERIFIER}")
        self.run = fetch(
            cli, sandbox, "code", *words, "--trace", str(self.trace), "--show-secrets", "-vv", "-o", "json"
        )
        assert self.run.code == 13
        self.authorize = authorize_url(sandbox)
        self.delivered = f"{CALLBACK}?{urlencode({'code': self.code, 'state': 'xyz'})}"

    @property
    def exchange(self) -> dict[str, Any]:
        """The token request as the trace holds it."""
        exchanges: list[dict[str, Any]] = json.loads(self.trace.read_text("utf-8"))["exchanges"]
        return exchanges[-1]

    @property
    def conversation(self) -> str:
        """Request and answer as HTTP."""
        asked, answered = self.exchange["request"], self.exchange["response"]
        head = "".join(f"{name}: {value}\n" for name, value in asked["headers"])
        answer = "".join(f"{name}: {value}\n" for name, value in answered["headers"])
        return (
            f"{asked['method']} {asked['url']} HTTP/1.1\n{head}\n{asked['body']}\n\n"
            f"HTTP/1.1 {answered['status']} Words\n{answer}\n{answered['body']}\n"
        )

    @property
    def har(self) -> str:
        """The whole sign-in as a browser exports it."""
        asked, answered = self.exchange["request"], self.exchange["response"]
        authorization = dict(asked["headers"])["Authorization"]
        return forms.har(
            forms.NOISE,
            forms.entry(self.authorize, 302, location=self.delivered, second=1),
            forms.entry(
                asked["url"],
                answered["status"],
                method="POST",
                form=asked["body"],
                body=answered["body"],
                authorization=authorization,
                second=3,
            ),
        )


@pytest.fixture
def failed(cli: Command, sandbox: Sandbox) -> Failed:
    return Failed(cli, sandbox)


def explain(cli: Command, text: str, *words: str) -> Ran:
    return cli("explain", *(words or ("-",)), "-o", "json", stdin=text.encode())


def test_a_har_of_the_sign_in_tells_the_slash_for_certain(cli: Command, failed: Failed) -> None:
    done = explain(cli, failed.har)
    assert certain(done) == ["redirect-uri-differs"]
    asked, sent = done.json["findings"][0]["where"]
    assert (asked["value"], sent["value"], sent["mark"]) == (CALLBACK, WRONG, len(CALLBACK))


def test_the_difference_is_marked_where_it_is(cli: Command, failed: Failed) -> None:
    done = cli("explain", "-", "-o", "pretty", stdin=failed.har.encode())
    lines = done.out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.endswith(f"redirect_uri = {WRONG}"))
    assert lines[place + 1].index("^") == len(lines[place]) - 1


def test_what_v_printed_with_the_addresses_of_the_browser_tells_it_too(cli: Command, failed: Failed) -> None:
    text = (
        f"I opened\n{failed.authorize}\nand came back to\n{failed.delivered}\nThen:\n{failed.run.err}{failed.run.out}"
    )
    assert certain(explain(cli, text)) == ["redirect-uri-differs"]


def test_several_files_are_one_body_of_evidence(cli: Command, failed: Failed) -> None:
    (cli.home / "browser.txt").write_text(f"{failed.authorize}\n{failed.delivered}\n", "utf-8")
    (cli.home / "http.txt").write_text(failed.conversation, "utf-8")
    alone = explain(cli, "", "http.txt")
    both = explain(cli, "", "browser.txt", "http.txt")
    assert certain(alone) == []
    assert certain(both) == ["redirect-uri-differs"]
    assert [place["exchange"] for place in both.json["findings"][0]["where"]] == [
        "authorization request (browser.txt, line 1)",
        "token request (http.txt, line 1)",
    ]


def test_standard_input_and_a_file_go_together(cli: Command, failed: Failed) -> None:
    (cli.home / "http.txt").write_text(failed.conversation, "utf-8")
    done = explain(cli, f"{failed.authorize}\n{failed.delivered}\n", "-", "http.txt")
    assert certain(done) == ["redirect-uri-differs"]


@pytest.mark.parametrize("form", ["trace", "conversation", "json", "verbose"])
def test_the_token_request_alone_gives_the_findings_of_its_run(cli: Command, failed: Failed, form: str) -> None:
    texts = {
        "trace": failed.trace.read_text("utf-8"),
        "conversation": failed.conversation,
        "verbose": failed.run.err,
        "json": failed.run.out,
    }
    run = [one["name"] for one in failed.run.json["tokencli"]["findings"]]
    found = names(explain(cli, texts[form]))
    assert found == (["invalid-grant"] if form == "json" else run)


def test_the_code_of_the_run_is_quoted_nowhere(cli: Command, failed: Failed) -> None:
    for text in (
        failed.har,
        failed.conversation,
        failed.run.err,
        f"{failed.conversation}\nerror_description=no code {failed.code}",
    ):
        for output in ("pretty", "json"):
            said = cli("explain", "-", "-o", output, stdin=text.encode())
            assert said.code == 0
            assert not [one for one in (failed.code, VERIFIER, "demo-secret") if one in said.out + said.err]


def test_a_curl_command_that_the_dry_run_printed_is_read_as_the_request(cli: Command, sandbox: Sandbox) -> None:
    client = (
        "--client-id",
        "demo",
        "--client-secret",
        "literal:demo-secret",
        "--token-endpoint",
        f"{sandbox.issuer}/token",
    )
    words = ("--scope", "read,write", "--dry-run=curl", "--show-secrets")
    command = cli("fetch", "client-credentials", *client, *words)
    assert names(explain(cli, command.out)) == ["scope-with-commas"]


def test_a_code_used_twice_is_told_with_its_first_use(cli: Command, sandbox: Sandbox) -> None:
    code = sandbox.authorization_code("demo", CALLBACK, code_challenge=CHALLENGE, code_challenge_method="S256")
    words = ("--code", f"literal:{code}", "--redirect-uri", CALLBACK, "--code-verifier", f"literal:{VERIFIER}")
    for name in ("first.json", "second.json"):
        fetch(cli, sandbox, "code", *words, "--trace", name, "--show-secrets", "-o", "token")
    done = explain(cli, "", "first.json", "second.json")
    assert certain(done) == ["code-expired-or-used"]
    earlier = next(place for place in done.json["findings"][0]["where"] if place["exchange"].startswith("earlier"))
    assert earlier["exchange"] == "earlier token request (first.json)"
    assert "answered 200" in earlier["value"]


def test_a_redirect_with_an_error_is_explained_as_an_argument(cli: Command) -> None:
    done = cli("explain", f"{CALLBACK}?error=access_denied&error_description=No&state=xyz", "-o", "json")
    assert names(done) == ["access-denied"]


def test_a_log_is_explained_by_its_most_frequent_failure(cli: Command) -> None:
    lines = [forms.TEXT_LOG] * 3 + ['{"time": "2026-03-01T12:00:00Z", "error": "invalid_client"}'] * 2
    done = cli("explain", "-", "-o", "pretty", stdin="\n".join(lines).encode())
    assert done.code == 0
    assert done.out.index("invalid_grant") < done.out.index("invalid_client")
    assert "seen" in done.out
    assert "3 times" in done.out


def test_a_jwt_is_explained_by_its_times(cli: Command) -> None:
    expired = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzcy5leGFtcGxlIiwiZXhwIjoxNzAwMDAwMDAwfQ.c2ln"
    assert names(cli("explain", expired, "-o", "json")) == ["token-expired"]


def test_what_did_not_fail_is_said_not_to_have_failed(cli: Command, sandbox: Sandbox) -> None:
    fetch(cli, sandbox, "client-credentials", "--trace", "run.json", "-o", "token")
    done = cli("explain", "run.json", "-o", "pretty")
    assert (done.code, done.err) == (0, "")
    assert "nothing in it says that anything failed" in done.out


def test_text_that_says_nothing_is_told_what_was_looked_for(cli: Command) -> None:
    done = cli("explain", "-", stdin=b"my dog ate it")
    assert (done.code, done.out) == (2, "")
    assert all(word in done.err for word in ("HAR", "curl", "JWT", "log lines"))


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_the_clipboard_is_read_by_the_program_that_can(cli: Command, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, "wl-paste", "echo 'no Wayland here' >&2; exit 1")
    program(folder, "xclip", f"echo '{forms.REFUSAL}'")
    done = cli("explain", "--clipboard", "-o", "json", env={"PATH": f"{folder}:/usr/bin:/bin"})
    assert names(done)[-1] == "invalid-grant"


def test_the_clipboard_goes_together_with_files(cli: Command, failed: Failed, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (tmp_path / "copied").write_text(f"{failed.authorize}\n{failed.delivered}\n", "utf-8")
    program(folder, "pbpaste", f"cat '{tmp_path / 'copied'}'")
    (cli.home / "http.txt").write_text(failed.conversation, "utf-8")
    done = cli("explain", "http.txt", "--clipboard", "-o", "json", env={"PATH": f"{folder}:/bin"})
    assert certain(done) == ["redirect-uri-differs"]


def test_without_a_program_for_it_the_clipboard_names_those_there_are(cli: Command, tmp_path: Path) -> None:
    done = cli("explain", "--clipboard", env={"PATH": str(tmp_path)})
    assert (done.code, done.out) == (2, "")
    assert all(name in done.err for name in ("wl-paste", "xclip", "xsel", "pbpaste", "powershell"))


def test_a_clipboard_that_holds_no_text_says_so(cli: Command, tmp_path: Path) -> None:
    program(tmp_path, "xsel", "exit 1")
    done = cli("explain", "--clipboard", env={"PATH": f"{tmp_path}"})
    assert (done.code, done.out) == (2, "")
    assert "no text" in done.err
