"""Secrets given to the commands besides `fetch`: found by walking every option of every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest

from tests.faults.server import respond
from tests.security.canary import canary, files_below, leaked
from tests.security.echoing import answers
from tokencli.cli.program import COMMANDS
from tokencli.cli.program import cli as program
from tokencli.settings.model import all_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tokencli.oauth.parameter import Parameter

SECRETS = tuple(one for one in all_parameters() if one.secret)
ONE = canary("secret", 77)
JWT = canary("token", 78, "jwt")
# Each command is looked at by a test of this folder. A new one fails here until somebody has thought of its secrets.
LOOKED_AT = {
    "fetch": "test_secrets_of_fetch.py",
    "decode": "below",
    "call": "test_secrets_of_token_commands.py",
    "discover": "below",
    "introspect": "test_secrets_of_token_commands.py",
    "revoke": "test_secrets_of_token_commands.py",
    "userinfo": "test_secrets_of_token_commands.py",
    "explain": "below",
    "diagnose": "test_secrets_of_diagnoses.py",
    "doctor": "below",
    "profile": "below, test_secrets_of_imports.py",
    "make": "below",
    "login": "test_secrets_of_stored_tokens.py, test_secrets_of_kept_tokens.py",
    "token": "test_secrets_of_stored_tokens.py, test_secrets_of_kept_tokens.py",
    "status": "test_secrets_of_kept_tokens.py",
    "exec": "test_secrets_of_stored_tokens.py, test_secrets_of_kept_tokens.py",
    "logout": "test_secrets_of_kept_tokens.py",
    "completion": "takes no secret",
    "sandbox": "takes no secret; its own are printed on purpose",
}


def silent(done: Ran) -> None:
    for place, text in {"stdout": done.out, "stderr": done.err}.items():
        assert (place, leaked(text, (ONE, JWT))) == (place, [])


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


EVERY_COMMAND = dict(commands(program))
TAKE_A_JWT = {"decode", "explain"}
TAKE_A_URL = {"call", "discover", "dpop-proof"}


def test_every_command_was_looked_at() -> None:
    assert set(COMMANDS) == set(LOOKED_AT)


@pytest.mark.parametrize("path", EVERY_COMMAND, ids=" ".join)
def test_help_never_shows_a_secret_as_a_default(path: tuple[str, ...], cli: Command) -> None:
    env = {one.variable: ONE.secret for one in SECRETS}
    done = cli(*path, "--help", env=env)
    assert done.code == 0
    silent(done)


@pytest.mark.parametrize(
    "path", [path for path, one in EVERY_COMMAND.items() if not isinstance(one, click.Group)], ids=" ".join
)
def test_a_word_too_many_is_not_repeated(path: tuple[str, ...], cli: Command) -> None:
    """It may be a secret that lost its quotes or its option."""
    few = () if path[-1] in TAKE_A_URL else ((ONE.secret,), (JWT.secret,))
    for words in ((ONE.secret,) * 9, *few):
        done = cli(*path, "--", *words)
        if path[0] != "completion":
            silent(done)
        assert done.code == 2 or (path[0] in TAKE_A_JWT and words == (JWT.secret,))


def test_a_name_of_an_option_is_not_repeated(cli: Command) -> None:
    for secret in (ONE.secret, JWT.secret):
        for words in (
            ("doctor", "-p", secret),
            ("profile", "edit", secret, "--unset", "scope"),
            ("exec", "x", "--env", secret, "--", "true"),
        ):
            done = cli(*words)
            assert done.code not in {0, 1}
            silent(done)


@pytest.mark.parametrize("declared", SECRETS, ids=lambda one: one.name)
def test_a_profile_refuses_a_bare_secret_without_repeating_it(declared: Parameter, cli: Command) -> None:
    done = cli("profile", "add", "ci", "--client-id", "app", declared.option, ONE.secret)
    assert (done.code, declared.option in done.err) == (2, True)
    silent(done)
    assert list(files_below(cli.home)) == []


@pytest.mark.parametrize("verb", ["add", "edit"])
def test_a_profile_refuses_a_bare_secret_in_a_pair(verb: str, cli: Command) -> None:
    if verb == "edit":
        cli.config('[profiles.ci]\nclient_id = "app"\n')
    done = cli("profile", verb, "ci", "--client-id", "app", "--param", f"pin@{ONE.secret}")
    assert (done.code, "--param" in done.err) == (2, True)
    silent(done)


@pytest.mark.parametrize("declared", SECRETS, ids=lambda one: one.name)
def test_a_literal_in_a_profile_is_kept_and_never_shown(declared: Parameter, cli: Command) -> None:
    added = cli("profile", "add", "ci", "--client-id", "app", declared.option, f"literal:{ONE.secret}")
    assert added.code == 0, added.err
    silent(added)
    assert ONE.core in (cli.home / ".config/tokencli/config.toml").read_text("utf-8")
    for words in (
        ("show", "ci"),
        ("show", "ci", "-o", "json"),
        ("list",),
        ("list", "-o", "json"),
        ("edit", "ci", "--timeout", "9s"),
    ):
        silent(cli("profile", *words))
    shown = {one["name"]: one["value"] for one in cli("profile", "show", "ci", "-o", "json").json["settings"]}
    assert shown[declared.name] == "literal:[redacted]"
    silent(cli("profile", "remove", "ci", "--yes"))


def test_a_profile_shows_no_header_proxy_or_member_that_is_a_secret(cli: Command) -> None:
    pairs = ("--header", f"Authorization: Bearer {ONE.secret}", "--param", f"client_secret={ONE.secret}")
    proxy = ("--proxy", "http://user:" + ONE.core + "@127.0.0.1:1", "--param", f"pin@literal:{ONE.secret}")
    assert cli("profile", "add", "ci", "--client-id", "app", *pairs, *proxy).code == 0
    for form in ("pretty", "json"):
        done = cli("profile", "show", "ci", "-o", form)
        assert "127.0.0.1:1" in done.out
        silent(done)


def test_a_pair_with_a_literal_reference_survives_the_profile(cli: Command, server: MisbehavingServer) -> None:
    words = ("--token-endpoint", server.url(), "--client-id", "app", "--param", "pin@literal:4711-0815")
    assert cli("profile", "add", "ci", "--grant", "client_credentials", *words).code == 0
    cli("fetch", "client-credentials", "-p", "ci")
    assert b"pin=4711-0815" in server.requests[0].body


@pytest.mark.parametrize(
    "text",
    [
        'client_secret = "CORE\n',
        'client_secert = "CORE"\n',
        'client_secret = ["CORE"]\n',
        'client_secret = {place = "CORE"}\n',
        'param = ["CORE"]\n',
        'header = ["CORE"]\n',
        'proxy = {url = "CORE"}\n',
        'issuer = "ftp://user:CORE@as.example"\n',
        'issuer = "https://user:CORE@as.example"\n',
        'issuer = "https://user:CORE@as.example:99999"\n',
    ],
)
def test_a_broken_profile_is_named_without_its_secrets(text: str, cli: Command) -> None:
    cli.config("[profiles.ci]\n" + text.replace("CORE", ONE.core))
    assert cli("profile", "show", "ci").code == 2
    for words in (
        ("profile", "show", "ci"),
        ("fetch", "client-credentials", "-p", "ci"),
        ("profile", "edit", "ci", "--timeout", "1s"),
    ):
        silent(cli(*words))


@pytest.mark.parametrize(
    "words", [("-o", "json"), ("-o", "pretty"), ("--field", "claims.sub"), ("--field", "signature")]
)
@pytest.mark.parametrize("how", ["argument", "env", "file", "cmd", "stdin", "dash", "header"])
def test_decode_shows_header_and_claims_and_never_the_signature(
    how: str, words: tuple[str, ...], cli: Command, tmp_path: Path
) -> None:
    kept = tmp_path / "jwt"
    kept.write_text(JWT.secret + "\n", "utf-8")
    given = {
        "argument": (JWT.secret,),
        "env": ("env:PLANTED",),
        "file": (f"file:{kept}",),
        "cmd": (f"cmd:cat {kept}",),
        "stdin": (),
        "dash": ("-",),
        "header": (f"Authorization: Bearer {JWT.secret}",),
    }[how]
    done = cli("decode", *given, *words, stdin=JWT.secret.encode(), env={"PLANTED": JWT.secret})
    assert done.code == (2 if "signature" in words else 0), done.err
    silent(done)


@pytest.mark.parametrize(
    "text",
    [
        ONE.core,
        f"eyJhbGciOiJub25lIn0.{ONE.core}.c2ln",
        f"{ONE.core}.e30.c2ln",
        f"eyJhbGciOiJub25lIn0.e30.c2ln.{ONE.core}",
        f"bearer {ONE.core}",
        f"literal:{ONE.core}",
        f"env:UNSET_{ONE.core[:3]}",
        f"e30.e30.*{ONE.core}*",
        f"eyJhbGciOiJBMTI4S1cifQ.{ONE.core}.{ONE.core}.{ONE.core}.{ONE.core}",
    ],
)
def test_what_decode_cannot_read_is_not_repeated(text: str, cli: Command) -> None:
    silent(cli("decode", text))
    silent(cli("decode", stdin=text.encode()))


@pytest.mark.parametrize("how", ["argument", "stdin", "file"])
@pytest.mark.parametrize(
    "text",
    [
        f"POST /token\n\nclient_secret={ONE.core}",
        json.dumps({"access_token": ONE.core}),
        json.dumps({"format": "tokencli-trace", "version": 1, "settings": ONE.core}),
        json.dumps({"format": "tokencli-trace", "version": ONE.core}),
        ONE.core,
    ],
)
def test_explain_never_quotes_what_it_was_given(text: str, how: str, cli: Command, tmp_path: Path) -> None:
    (tmp_path / "capture").write_text(text, "utf-8")
    given = {"argument": (text,), "stdin": ("-",), "file": (str(tmp_path / "capture"),)}[how]
    done = cli("explain", *given, stdin=text.encode())
    assert done.code in {0, 2}  # tokens are an answer too, of which there is nothing to say
    assert leaked(done.out + done.err.replace(str(tmp_path), ""), (ONE,)) == []


def test_discover_keeps_the_password_of_the_proxy(cli: Command, server: MisbehavingServer) -> None:
    one = canary("proxy", 79, "verifier")
    proxy = ("--proxy", f"http://user:{one.secret}@127.0.0.1:{server.port}", "--allow-http")
    for place in ("description", "page", "headers", "broken JSON", "no HTTP"):
        server.behave(answers((one,))[place])
        done = cli("discover", "http://as.example", "-vv", *proxy)
        assert done.code not in {0, 1}
        assert (place, leaked(done.out + done.err, (one,))) == (place, [])


def test_discover_refuses_a_password_in_the_url_without_repeating_it(cli: Command) -> None:
    for url in (
        f"https://user:{ONE.core}@as.example",
        f"ftp://user:{ONE.core}@as.example",
        f"user:{ONE.core}@as.example",
    ):
        done = cli("discover", url)
        assert done.code == 2
        silent(done)


@pytest.mark.parametrize("view", [(), ("-o", "json"), ("--field", "url")], ids=" ".join)
def test_make_prints_a_url_and_of_the_secrets_only_what_the_url_carries(view: tuple[str, ...], cli: Command) -> None:
    key, hint, secret = canary("key", 1, "key"), canary("hint", 2, "jwt"), canary("secret", 3)
    words = ("--authorization-endpoint", "https://as.example/authorize", "--redirect-uri", "http://127.0.0.1/cb")
    given = ("--client-id", "app", "--client-secret", "env:SECRET", "--key", "env:KEY", "--id-token-hint", "env:HINT")
    env = {"SECRET": secret.secret, "KEY": key.secret, "HINT": hint.secret}
    done = cli("make", "authorize-url", *words, *given, *view, "-vv", env=env)
    assert done.code == 0, done.err
    assert leaked(done.out, (key, secret)) == leaked(done.err, (key, secret, hint)) == []
    assert hint.core in done.out


@pytest.mark.parametrize(
    "key", [f"-----BEGIN PRIVATE KEY-----\n{ONE.core}\n-----END PRIVATE KEY-----", ONE.core, f'{{"kty":"{ONE.core}"}}']
)
def test_a_key_that_cannot_be_read_is_not_repeated(key: str, cli: Command) -> None:
    words = (
        "--authorization-endpoint",
        "https://as.example/authorize",
        "--client-id",
        "app",
        "--request-object",
        "signed",
        "--redirect-uri",
        "http://127.0.0.1/cb",
    )
    done = cli("make", "authorize-url", *words, "--key", "env:KEY", env={"KEY": key})
    assert done.code == 2
    silent(done)


@pytest.mark.parametrize("verifier", [ONE.core.ljust(43, "~"), ONE.secret])
def test_make_pkce_of_a_verifier_keeps_it(verifier: str, cli: Command) -> None:
    for view in ("json", "pretty"):
        done = cli("make", "pkce", "--verifier", "env:VERIFIER", "-o", view, env={"VERIFIER": verifier})
        assert leaked(done.err, (ONE,)) == []
        assert done.code == (0 if verifier.endswith("~") else 2)


@pytest.mark.parametrize("form", ["json", "pretty"])
@pytest.mark.parametrize("value", ["literal:{}", "env:SECRET"])
@pytest.mark.parametrize("method", ["basic", "secret-jwt", "private-key-jwt", "client-assertion"])
def test_lint_of_a_profile_tells_facts_of_its_secrets_and_no_secret(
    cli: Command, form: str, value: str, method: str
) -> None:
    lines = [f"{one.key} = {json.dumps(value.format(ONE.secret))}" for one in SECRETS if not one.repeatable]
    lines += [f"param = [{json.dumps('client_secret@' + value.format(ONE.secret))}]"]
    lines += [f"header = [{json.dumps('Authorization: Bearer ' + ONE.core)}]", f'auth_method = "{method}"']
    server = f"http://as.example/token?access_token={ONE.core}"
    lines += [f'client_id = "app"\nissuer = "https://as.example"\ntoken_endpoint = "{server}"\npkce = "none"']
    cli.config("[profiles.ci]\n" + "\n".join(lines) + "\n[profiles.other]\nissuer = 'https://other.example'\n")
    done = cli("profile", "lint", "ci", "--for", "mcp", "-o", form, env={"SECRET": ONE.secret})
    assert done.code == 10
    assert "client-authenticated-twice" in done.out
    assert "token-in-url" in done.out
    silent(done)


def test_lint_shows_no_private_key_that_a_server_publishes(cli: Command, server: MisbehavingServer) -> None:
    key = {"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": ONE.core, "p": ONE.core}
    document = {"issuer": server.url(""), "jwks_uri": server.url("/keys")}
    server.behave(respond(200, document), respond(404), respond(200, {"keys": [key]}))
    done = cli("discover", server.url(""), "--lint", "-o", "pretty")
    assert "private-key-published" in done.out
    silent(done)


@pytest.mark.parametrize("form", ["json", "pretty"])
@pytest.mark.parametrize("value", ["{}", "literal:{}"])
def test_doctor_shows_no_secret_of_the_configuration_or_the_environment(cli: Command, form: str, value: str) -> None:
    lines = [f"{one.key} = {json.dumps(value.format(ONE.secret))}" for one in SECRETS if not one.repeatable]
    cli.config(
        "[profiles.ci]\n" + "\n".join(lines) + "\n[profiles.bad]\nclient_secret = [" + json.dumps(ONE.secret) + "]\n"
    )
    env = {"TOKENCLI_STORE": "none", "HTTPS_PROXY": "http://user:hush-hush-1@proxy.example:3128"}
    env |= {one.variable: ONE.secret for one in SECRETS if not one.repeatable}
    done = cli("doctor", "-o", form, "-p", "ci", env=env)
    assert done.code in {0, 10}
    assert "hush-hush" not in done.out + done.err
    silent(done)
