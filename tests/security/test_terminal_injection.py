"""A server that writes control sequences, bidirectional overrides and links into everything it sends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.server import JSON_TYPE, NO_STORE, raw, respond
from tests.journeys.command import PROCESS_SECONDS, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

CLEAR, TITLE, LINK = "\x1b[2J\x1b[H", "\x1b]0;owned\x07", "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\"
OTHERS = "\x9b31m \x08\x08 \x7f \r \x00 \u202e\u2066\u2069\u200e\u200f\u061c \u2028\u2029 \ufeff\u200b \x85"
EVIL = f"x{CLEAR}{TITLE}{LINK}{OTHERS}y"
IN_A_LINE = EVIL.replace("\r", "").replace("\x00", "")  # what a header can carry
# Everything that may not reach a terminal but in the colours we make ourselves.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
OUR_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TOKENS = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}


def _jwt(claims: dict[str, Any]) -> str:
    import base64

    parts = (json.dumps(part).encode() for part in ({"alg": EVIL, "kid": EVIL, EVIL: EVIL}, claims))
    return ".".join((*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), "c2ln"))


CLAIMS = {"iss": EVIL, "sub": EVIL, "aud": [EVIL], "exp": 1, EVIL: {EVIL: [EVIL]}}
PAGE = f"<html><title>{EVIL}</title><h1>{EVIL}</h1></html>".encode()
ANSWERS = {
    "refusal": respond(
        400, {"error": "invalid_grant", "error_description": EVIL, "error_uri": EVIL, EVIL: {EVIL: EVIL}}
    ),
    "refusal with an odd code": respond(400, {"error": EVIL}),
    "refusal unescaped": respond(400, json.dumps({"error": EVIL, "error_description": EVIL}, ensure_ascii=False)),
    "page": respond(200, PAGE, ("Content-Type", f"text/html; {IN_A_LINE}")),
    "redirect": respond(302, b"", ("Location", f"https://as.example/{IN_A_LINE}?a={IN_A_LINE}")),
    "headers": respond(
        401,
        {},
        JSON_TYPE,
        NO_STORE,
        ("WWW-Authenticate", f'Basic realm="{IN_A_LINE}", error="{IN_A_LINE}"'),
        ("X-A", IN_A_LINE),
    ),
    "garbage": raw(EVIL.encode() + b"\r\n\r\n"),
    "status line": raw(f"HTTP/1.1 400 {IN_A_LINE}\r\nConnection: close\r\n\r\n{EVIL}".encode()),
    "text": respond(400, EVIL.encode(), ("Content-Type", "text/plain")),
    "broken JSON": respond(200, ('{"a": "' + EVIL).encode()),
    "tokens": respond(
        200,
        {
            **TOKENS,
            "token_type": EVIL,
            "scope": EVIL,
            "refresh_token": EVIL,
            "id_token": EVIL,
            "expires_in": EVIL,
            EVIL: EVIL,
        },
    ),
    "access token": respond(200, {**TOKENS, "access_token": EVIL}),
    "JWT": respond(200, {**TOKENS, "access_token": _jwt(CLAIMS), "id_token": _jwt(CLAIMS)}),
}
VIEWS = (
    ("-o", "pretty"),
    ("-o", "json"),
    ("-o", "token"),
    ("-o", "refresh-token"),
    ("-o", "id-token"),
    ("-o", "header"),
    ("-o", "env"),
    ("-o", "env", "--shell", "fish"),
    ("--field", "error_description"),
    ("--field", "scope"),
    ("--field", "tokencli.findings"),
)


class Screen:
    """A terminal: the program believes that a person is there, and everything it writes is looked at."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: str, **env: str) -> str:
        """What a run wrote on the terminal, stdout and stderr together."""
        ours, theirs = pty.openpty()
        environ = {**clean_environment(self.home), "TERM": "xterm-256color", **env}
        program = [sys.executable, "-m", "tokencli", *words]
        process = subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, cwd=self.home)
        os.close(theirs)
        written = b""
        try:
            while piece := os.read(ours, 65536):
                written += piece
        except OSError:  # so Linux says that the other end is closed
            written += b""
        os.close(ours)
        process.wait(PROCESS_SECONDS)
        return written.decode("utf-8", "replace").replace("\r\n", "\n")


def unsafe(text: str) -> list[str]:
    """The unsafe characters of a text, each with what stands around it."""
    plain = OUR_COLOURS.sub("", text)
    return [plain[max(0, found.start() - 30) : found.end() + 20] for found in UNSAFE.finditer(plain)]


@pytest.mark.parametrize("place", ["refusal", "headers", "tokens"])
def test_nothing_of_it_reaches_a_real_terminal(place: str, cli: Command, server: MisbehavingServer) -> None:
    server.behave(ANSWERS[place])
    words = (
        "fetch",
        "password",
        "--token-endpoint",
        server.url(),
        "--client-id",
        "a",
        "--username",
        "u",
        "--password",
        "literal:pw-1",
    )
    screen = Screen(cli.home)
    written = screen.run(*words, "-vv", "--color", "never", "--trace", "run.json", "--retries", "0")
    assert "password" in written
    assert unsafe(written) == []


