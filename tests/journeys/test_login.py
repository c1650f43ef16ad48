"""`tokencli login`: the grant afresh, and nothing started while the store cannot keep what it brings."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.faults.rotating import LATER, SOON, Rotating
from tests.faults.server import refuse
from tests.journeys.at_terminal import AtTerminal
from tests.journeys.sandbox_client import token_requests
from tests.journeys.signed_in import CODE, IN_FILE, profiles, sign_in, use_file_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={})
    return rotating


def test_a_login_says_what_it_got_and_where_it_rests_and_prints_no_token(cli: Command, rotating: Rotating) -> None:
    done = sign_in(cli)
    assert done.out == ""
    assert "signed in for profile dev" in done.err
    assert "by refresh token" in done.err
    assert "the encrypted file" in done.err
    assert "at-1" not in done.err
    assert "rt-1" not in done.err


@pytest.mark.parametrize(("kind", "out"), [("token", "at-1\n"), ("refresh-token", "rt-1\n")])
def test_a_login_prints_a_token_when_it_is_asked_to(cli: Command, rotating: Rotating, kind: str, out: str) -> None:
    assert sign_in(cli, "dev", "-o", kind).out == out


def test_a_login_is_afresh_whatever_is_stored(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    sign_in(cli)
    assert rotating.sign_ins == 2
    assert cli("token", "dev").out == "at-2\n"


def test_a_login_that_fails_leaves_what_is_stored(cli: Command, rotating: Rotating, server: MisbehavingServer) -> None:
    sign_in(cli)
    server.behave(refuse("invalid_grant"), rotating)
    done = cli("login", "dev", *CODE)
    assert (done.code, done.out) == (13, "")
    assert cli("token", "dev").out == "at-1\n"


def test_a_login_of_none_keeps_nothing_and_says_so(cli: Command, rotating: Rotating) -> None:
    done = sign_in(cli, "dev", "--store", "none")
    assert "no store, as --store none says" in done.err
    assert cli("token", "dev").code == 4


def test_a_login_replaces_what_is_damaged(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    (file,) = (cli.home / ".local" / "share").rglob("tokens")
    file.write_bytes(b"nonsense")
    assert cli("token", "dev").code == 50
    file.unlink()
    assert sign_in(cli).code == 0


def test_a_store_that_is_lost_during_a_login_is_said_and_is_exit_50(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    server.behave(losing_the_store(cli, rotating))
    done = cli("login", "dev", *CODE, "-o", "token")
    assert (done.code, done.out) == (50, "at-1\n")
    assert "not kept" in done.err


def test_a_store_that_is_lost_while_a_token_is_got_does_not_cost_the_token(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    rotating.lifetime = LATER
    server.behave(losing_the_store(cli, rotating))
    done = cli("token", "dev")
    assert (done.code, done.out) == (0, "at-2\n")
    assert "the token is not kept" in done.err
    assert len(done.err.splitlines()) == 1


def losing_the_store(cli: Command, rotating: Rotating) -> object:
    def behave(line: object) -> None:
        folder = cli.home / ".local" / "share" / "tokencli"
        if folder.exists():
            folder.rename(cli.home / "lost")
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("")
        rotating(line)  # type: ignore[arg-type] # the server's line

    return behave


# A person who agrees to everything once they are told to, as a program that $BROWSER names: it writes down that it was started.
BROWSER = """
import re, sys, urllib.parse, urllib.request
with open(sys.argv[1], "a") as log:
    log.write("opened\\n")
open(sys.argv[2]).readline()
walk = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
page = walk.open(sys.argv[3]).read().decode()
action = re.search('action="([^"]+)"', page)[1].replace("&amp;", "&")
form = dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', page))
form |= {"username": "alice", "password": "alice-pw", "decision": "allow"}
walk.open(urllib.parse.urljoin(sys.argv[3], action), urllib.parse.urlencode(form).encode()).read()
"""


def test_several_that_wait_for_one_sign_in_open_one_browser(cli: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    log, told, program = tmp_path / "opened", tmp_path / "told", tmp_path / "browser.py"
    program.write_text(BROWSER)
    os.mkfifo(told)
    use_file_store(cli)
    cli.config(
        f'[profiles.dev]\ngrant = "authorization_code"\nissuer = "{sandbox.issuer}"\nclient_id = "demo-public"\n'
        'scope = ["openid", "offline_access"]\nstore = "file"\nlogin_timeout = "20s"\n'
    )
    environ = {**IN_FILE, "BROWSER": f"{sys.executable} {program} {log} {told}"}
    with ExitStack() as stack, told.open("r+b", buffering=0) as tell:
        words = [("login", "dev", "-o", "token", "-v"), ("login", "dev", "-o", "token", "-v"), ("token", "dev", "-v")]
        started = [stack.enter_context(AtTerminal(cli.home, *one, env=environ)) for one in words]
        for one in started:
            one.sees("demo-public")  # the settings, which are shown before a run waits for another
        tell.write(b"go on\n")
        assert [one.ends() for one in started] == [0, 0, 0], [one.screen for one in started]
    assert log.read_text() == "opened\n"
    assert len(token_requests(sandbox)) == 1
    token = cli("token", "dev").out.strip()
    assert all(token in one.screen for one in started)
