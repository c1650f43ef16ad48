"""Nothing that `fetch` writes anywhere holds a secret that was not asked for, whatever the server does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.security.canary import files_below, leaked, readings
from tests.security.echoing import PLACES, answers
from tests.security.planting import AT_HAND, BEFORE, GRANT_NAMES, KEPT, REFERENCES, Planted, plant, secret_parameters
from tokencli.oauth.grants import GRANTS
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran
    from tests.security.canary import Canary
    from tokencli.oauth.grants import Listed

VIEWS = (("-o", "json"), ("--color", "always", "-o", "pretty"), ("-o", "token"), ("--field", "scope"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the secrets lie; the keyring holds those of the files there."""
    made = tmp_path / "planted"
    made.mkdir()
    monkeypatch.setattr(
        "tokencli.app.wiring._read_keyring",
        lambda path: next(made.glob(path.rpartition("/")[2])).read_text("utf-8").removesuffix("\n"),
    )
    for grant in ("device_code", "ciba"):  # where the server names no interval, nothing is learnt by resting
        monkeypatch.setattr(f"tokencli.oauth.grants.{grant}.DEFAULT_INTERVAL_SECONDS", 0.001)
    return made


def fetch(cli: Command, grant: str, planted: Planted, url: str, *words: str) -> Ran:
    if planted.profile:
        cli.config("\n".join(("[profiles.planted]", *planted.profile)))
        words = ("-p", "planted", *words)
    if grant == "id-jag":  # its first request goes to the identity provider
        words = ("--idp-token-endpoint", url, "--idp-auth-method", "basic", "--audience", "https://as.example", *words)
    return cli("fetch", grant, "--token-endpoint", url, *planted.words, *words, stdin=planted.stdin, env=planted.env)


def assert_silent(cli: Command, done: Ran, canaries: tuple[Canary, ...]) -> None:
    """Looks through stdout, stderr and every file below the home."""
    written = {str(path): text for path, text in files_below(cli.home) if path.name != "config.toml"}
    for place, text in {"stdout": done.out, "stderr": done.err, **written}.items():
        assert (place, leaked(text, canaries)) == (place, [])


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def assert_sent(server: MisbehavingServer, planted: Planted) -> None:
    """Without this the tests would pass when nothing was planted."""
    octets = "\n".join(received.octets.decode("utf-8", "replace") for received in server.requests)
    seen = "\n".join(readings(octets))
    assert [one.name for one in planted.sent if one.core not in seen] == []


@pytest.mark.parametrize("listed", GRANTS, ids=GRANT_NAMES)
def test_the_walk_finds_the_secrets_of_every_grant(listed: Listed) -> None:
    assert "client_secret" in {one.name for one in secret_parameters(listed)}


# Where a secret comes from is read in one place for all grants, so each grant meets some references, and each reference
# some grants.
PAIRS = [
    (grant, REFERENCES[(number + step) % len(REFERENCES)])
    for number, grant in enumerate(GRANT_NAMES)
    for step in (0, 2, 5)
]


def test_every_reference_is_met_by_several_grants() -> None:
    met = [reference for _, reference in PAIRS]
    assert min(met.count(one) for one in REFERENCES) >= 3


