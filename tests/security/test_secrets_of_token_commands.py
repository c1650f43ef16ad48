"""Secrets given to the commands that take a token: nothing they write holds one, whatever the server repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import issue, respond
from tests.security.canary import canary, files_below, leaked, spellings

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

TOKEN = canary("token", 501, "jwt")
SECRET = canary("client_secret", 502)
ID_TOKEN = canary("id_token", 503, "jwt")
KEY = canary("dpop_key", 504, "key")
PLANTED = (TOKEN, SECRET, ID_TOKEN, KEY)
ENV = {"T": TOKEN.secret, "S": SECRET.secret, "I": ID_TOKEN.secret, "K": KEY.secret}
ASKING = {
    "introspect": ("--introspection-endpoint", "--client-secret", "env:S"),
    "revoke": ("--revocation-endpoint", "--client-secret", "env:S"),
    "userinfo": ("--userinfo-endpoint", "--client-secret", "env:S", "--id-token", "env:I", "--dpop-key", "env:K"),
}


def silent(cli: Command, done: Ran) -> None:
    written = {str(path): text for path, text in files_below(cli.home) if path.name != "config.toml"}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, leaked(text, PLANTED)) == (place, [])


@pytest.mark.parametrize("status", [200, 400, 401, 500])
@pytest.mark.parametrize("output", ["json", "pretty"])
@pytest.mark.parametrize("verb", ASKING)
def test_what_a_server_repeats_is_not_shown(
    verb: str, output: str, status: int, cli: Command, server: MisbehavingServer
) -> None:
    given = [one for one in PLANTED if one in {TOKEN, SECRET} or verb == "userinfo"]
    said = " ".join(spelling for one in given for spelling in spellings(one.secret))
    challenge = ("WWW-Authenticate", f'Bearer error="invalid_token", error_description="{TOKEN.secret}"')
    body = {
        "active": True,
        "sub": "s",
        "error_description": said,
        **({"error": "invalid_client"} if status > 200 else {}),
    }
    server.behave(respond(status, body, ("Content-Type", "application/json"), challenge))
    endpoint, *more = ASKING[verb]
    words = (verb, "env:T", endpoint, server.url(), "--client-id", "app", *more, "--retries", "0")
    done = cli(*words, "-vv", "--trace", "run.json", "-o", output, env=ENV)
    assert done.code not in {1, 2}, done.err
    assert TOKEN.core.encode() in b"".join(one.octets for one in server.requests)
    silent(cli, done)
    silent(cli, cli("explain", "run.json", "-o", output))


@pytest.mark.parametrize("form", ["http", "curl", "json"])
@pytest.mark.parametrize("verb", ASKING)
def test_a_dry_run_tells_no_secret(verb: str, form: str, cli: Command) -> None:
    endpoint, *more = ASKING[verb]
    words = (verb, "env:T", endpoint, "https://as.example/x", "--client-id", "app", *more)
    done = cli(*words, f"--dry-run={form}", env=ENV)
    assert done.code == 0, done.err
    assert "[redacted]" in done.out
    silent(cli, done)


@pytest.mark.parametrize("status", [200, 401, 403, 500])
def test_the_token_of_a_call_stands_only_in_what_the_api_says_on_stdout(
    status: int, cli: Command, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    cli.config(
        f'[profiles.dev]\ngrant = "client_credentials"\ntoken_endpoint = "{server.url()}"\nclient_id = "a"\nstore = "none"\n'
        'client_secret = "env:S"\ndpop_key = "env:K"\n'
    )
    server.behave(issue(access_token=TOKEN.secret, token_type="DPoP"))
    challenge = ("WWW-Authenticate", f'DPoP error="insufficient_scope", scope="{TOKEN.secret}"')
    other.behave(respond(status, f"you sent {TOKEN.secret} and {SECRET.secret}", challenge))
    done = cli("call", "dev", other.url("/a"), "-vv", "--trace", "run.json", env=ENV)
    assert TOKEN.core in done.out
    silent(cli, type(done)(done.code, "", done.err))
    silent(cli, cli("explain", "run.json"))


SENT = canary("access_token", 505, "jwt")
CODE = canary("code", 506)
PRIVATE = canary("jwks", 507, "key")
VERIFYING = (*PLANTED, SENT, CODE, PRIVATE)
HELD = ("--access-token", "env:A", "--code", "env:C", "--client-secret", "env:S", "--key", "env:K", "--jwks", "env:J")


@pytest.mark.parametrize("view", [("-o", "json"), ("-o", "pretty"), ("--field", "checks")], ids=" ".join)
@pytest.mark.parametrize("how", ["signed", "MAC", "fetched", "diff"])
def test_what_a_token_is_held_against_is_not_shown(
    how: str, view: tuple[str, ...], cli: Command, server: MisbehavingServer
) -> None:
    head, payload, signature = TOKEN.secret.split(".")
    token = f"eyJhbGciOiJIUzI1NiJ9.{payload}.{signature}" if how == "MAC" else f"{head}.{payload}.{signature}"
    said = " ".join(spelling for one in (SENT, CODE) for spelling in spellings(one.secret))
    server.behave(respond(200, {"keys": [{"kty": "EC", "crv": "P-256", "kid": said}], "said": said}))
    keys = HELD if how != "fetched" else (*HELD[:-2], "--jwks", server.url("/keys"))
    words = ("--diff", "env:T", "env:A") if how == "diff" else ("--verify", "env:T", "--as", "id-token", *keys)
    given = {"A": SENT.secret, "C": CODE.secret, "J": PRIVATE.secret}
    done = cli("decode", *words, *view, "-vv", "--trace", "run.json", env={**ENV, **given, "T": token})
    assert done.code == (2 if how == "diff" and view[0] == "--field" else 0 if how == "diff" else 40), done.err
    written = {str(path): text for path, text in files_below(cli.home)}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, leaked(text, VERIFYING)) == (place, [])


@pytest.mark.parametrize("place", ["literal:{}", "{}", "file:{}", "env:{}"])
def test_a_secret_in_the_place_of_keys_is_not_repeated(place: str, cli: Command) -> None:
    secret = PRIVATE.secret if "file" not in place and "env" not in place else "missing"
    done = cli("decode", "--verify", "env:T", "--jwks", place.format(secret), env=ENV)
    assert leaked(done.out + done.err, VERIFYING) == []
