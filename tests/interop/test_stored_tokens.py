"""A token's life in a real keyring, at a real server that rotates: login, token, refresh, status, logout with revocation."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.secret_service import SecretService
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop

MANY = 5  # the keyring itself answers one after the other; twenty are tried with the file store


class Signed:
    """Somebody with profiles for the server, whose home and keyring last from one command to the next."""

    def __init__(self, tokencli: CommandLine, op: OidcProvider, service: SecretService) -> None:
        self.tokencli, self.op, self.service = tokencli, op, service
        self.config = tokencli.file(
            "config.toml",
            f'[profiles.dev]\ngrant = "authorization_code"\nissuer = "{op.issuer}"\nclient_id = "basic"\n'
            'client_secret = "env:SECRET"\nscope = ["openid", "offline_access"]\n\n'
            f'[profiles.ci]\ngrant = "client_credentials"\nissuer = "{op.issuer}"\nclient_id = "basic"\n'
            'client_secret = "env:SECRET"\nscope = ["api:read"]\n',
        )

    def environ(self, **further: str) -> dict[str, str]:
        """What leads a command to the keyring and to the profiles."""
        secrets = {"SECRET": self.op.secret_of("basic"), "VERIFIER": VERIFIER}
        return {**self.service.environ, "TOKENCLI_CONFIG": self.config, **secrets, **further}

    def run(self, *words: str, **further: str) -> Finished:
        """Runs a command in a process of its own, as after a restart."""
        return self.tokencli.run(*words, **self.environ(**further))

    def code(self, alice: Visitor) -> tuple[str, ...]:
        """A code that alice got in her browser, as options."""
        got = alice.authorization_code("basic", scope="openid offline_access", prompt="consent")
        return ("--code", f"literal:{got}", "--redirect-uri", CALLBACK, "--code-verifier", "env:VERIFIER")


@pytest.fixture
def signed(tokencli: CommandLine, op: OidcProvider, secret_service: SecretService) -> Signed:
    return Signed(tokencli, op, secret_service)


def test_from_login_to_logout(signed: Signed, alice: Visitor, op: OidcProvider) -> None:
    login = signed.run("login", "dev", *signed.code(alice))
    assert (login.code, login.out) == (0, ""), login.err
    assert "alice" in login.err
    first = signed.run("token", "dev")
    assert (first.code, first.err) == (0, "")
    assert signed.run("token", "dev").out == first.out
    second = signed.run("token", "dev", "--min-validity", "999d")
    assert second.code == 0, second.err
    assert second.out != first.out
    third = signed.run("token", "dev", "--force", "-o", "json").document
    assert signed.run("token", "dev").out.strip() == third["access_token"]
    (row,) = signed.run("status", "-o", "json").document["tokens"]
    assert (row["profile"], row["subject"], row["has_refresh_token"], row["store"]) == ("dev", "alice", True, "keyring")
    assert op.introspect(third["access_token"])["active"] is True
    assert op.introspect(third["refresh_token"])["active"] is True
    out = signed.run("logout", "dev", "--url")
    assert out.code == 0, out.err
    assert "revoked and forgotten" in out.err
    assert re.fullmatch(rf"{re.escape(op.issuer)}/\S+id_token_hint=\S+\n", out.out)
    assert op.introspect(third["access_token"])["active"] is False
    assert op.introspect(third["refresh_token"])["active"] is False
    assert signed.service.items() == {}
    gone = signed.run("token", "dev")
    assert (gone.code, gone.out) == (4, "")
    assert "tokencli login dev" in gone.err
    assert op.events() == ()


def test_a_refresh_token_that_the_server_forgot_is_exit_4_with_the_command(
    signed: Signed, alice: Visitor, op: OidcProvider
) -> None:
    assert signed.run("login", "dev", *signed.code(alice)).code == 0
    op.revoke(signed.run("token", "dev", "-o", "refresh-token").out.strip())
    done = signed.run("token", "dev", "--force")
    assert (done.code, done.out) == (4, "")
    assert "no longer accepted (invalid_grant" in done.err
    assert done.err.splitlines()[-1] == "  run      tokencli login dev"


# Lets the stored token end now, as if its hour were over.
END = """
from dataclasses import replace
from tokencli.app.token_place import open_store
store = open_store("keyring")
(fingerprint,) = store.list()
record = store.get(fingerprint)
store.put(replace(record, expires_at=record.received_at))
"""


def test_many_programs_at_once_refresh_once(signed: Signed, alice: Visitor, op: OidcProvider) -> None:
    assert signed.run("login", "dev", *signed.code(alice)).code == 0
    before = signed.run("token", "dev", "-o", "json").document
    subprocess.run([sys.executable, "-c", END], env={**signed.tokencli.environment, **signed.environ()}, check=True)
    with ThreadPoolExecutor(MANY) as pool:
        done = list(pool.map(lambda _: signed.run("token", "dev"), range(MANY)))
    assert {(one.code, one.err) for one in done} == {(0, "")}
    (token,) = {one.out.strip() for one in done}
    assert token != before["access_token"]
    # A second refresh with the same token would have ended the whole family.
    assert op.introspect(token)["active"] is True
    assert op.introspect(before["refresh_token"])["active"] is False
    assert op.events() == ()


UNUSABLE = {"locked": "locked", "hangs": "did not answer", "dead": "--store file", "no bus": "no keyring"}


def spoil(signed: Signed, how: str) -> dict[str, str]:
    """Makes the keyring unusable; what has to be told to the commands besides."""
    match how:
        case "locked":
            signed.service.lock()
        case "hangs":
            signed.service.daemon.send_signal(signal.SIGSTOP)
        case "dead":
            signed.service.daemon.kill()
            signed.service.daemon.wait()
        case _:
            return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={signed.tokencli.home / 'no-bus'}"}
    return {}


@pytest.mark.parametrize("how", UNUSABLE)
def test_without_a_keyring_login_does_not_start_and_token_goes_on(
    signed: Signed, alice: Visitor, op: OidcProvider, how: str
) -> None:
    assert signed.run("login", "dev", *signed.code(alice)).code == 0
    code = signed.code(alice)
    further = spoil(signed, how)
    try:
        login = signed.run("login", "dev", *code, **further)
        assert (login.code, login.out) == (50, "")
        assert UNUSABLE[how] in login.err
        assert "--store file" in login.err
        assert "--store none" in login.err
        token = signed.run("token", "ci", **further)
        assert token.code == 0, token.err
        assert op.introspect(token.out.strip())["active"] is True
        (line,) = token.err.splitlines()
        assert "not kept" in line
        only = signed.run("token", "dev", **further)
        assert (only.code, only.out) == (50, ""), only.err
        quiet = signed.run("token", "ci", "--no-input", **further)
        assert (quiet.code, quiet.err) == (0, "")
    finally:
        if how == "hangs":
            signed.service.daemon.send_signal(signal.SIGCONT)
    if how in {"hangs", "no bus"}:
        assert signed.run("token", "dev").code == 0  # what was there is there again