@pytest.mark.parametrize("place", ANSWERS)
def test_no_answer_gets_it_through(place: str, cli: Command, server: MisbehavingServer) -> None:
    server.behave(ANSWERS[place])
    words = ("--token-endpoint", server.url(), "--client-id", "a", "--retries", "0")
    done = cli("fetch", "client-credentials", *words, "-vv", "-o", "pretty", "--trace", "run.json")
    assert done.code != 1, done.err
    explained = [cli("explain", "run.json", "-o", form) for form in ("pretty", "json")]
    trace = (cli.home / "run.json").read_text("utf-8")
    assert unsafe("".join((done.out, done.err, trace, *(one.out + one.err for one in explained)))) == []


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
@pytest.mark.parametrize("place", ["refusal", "tokens"])
def test_no_view_lets_it_through(
    place: str, view: tuple[str, ...], cli: Command, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behave(ANSWERS[place])
    _pretend_a_terminal(monkeypatch)
    words = ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "a", "--retries", "0")
    done = cli(*words, "-vv", "--color", "always", *view)
    assert done.code != 1, done.err
    assert unsafe(done.out.replace("\x1b[K", "") + done.err.replace("\r", "").replace("\x1b[K", "")) == []


def _pretend_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


@pytest.mark.parametrize(
    "view", [("-o", "pretty"), ("-o", "json"), ("--field", "service_documentation"), ("-vv",)], ids=" ".join
)
def test_metadata_reaches_the_terminal_as_text_alone(
    view: tuple[str, ...], cli: Command, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer = server.url("")
    server.behave(
        respond(
            200,
            {
                "issuer": issuer,
                "token_endpoint": EVIL,
                "service_documentation": EVIL,
                "scopes_supported": [EVIL],
                EVIL: EVIL,
            },
        )
    )
    _pretend_a_terminal(monkeypatch)
    done = cli("discover", issuer, *view)
    assert done.code == 0, done.err
    assert unsafe(done.out + done.err) == []
    for form in ("http", "curl", "json"):
        dry = cli("fetch", "client-credentials", "--issuer", issuer, "--client-id", "a", f"--dry-run={form}")
        assert unsafe(dry.out + dry.err) == []
    real = cli("fetch", "client-credentials", "--issuer", issuer, "--client-id", "a", "-v")
    assert real.code not in {0, 1}, real.err
    assert unsafe(real.out + real.err) == []


def test_a_wrong_issuer_reaches_the_terminal_as_text_alone(cli: Command, server: MisbehavingServer) -> None:
    for document in ({"issuer": "https://" + EVIL}, {"error": EVIL}, [EVIL]):
        server.behave(respond(200, document))
        for view in ("pretty", "json"):
            done = cli("discover", server.url(""), "-o", view)
            assert done.code not in {0, 1}
            assert unsafe(done.out + done.err) == []


def test_the_code_of_a_device_reaches_the_terminal_as_text_alone(cli: Command, server: MisbehavingServer) -> None:
    handed = {
        "device_code": "d-1",
        "user_code": EVIL,
        "verification_uri": EVIL,
        "verification_uri_complete": EVIL,
        "expires_in": 9,
    }
    server.behave(
        respond(200, {**handed, "interval": 0}), respond(400, {"error": "access_denied", "error_description": EVIL})
    )
    ends = ("--device-authorization-endpoint", server.url("/d"), "--token-endpoint", server.url())
    done = cli("fetch", "device-code", *ends, "--client-id", "tv")
    assert "owned" in done.err
    assert unsafe(done.out + done.err) == []


@pytest.mark.parametrize(
    "view", [(), ("-o", "json"), ("--field", "claims.sub"), ("--field", "header.alg")], ids=" ".join
)
def test_a_decoded_token_reaches_the_terminal_as_text_alone(
    view: tuple[str, ...], cli: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_a_terminal(monkeypatch)
    done = cli("decode", *view, stdin=_jwt(CLAIMS).encode())
    assert done.code == 0, done.err
    assert unsafe(done.out + done.err) == []


def test_in_a_pipe_a_field_is_what_the_server_sent(cli: Command, server: MisbehavingServer) -> None:
    """A Persian name holds U+200C: escaped it would be another name."""
    server.behave(respond(200, {**TOKENS, "name": "می\u200cروم"}))
    done = cli("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "a", "--field", "name")
    assert done.out == "می\u200cروم\n"


def test_a_profile_from_elsewhere_reaches_the_terminal_as_text_alone(cli: Command) -> None:
    cli.config(f"[profiles.{json.dumps(EVIL)}]\nclient_id = {json.dumps(EVIL)}\ngrant = {json.dumps(EVIL)}\n")
    for words in (
        ("list",),
        ("list", "-o", "json"),
        ("show", EVIL.replace("\x00", "")),
        ("show",),
        ("show", "-o", "json"),
    ):
        done = cli("profile", *words)
        assert unsafe(done.out + done.err) == []
