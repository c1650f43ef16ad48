from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.faults.server import MisbehavingServer, refuse, respond
from tokencli.oauth.authorization.pkce import challenge_of
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.command import Command

# RFC 7636 appendix B.
VERIFIER, CHALLENGE = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def _query(url: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}


def _member(text: str, name: str) -> str:
    match = re.search(rf"^{name}\s+(\S+)$", text, re.MULTILINE)
    assert match, f"{name} is not in:\n{text}"
    return match[1]


def test_pkce_makes_a_verifier_that_belongs_to_its_challenge_and_each_time_another(cli: Command) -> None:
    made = [cli("make", "pkce").json for _ in range(2)]
    for one in made:
        assert one["code_challenge"] == challenge_of(one["code_verifier"], "S256")
        assert one["code_challenge_method"] == "S256"
    assert made[0]["code_verifier"] != made[1]["code_verifier"]


def test_pkce_in_lines_has_one_member_a_line(cli: Command) -> None:
    text = cli("make", "pkce", "-o", "pretty").out
    assert [line.split()[0] for line in text.splitlines()] == [
        "code_verifier",
        "code_challenge",
        "code_challenge_method",
    ]
    assert challenge_of(_member(text, "code_verifier"), "S256") == _member(text, "code_challenge")


@pytest.mark.parametrize("option", ["--verifier", "--code-verifier"])
def test_of_a_verifier_of_ones_own_only_the_challenge_is_shown(cli: Command, option: str) -> None:
    ran = cli("make", "pkce", option, "env:V", env={"V": VERIFIER})
    assert ran.json == {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    assert VERIFIER not in ran.out + ran.err


def test_the_plain_method_makes_a_challenge_that_is_the_verifier(cli: Command) -> None:
    made = cli("make", "pkce", "--pkce", "plain").json
    assert made["code_challenge"] == made["code_verifier"]
    assert made["code_challenge_method"] == "plain"


@pytest.mark.parametrize("verifier", ["short", "x" * 129, "ä" * 50])
def test_a_verifier_that_no_server_takes_is_refused_without_being_shown(cli: Command, verifier: str) -> None:
    ran = cli("make", "pkce", "--verifier", "env:V", env={"V": verifier})
    assert ran.code == 2
    assert "43 to 128" in ran.err
    assert verifier not in ran.err


def test_a_verifier_on_the_command_line_gets_the_warning_that_others_can_see_it(cli: Command) -> None:
    ran = cli("make", "pkce", "--verifier", VERIFIER, "--field", "code_challenge")
    assert ran.out == f"{CHALLENGE}\n"
    assert "the process list shows" in ran.err


def test_state_is_one_line_that_cannot_be_guessed(cli: Command) -> None:
    made = {cli("make", "state").out for _ in range(3)}
    assert len(made) == 3
    # RFC 6749 section 10.10: at most 2^-128 to be guessed, which is 22 characters of base64url.
    assert all(re.fullmatch(r"[\w-]{22,}\n", one) for one in made)
    assert list(cli("make", "state", "-o", "json").json) == ["state"]


def test_the_url_begins_a_sign_in_whose_code_is_traded_with_what_was_to_be_kept(cli: Command, sandbox: Sandbox) -> None:
    server = ("--issuer", sandbox.issuer, "--client-id", "demo-public")
    made = cli("make", "authorize-url", *server, "--scope", "openid read", "--login-hint", "alice")
    assert made.code == 0
    url = made.out.rstrip("\n")
    assert "\n" not in url
    sent = _query(url)
    assert sent["login_hint"] == "alice"
    assert sent["nonce"] == _member(made.err, "nonce")
    form = {"decision": "allow", "username": "alice", "password": "alice-pw"}
    answer = _query(httpx.post(url, data=form, trust_env=False).headers["location"])
    assert answer["state"] == _member(made.err, "state")
    kept = {"CODE": answer["code"], "VERIFIER": _member(made.err, "code_verifier")}
    fetched = cli(
        "fetch", "authorization-code", *server,
        "--code", "env:CODE", "--code-verifier", "env:VERIFIER", "--redirect-uri", _member(made.err, "redirect_uri"),
        env=kept,
    )  # fmt: skip
    assert fetched.code == 0, fetched.err
    assert fetched.json["scope"] == "openid read"


def test_the_url_is_the_one_that_fetch_would_open(cli: Command, sandbox: Sandbox) -> None:
    words = (
        "--issuer", sandbox.issuer, "--client-id", "demo-public", "--scope", "openid", "--redirect-uri",
        "http://127.0.0.1:8123/callback", "--prompt", "login", "--acr-values", "high", "--idp", "x", "--auth-param", "a=b",
    )  # fmt: skip
    cli("discover", sandbox.issuer)
    opened = cli("fetch", "authorization-code", *words, "--dry-run", "--show-secrets").out.split(" ")[1]
    made = cli("make", "authorize-url", *words).out
    fresh = {"state", "nonce", "code_challenge"}
    assert list(_query(made)) == list(_query(f"https://host{opened}"))
    assert {name: value for name, value in _query(made).items() if name not in fresh} == {
        name: value for name, value in _query(f"https://host{opened}").items() if name not in fresh
    }


def test_as_json_the_url_comes_with_all_that_belongs_to_it(cli: Command) -> None:
    ran = cli("make", "authorize-url", "--provider", "github", "--client-id", "a", "-o", "json")
    made: dict[str, Any] = ran.json
    sent = _query(made["url"])
    assert sent["state"] == made["state"]
    assert sent["redirect_uri"] == made["redirect_uri"]
    assert sent["code_challenge"] == challenge_of(made["code_verifier"], "S256")
    assert "nonce" not in made
    assert ran.err == ""
    assert cli("make", "authorize-url", "--provider", "github", "--client-id", "a", "--field", "url").err == ""


def test_without_pkce_there_is_no_verifier_and_a_note_says_why_that_is_unwise(cli: Command) -> None:
    ran = cli("make", "authorize-url", "--provider", "github", "--client-id", "a", "--pkce", "none")
    assert "code_challenge" not in ran.out
    assert "code_verifier" not in ran.err
    assert "--code-verifier" not in ran.err
    assert "PKCE is none" in ran.err


def test_the_settings_of_a_profile_are_used_and_its_secret_is_not_asked_for(cli: Command) -> None:
    cli.config('[profiles.dev]\nprovider = "github"\nclient_id = "an-app"\nclient_secret = "prompt:"\n')
    ran = cli("make", "authorize-url", "-p", "dev")
    assert ran.code == 0
    assert _query(ran.out)["client_id"] == "an-app"
    assert "next: tokencli fetch authorization-code -p dev --code prompt:" in ran.err


def test_a_request_that_is_pushed_leaves_a_reference_in_the_url(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(201, {"request_uri": "urn:example:1", "expires_in": 60}))
    ran = cli(
        "make", "authorize-url", "--authorization-endpoint", server.url("/authorize"),
        "--pushed-authorization-request-endpoint", server.url("/par"), "--par",
        "--client-id", "a", "--client-secret", "env:S",
        env={"S": "a-secret"},
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert _query(ran.out) == {"client_id": "a", "request_uri": "urn:example:1"}
    pushed = parse_qs(server.requests[0].body.decode())
    assert pushed["state"] == [_member(ran.err, "state")]
    assert (server.requests[0].header("authorization") or "").startswith("Basic ")


def test_a_push_that_is_refused_is_explained_with_its_exit_code(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_request", error_description="no such redirect URI"))
    ran = cli(
        "make", "authorize-url", "--authorization-endpoint", server.url("/authorize"),
        "--pushed-authorization-request-endpoint", server.url("/par"), "--par", "--client-id", "a",
    )  # fmt: skip
    assert (ran.code, ran.out) == (11, "")
    assert "no such redirect URI" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--client-id", "a"), "no authorization endpoint is known"),
        (("--provider", "github"), "needs a client id"),
        (("--provider", "github", "--client-id", "a", "--claims", "{"), "--claims: this is no JSON"),
    ],
)
def test_what_is_missing_is_said(cli: Command, words: tuple[str, ...], told: str) -> None:
    ran = cli("make", "authorize-url", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_no_option_of_the_answer_or_of_the_token_request_is_offered(cli: Command) -> None:
    text = cli("make", "authorize-url", "--help").out
    for option in ("--code ", "--code-verifier", "--listen", "--port", "--param NAME", "--token-endpoint"):
        assert option not in text
    for option in ("--redirect-uri", "--prompt", "--auth-param", "--provider", "--pkce"):
        assert option in text


def test_an_issuer_that_cannot_be_reached_is_explained_with_its_exit_code(cli: Command) -> None:
    ran = cli("make", "authorize-url", "--issuer", "http://127.0.0.1:1", "--client-id", "a")
    assert (ran.code, ran.out) == (20, "")
    assert "connection" in ran.err