@pytest.mark.parametrize(("grant", "reference"), PAIRS)
def test_a_refused_request_tells_no_secret_however_it_was_given(
    grant: str, reference: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    planted = plant(grant, folder, reference)
    server.behave(answers(planted.sent)["description"])
    done = fetch(cli, grant, planted, server.url(), "-vv", "--trace", "run.json")
    assert done.code == 12, done.err
    assert_sent(server, planted)
    assert_silent(cli, done, planted.all)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("grant", ["token-exchange"])
def test_no_view_shows_what_the_server_repeats(
    grant: str, place: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    planted = plant(grant, folder)
    server.behave(answers(planted.sent)[place])
    for view in VIEWS:
        # Tokens are what these views are asked for; secrets in their claims are the server's own doing.
        asked = (place == "claims of a token" and "--field" not in view) or (
            place == "claims of an ID token" and "json" in view
        )
        done = fetch(cli, grant, planted, server.url(), "-vv", "--trace", "run.json", "--retries", "0", *view)
        assert done.code != 1, done.err
        assert_silent(cli, done if not asked else type(done)(done.code, "", done.err), planted.all)
    assert_sent(server, planted)
    for view in (("-o", "json"), ("-o", "pretty")):
        assert_silent(cli, cli("explain", "run.json", *view), planted.all)


@pytest.mark.parametrize("grant", [name for name in GRANT_NAMES if name != "id-jag"])  # asks another server first
def test_a_sign_in_of_the_real_kind_tells_no_secret(grant: str, cli: Command, folder: Path) -> None:
    planted = plant(grant, folder)
    with Sandbox() as sandbox:
        words = ("fetch", grant, "--issuer", sandbox.issuer, *planted.words, "-vv", "--trace", "run.json")
        done = cli(*words, stdin=planted.stdin, env=planted.env)
    assert done.code in {11, 12, 13, 15}, done.err
    assert_silent(cli, done, planted.all)


def test_issued_tokens_stand_only_where_they_were_asked_for(cli: Command) -> None:
    with Sandbox() as sandbox:
        words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "literal:demo-secret")
        person = ("--username", "alice", "--password", "literal:alice-pw", "--scope", "openid offline_access")
        done = cli("fetch", "password", *words, *person, "-vv", "--trace", "run.json", "-o", "json")
    tokens = [done.json[name] for name in ("access_token", "refresh_token", "id_token")]
    elsewhere = done.err + "".join(text for _, text in files_below(cli.home))
    for token in tokens:
        assert token.rpartition(".")[2] not in elsewhere


@pytest.mark.parametrize("form", ["http", "curl", "json"])
@pytest.mark.parametrize("grant", GRANT_NAMES)
def test_a_dry_run_tells_no_secret_in_any_form(grant: str, form: str, cli: Command, folder: Path) -> None:
    planted = plant(grant, folder)
    done = fetch(cli, grant, planted, "https://as.example/token", f"--dry-run={form}")
    assert done.code == 0, done.err
    assert "[redacted]" in done.out
    assert_silent(cli, done, planted.all)


@pytest.mark.parametrize("grant", ["authorization-code", "device-code", "ciba"])
def test_what_goes_before_the_code_tells_no_secret(
    grant: str, cli: Command, server: MisbehavingServer, folder: Path
) -> None:
    """The request that a browser or another device is asked by; `--dry-run` shows it, and its server repeats it."""
    planted = plant(grant, folder).without(*AT_HAND)
    if grant == "ciba":  # one hint of the person, not two (OpenID CIBA Core section 7.1)
        planted = planted.without("id_token_hint")
    endpoints = [(_option(name), server.url()) for name in _endpoints(grant)]
    words = ("fetch", grant, *(word for pair in endpoints for word in pair), *planted.words)
    dry = cli(*words, "--dry-run", env=planted.env)
    assert dry.code == 0, dry.err
    assert_silent(cli, dry, planted.all)
    if grant == "authorization-code":
        return  # the rest needs a browser
    # What it got, and so can repeat.
    server.behave(answers(tuple(one for one in planted.all if one.name not in KEPT))["description"])
    done = cli(*words, "-vv", "--trace", "run.json", env=planted.env)
    assert done.code == 12, done.err
    seen = "\n".join(readings(server.requests[0].octets.decode("utf-8", "replace")))
    assert {one.name for one in planted.all if one.name in BEFORE and one.core not in seen} == set()
    assert_silent(cli, done, planted.all)


def _endpoints(grant: str) -> tuple[str, ...]:
    return next(one for one in GRANTS if one.name == grant).load().endpoints


def test_show_secrets_shows_them_all(cli: Command, server: MisbehavingServer, folder: Path) -> None:
    planted = plant("token-exchange", folder)
    done = fetch(cli, "token-exchange", planted, server.url(), "-v", "--trace", "run.json", "--show-secrets")
    trace = (cli.home / "run.json").read_text("utf-8")
    assert len(leaked(done.err, planted.sent)) == len(leaked(trace, planted.sent)) == len(planted.sent)


def test_a_trace_with_secrets_is_explained_without_them(cli: Command, server: MisbehavingServer, folder: Path) -> None:
    planted = plant("password", folder)
    server.behave(answers(planted.sent)["description"])
    fetch(cli, "password", planted, server.url(), "--trace", "run.json", "--show-secrets")
    named = tuple(one for one in planted.all if one.name != "pair")  # nothing in a trace tells that `pair` is a secret
    for view in ("json", "pretty"):
        done = cli("explain", "run.json", "-o", view)
        assert leaked(done.out + done.err, named) == []


def test_a_proxy_keeps_its_password(cli: Command, server: MisbehavingServer) -> None:
    from tests.security.canary import canary

    one = canary("proxy", 1, "verifier")
    server.behave(answers((one,))["description"])
    proxy = f"http://user:{one.secret}@127.0.0.1:{server.port}"
    for words, env in ((("--proxy", proxy), {}), ((), {"HTTP_PROXY": proxy, "http_proxy": proxy})):
        endpoint = ("--token-endpoint", "http://as.example/token", "--allow-http", "--client-id", "app")
        done = cli("fetch", "client-credentials", *endpoint, "-vv", "--trace", "run.json", *words, env=env)
        assert done.code == 12, done.err
        assert_silent(cli, done, (one,))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "proxy", ["socks9://user:PASS@h:1", "http://user:PASS@h:1:1", "http://user:PASS@[::1", "socks5://user:PASS@h:1"]
)
def test_a_proxy_that_cannot_be_used_is_refused_without_its_password(proxy: str, cli: Command) -> None:
    endpoint = ("--token-endpoint", "https://as.example/token", "--client-id", "app", "-v")
    done = cli("fetch", "client-credentials", *endpoint, "--proxy", proxy.replace("PASS", "Can4ryProxy"))
    assert (done.code, "Can4ryProxy" in done.err) == (2, False)
    assert "--proxy" in done.err
