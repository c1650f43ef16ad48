"""`tokencli logout`: revoked where it can be, forgotten in any case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.faults.rotating import LATER, Rotating
from tests.faults.server import respond
from tests.journeys.sandbox_client import SECRETS
from tests.journeys.signed_in import profiles, sign_in, use_file_store
from tokencli.app.open_store import open_store
from tokencli.store import resting_token

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

DONE = respond(200, b"")


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={"revocation_endpoint": server.url("/revoke")})
    return rotating


def revoked(server: MisbehavingServer) -> list[tuple[str, str]]:
    """What the revocation endpoint was sent."""
    forms = [dict(parse_qsl(one.body.decode())) for one in server.requests if " /revoke " in one.line]
    return [(form["token_type_hint"], form["token"]) for form in forms]


def stored_by_password(cli: Command, sandbox: Sandbox, scope: str) -> None:
    use_file_store(cli)
    cli.monkeypatch.setenv("SECRET", SECRETS["demo"])
    cli.monkeypatch.setenv("PASSWORD", "alice-pw")
    cli.config(
        f'[profiles.dev]\ngrant = "password"\nissuer = "{sandbox.issuer}"\nclient_id = "demo"\nstore = "file"\n'
        f'client_secret = "env:SECRET"\nusername = "alice"\npassword = "env:PASSWORD"\nscope = ["{scope}"]\n'
    )
    assert cli("login", "dev").code == 0


def test_both_tokens_end_at_the_server_and_nothing_is_stored_any_more(cli: Command, sandbox: Sandbox) -> None:
    stored_by_password(cli, sandbox, "read offline_access")
    token = cli("token", "dev").out.strip()
    asked = ("introspect", "literal:" + token, "-p", "dev", "-o", "json")
    assert cli(*asked).json["active"] is True
    done = cli("logout", "dev")
    assert (done.code, done.out) == (0, "")
    assert "revoked and forgotten" in done.err
    assert [one.path for one in sandbox.requests].count("/revoke") == 2
    assert cli(*asked).json["active"] is False
    assert "No token is stored" in cli("status", "-o", "pretty").err
    assert "no token is stored for profile dev" in cli("logout", "dev").err


def test_the_refresh_token_ends_first(cli: Command, server: MisbehavingServer, rotating: Rotating) -> None:
    sign_in(cli)
    server.behave(DONE)
    assert cli("logout", "dev").code == 0
    assert revoked(server) == [("refresh_token", "rt-1"), ("access_token", "at-1")]


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (respond(503), 22),
        (respond(400, {"error": "unsupported_token_type"}), 10),
        (respond(401, {"error": "invalid_client"}), 12),
        (lambda line: line.reset(), 20),
    ],
)
def test_it_is_forgotten_whatever_the_server_says_and_the_exit_code_tells(
    cli: Command, server: MisbehavingServer, rotating: Rotating, behaviour: Any, code: int
) -> None:
    sign_in(cli)
    server.behave(behaviour)
    done = cli("logout", "dev")
    assert (done.code, done.out) == (code, "")
    assert "forgotten here; at the server it may stay good" in done.err
    server.behave(rotating)
    assert cli("token", "dev").code == 4


def test_a_server_without_a_revocation_endpoint_is_said(
    cli: Command, server: MisbehavingServer, rotating: Rotating
) -> None:
    profiles(cli, server, dev={})
    sign_in(cli)
    done = cli("logout", "dev")
    assert done.code == 0
    assert "stays good there until it ends" in done.err
    assert cli("token", "dev").code == 4


def test_a_token_goes_to_no_other_issuer_to_be_revoked(
    cli: Command, server: MisbehavingServer, other: MisbehavingServer, rotating: Rotating
) -> None:
    profiles(cli, server, dev={"issuer": server.url("")})
    sign_in(cli)
    profiles(cli, other, dev={"issuer": other.url(""), "revocation_endpoint": other.url("/revoke")})
    assert "no token is stored" in cli("logout", "dev").err
    assert other.requests == []


def test_the_url_that_ends_the_session_is_printed_alone(cli: Command, sandbox: Sandbox) -> None:
    stored_by_password(cli, sandbox, "openid")
    bye = "https://app.example/bye"
    where = ("--end-session-endpoint", f"{sandbox.issuer}/end", "--post-logout-redirect-uri", bye)
    done = cli("logout", "dev", "--url", *where)
    assert done.code == 0, done.err
    assert done.out.count("\n") == 1
    url = urlsplit(done.out.strip())
    query = dict(parse_qsl(url.query))
    assert (url.path, query["client_id"], query["post_logout_redirect_uri"]) == ("/end", "demo", bye)
    assert query["id_token_hint"].count(".") == 2


def test_an_entry_that_cannot_be_read_can_be_forgotten(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    store = open_store("file")
    (fingerprint,) = store.list()
    kept = store.get(fingerprint)
    assert kept is not None
    with cli.monkeypatch.context() as later:
        later.setattr(resting_token, "VERSION", resting_token.VERSION + 1)
        store.put(replace(kept, subject="bob"))
    told = cli("token", "dev")
    assert (told.code, "tokencli logout" in told.err) == (50, True)
    done = cli("logout", "dev")
    assert done.code == 0
    assert "later tokencli" in done.err
    assert cli("token", "dev").code == 4


def test_all_means_every_profile_and_what_has_no_profile_any_more(
    cli: Command, server: MisbehavingServer, rotating: Rotating
) -> None:
    keys = {"revocation_endpoint": server.url("/revoke")}
    profiles(cli, server, one=keys, other={**keys, "scope": ["read"]}, gone=keys, edited=keys)
    for name in ("one", "other", "gone", "edited"):
        sign_in(cli, name)
    profiles(cli, server, one=keys, other={**keys, "scope": ["read"]}, edited={**keys, "scope": ["write"]})
    server.behave(DONE)
    done = cli("logout", "--all")
    assert (done.code, done.out) == (0, "")
    assert done.err.count("is revoked and forgotten") == 2
    assert done.err.count("no server was asked") == 2
    assert {token for _, token in revoked(server)} == {"rt-1", "rt-2", "at-1", "at-2"}
    assert cli("status", "-o", "json").json == {"tokens": []}
    assert "no token is stored" in cli("logout", "--all").err


def test_all_goes_on_after_one_that_fails(cli: Command, server: MisbehavingServer, rotating: Rotating) -> None:
    keys = {"revocation_endpoint": server.url("/revoke")}
    cli.monkeypatch.setenv("SECRET", "hush")
    profiles(cli, server, a={**keys, "client_secret": "env:SECRET"}, b=keys)
    sign_in(cli, "a")
    sign_in(cli, "b")
    cli.monkeypatch.delenv("SECRET")
    server.behave(DONE)
    done = cli("logout", "--all")
    assert done.code == 2
    assert "SECRET" in done.err
    assert {token for _, token in revoked(server)} == {"rt-2", "at-2"}
