"""Tokens that are kept: they stand where they were asked for, and nowhere else in the clear."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import issue, refuse, respond
from tests.security.canary import canary, files_below, leaked, spellings

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

ACCESS, REFRESH, ID = canary("access_token", 601), canary("refresh_token", 602), canary("id_token", 603, "jwt")
SECRET = canary("client_secret", 604)
PLANTED = (ACCESS, REFRESH, ID, SECRET)
ENV = {"S": SECRET.secret, "TOKENCLI_STORE_KEY": f"key:{'A' * 43}"}
ISSUED = issue(access_token=ACCESS.core, refresh_token=REFRESH.secret, id_token=ID.secret)
EVERYTHING = " ".join(spelling for one in PLANTED for spelling in spellings(one.secret))


@pytest.fixture
def ready(cli: Command, server: MisbehavingServer) -> Command:
    """A profile, and a server that hands out tokens."""
    cli.config(
        f'[profiles.ci]\ngrant = "client-credentials"\nstore = "file"\ntoken_endpoint = "{server.url("/token")}"\n'
        f'revocation_endpoint = "{server.url("/revoke")}"\nclient_id = "app"\nclient_secret = "env:S"\nretries = 0\n'
    )
    server.behave(ISSUED)
    return cli


def silent(cli: Command, done: Ran, *, out: bool = True) -> None:
    """Nothing was told, on any stream or in any file; `out` says whether stdout counts."""
    written = {str(path): text for path, text in files_below(cli.home)}
    for place, text in {"stdout": done.out if out else "", "stderr": done.err, **written}.items():
        assert (place, leaked(text, PLANTED)) == (place, [])


@pytest.mark.parametrize("words", [("login", "ci"), ("login", "ci", "-vv", "--trace", "run.json")], ids=len)
def test_a_login_keeps_everything_and_tells_nothing(words: tuple[str, ...], ready: Command) -> None:
    done = ready(*words, env=ENV)
    assert done.code == 0, done.err
    silent(ready, done)
    assert ready("token", "ci", env=ENV).out == f"{ACCESS.core}\n"


@pytest.mark.parametrize("form", ["pretty", "json"])
def test_a_login_that_is_shown_shows_what_was_issued_on_stdout_alone(form: str, ready: Command) -> None:
    done = ready("login", "ci", "-o", form, env=ENV)
    assert done.code == 0, done.err
    assert ACCESS.core in done.out
    silent(ready, done, out=False)
    assert leaked(done.out, (SECRET,)) == []


@pytest.mark.parametrize("again", [False, True])
def test_a_token_is_printed_alone_and_the_rest_is_kept(again: bool, ready: Command) -> None:
    if again:
        ready("login", "ci", env=ENV)
    done = ready("token", "ci", "-vv", "--trace", "run.json", env=ENV)
    assert done.out == f"{ACCESS.core}\n"
    silent(ready, done, out=False)


@pytest.mark.parametrize("form", ["pretty", "json"])
def test_the_status_of_what_is_kept_tells_times_and_no_token(form: str, ready: Command) -> None:
    ready("login", "ci", env=ENV)
    done = ready("status", "-o", form, env=ENV)
    assert done.code == 0, done.err
    assert "ci" in done.out
    silent(ready, done)


def test_a_command_finds_the_token_in_its_environment_and_on_no_command_line(ready: Command) -> None:
    ready("login", "ci", env=ENV)
    told = "import json, os, sys; print(json.dumps([sys.argv, os.environ['GIVEN']]))"
    done = ready.process("exec", "ci", "--env", "GIVEN", "-vv", "--", sys.executable, "-c", told, env=ENV)
    assert json.loads(done.out) == [["-c"], ACCESS.core]
    silent(ready, done, out=False)


@pytest.mark.parametrize("verb", ["login", "token", "exec"])
def test_a_server_that_repeats_everything_in_its_refusal_is_not_repeated(
    verb: str, ready: Command, server: MisbehavingServer
) -> None:
    ready("login", "ci", env=ENV)
    server.behave(refuse("invalid_client", 401, error_description=EVERYTHING))
    words = ("--", "true") if verb == "exec" else ()
    force = () if verb == "login" else ("--force",)
    done = ready(verb, "ci", *force, "-vv", "--trace", "run.json", *words, env=ENV)
    assert done.code not in {0, 1, 2}, done.err
    # Of the kept tokens this run has read none, so that it can know its own secret alone.
    assert leaked(done.out + done.err, (SECRET,)) == []


@pytest.mark.parametrize("status", [200, 400, 503])
def test_a_logout_tells_no_token_whatever_the_server_says(
    status: int, ready: Command, server: MisbehavingServer
) -> None:
    ready("login", "ci", env=ENV)
    body = {"error": "invalid_request", "error_description": EVERYTHING} if status > 200 else EVERYTHING
    server.behave(respond(status, body))
    done = ready("logout", "ci", "-vv", "--trace", "run.json", env=ENV)
    assert done.code != 1, done.err
    assert any(REFRESH.core.encode() in one.body for one in server.requests)
    told = done.out + done.err
    assert leaked(told, (REFRESH, ACCESS, SECRET)) == []
    assert "ci" not in ready("status", env=ENV).out


def test_a_store_that_was_written_over_is_not_quoted(ready: Command) -> None:
    ready("login", "ci", env=ENV)
    for path, _ in files_below(ready.home):
        if path.name != "config.toml":
            path.write_text(json.dumps({"access_token": ACCESS.core, "x": REFRESH.core}), "utf-8")
    for words in (("status",), ("token", "ci", "--no-input"), ("doctor",)):
        done = ready(*words, env=ENV)
        assert done.code != 1
        assert leaked(done.err, (REFRESH, SECRET)) == []
