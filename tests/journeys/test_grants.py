"""Every grant against a real authorization server: tokens come, and the server received what was meant."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from tests.faults.server import issue
from tests.journeys.running import running
from tests.journeys.sandbox_client import fetch, named, token_requests
from tokencli.jose.peek import peek

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

CALLBACK = "https://client.example/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 appendix B
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
USER_CODE = r"[B-Z]{4}-[B-Z]{4}"
ALICE = ("--username", "alice", "--password", "literal:alice-pw")


def subject_of(access_token: str) -> str:
    claims = peek(access_token).claims
    assert claims is not None
    return str(claims["sub"])


def members(sandbox: Sandbox) -> list[tuple[str, str]]:
    return list(token_requests(sandbox)[-1].form)


def test_client_credentials_give_a_token_for_the_client(cli: Command, sandbox: Sandbox) -> None:
    done = fetch(cli, sandbox, "client-credentials", "--scope", "read", "--scope", "write", "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert subject_of(done.out) == "demo"
    assert members(sandbox) == [("grant_type", "client_credentials"), ("scope", "read write")]


def test_a_client_that_must_post_its_secret_does_so_when_told(cli: Command, sandbox: Sandbox) -> None:
    words = ("--auth-method", "post", "-o", "token")
    done = fetch(cli, sandbox, "client-credentials", *words, client_id="demo-post")
    assert (done.code, done.err) == (0, "")
    assert members(sandbox)[1:] == [("client_id", "demo-post"), ("client_secret", "demo-post-secret")]
    assert token_requests(sandbox)[-1].header("authorization") is None


def test_an_id_and_a_secret_of_odd_characters_pass_form_encoded(cli: Command, sandbox: Sandbox) -> None:
    client = ("--issuer", sandbox.issuer, "--client-id", "odd client:1", "--client-secret", "literal:p%+ s:&=/ü")
    assert cli("fetch", "client-credentials", *client, "-o", "token").code == 0
    # RFC 7617 section 2: a user-id containing a colon character is invalid; without form-encoding it cannot be sent.
    raw = cli("fetch", "client-credentials", *client, "--basic-encoding", "raw", "-o", "token")
    assert (raw.code, raw.out) == (2, "")
    assert "a client id with a colon" in raw.err


def test_a_server_that_does_not_decode_basic_is_named_with_the_way_round(cli: Command, sandbox: Sandbox) -> None:
    client = ("--issuer", sandbox.issuer, "--client-id", "demo-raw", "--client-secret", "literal:raw%+secret=")
    refused = cli("fetch", "client-credentials", *client, "-o", "json")
    assert refused.code == 12
    assert refused.json["tokencli"]["findings"][0]["name"] == "basic-credentials-not-decoded"
    assert "--basic-encoding raw" in refused.err
    assert cli("fetch", "client-credentials", *client, "--basic-encoding", "raw", "-o", "token").code == 0


def test_password_sends_the_identity_provider_and_the_tenant_behind_acr_values(cli: Command, sandbox: Sandbox) -> None:
    hints = ("--acr-values", "urn:example:mfa", "--idp", "corp", "--tenant", "acme")
    done = fetch(cli, sandbox, "password", *ALICE, *hints, "--scope", "read", "-o", "token")
    assert done.code == 0
    assert subject_of(done.out) == "alice"
    assert members(sandbox) == [
        ("grant_type", "password"),
        ("username", "alice"),
        ("password", "alice-pw"),
        ("scope", "read"),
        ("acr_values", "urn:example:mfa idp:corp tenant:acme"),
    ]


def test_a_discouraged_grant_works_and_says_why_it_is_discouraged(cli: Command, sandbox: Sandbox) -> None:
    done = fetch(cli, sandbox, "password", *ALICE, "-o", "token")
    assert done.code == 0
    assert "discouraged" in done.err
    assert "RFC 9700 section 2.4" in done.err


def test_a_wrong_password_is_invalid_grant_and_is_said_in_words(cli: Command, sandbox: Sandbox) -> None:
    done = fetch(cli, sandbox, "password", "--username", "alice", "--password", "literal:not-hers", "-o", "token")
    assert (done.code, done.out) == (13, "")
    assert "invalid_grant" in done.err
    assert "not-hers" not in done.err


def test_a_refresh_token_gives_a_fresh_access_token_and_is_rotated(cli: Command, sandbox: Sandbox) -> None:
    offline = ("--scope", "read offline_access", "-o", "json")
    first = fetch(cli, sandbox, "password", *ALICE, *offline).json["refresh_token"]
    done = fetch(cli, sandbox, "refresh-token", "--refresh-token", f"literal:{first}", "-o", "json")
    assert done.code == 0
    assert done.json["refresh_token"] != first
    assert subject_of(done.json["access_token"]) == "alice"
    assert members(sandbox) == [("grant_type", "refresh_token"), ("refresh_token", first)]


def test_a_refresh_token_that_was_used_before_is_invalid_grant(cli: Command, sandbox: Sandbox) -> None:
    first = fetch(cli, sandbox, "password", *ALICE, "--scope", "offline_access", "-o", "refresh-token").out.strip()
    assert fetch(cli, sandbox, "refresh", "--refresh-token", f"literal:{first}", "-o", "token").code == 0
    again = fetch(cli, sandbox, "refresh", "--refresh-token", f"literal:{first}", "-o", "json")
    assert again.code == 13
    assert again.json["tokencli"]["findings"][0]["name"] == "refresh-token-not-accepted"


@pytest.mark.parametrize("client_id", ["demo", "demo-public"])
def test_a_code_with_its_verifier_gives_tokens(cli: Command, sandbox: Sandbox, client_id: str) -> None:
    code = sandbox.authorization_code(
        client_id, CALLBACK, scope="openid read", code_challenge=CHALLENGE, code_challenge_method="S256"
    )
    at_hand = ("--code", f"literal:{code}", "--redirect-uri", CALLBACK, "--code-verifier", f"literal:{VERIFIER}")
    done = fetch(cli, sandbox, "code", *at_hand, "-o", "json", client_id=client_id)
    assert done.code == 0
    assert subject_of(done.json["access_token"]) == "alice"
    assert all(check["passed"] for check in done.json["tokencli"]["checks"])
    own = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
    named_in_body = [("client_id", "demo-public")] if client_id == "demo-public" else []
    assert members(sandbox) == [*own, *named_in_body]


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (("--redirect-uri", CALLBACK), "code-verifier-missing"),
        (("--redirect-uri", CALLBACK, "--code-verifier", "literal:" + "x" * 43), "code-verifier-differs"),
        (("--redirect-uri", CALLBACK + "/", "--code-verifier", "literal:" + VERIFIER), "redirect-uri-differs"),
        (("--code-verifier", "literal:" + VERIFIER), "redirect-uri-missing"),
    ],
)
def test_a_code_that_is_not_redeemed_as_it_was_asked_for_is_explained(
    cli: Command, sandbox: Sandbox, words: tuple[str, ...], finding: str
) -> None:
    code = sandbox.authorization_code("demo", CALLBACK, code_challenge=CHALLENGE, code_challenge_method="S256")
    done = fetch(cli, sandbox, "code", "--code", f"literal:{code}", *words, "-o", "json")
    assert done.code in {11, 13}
    assert finding in [one["name"] for one in done.json["tokencli"]["findings"]]


def test_a_code_that_was_used_is_invalid_grant(cli: Command, sandbox: Sandbox) -> None:
    code = sandbox.authorization_code("demo", CALLBACK, code_challenge=CHALLENGE, code_challenge_method="S256")
    words = ("--code", f"literal:{code}", "--redirect-uri", CALLBACK, "--code-verifier", f"literal:{VERIFIER}")
    assert fetch(cli, sandbox, "authorization-code", *words, "-o", "token").code == 0
    again = fetch(cli, sandbox, "authorization-code", *words, "-o", "json")
    assert again.code == 13
    assert "code-expired-or-used" in [one["name"] for one in again.json["tokencli"]["findings"]]


def test_a_device_gets_tokens_once_a_person_has_approved(cli: Command, sandbox: Sandbox) -> None:
    words = ("--scope", "openid read", "-o", "json")
    with running(cli, "fetch", "device-code", *named(sandbox, "demo-public"), *words) as run:
        uri = run.wait_for(r"http://\S+")
        sandbox.approve_device(run.wait_for(USER_CODE), "bob")
        done = run.finish()
    assert (done.code, subject_of(done.json["access_token"])) == (0, "bob")
    assert uri.startswith(sandbox.issuer)
    assert "The code is good for 10 min" in done.err


def test_a_device_that_a_person_denies_is_exit_17(cli: Command, sandbox: Sandbox) -> None:
    with running(cli, "fetch", "device", *named(sandbox, "demo-public"), "-o", "token") as run:
        sandbox.deny_device(run.wait_for(USER_CODE))
        done = run.finish()
    assert (done.code, done.out) == (17, "")
    assert "access_denied" in done.err


def test_a_device_code_that_runs_out_is_exit_3(cli: Command, sandbox: Sandbox) -> None:
    with running(cli, "fetch", "device", *named(sandbox, "demo-public"), "-o", "json") as run:
        sandbox.expire_device(run.wait_for(USER_CODE))
        done = run.finish()
    assert (done.code, done.json["error"]) == (3, "expired_token")


def test_a_jwt_assertion_gives_a_token_for_its_subject(cli: Command, sandbox: Sandbox) -> None:
    assertion = sandbox.jwt_assertion("bob")
    done = fetch(cli, sandbox, "jwt-bearer", "--assertion", f"literal:{assertion}", "--scope", "read", "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert subject_of(done.out) == "bob"
    kind = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    assert members(sandbox) == [("grant_type", kind), ("assertion", assertion), ("scope", "read")]


def test_an_assertion_needs_no_client_where_the_server_wants_none(cli: Command, sandbox: Sandbox) -> None:
    words = ("--issuer", sandbox.issuer, "--assertion", f"literal:{sandbox.jwt_assertion()}")
    done = cli("fetch", "jwt-bearer", *words, "-o", "token")
    assert (done.code, done.err) == (0, "")
    assert token_requests(sandbox)[-1].header("authorization") is None
    assert "client_id" not in dict(members(sandbox))


@pytest.mark.parametrize("encoded", [False, True])
def test_a_saml_assertion_goes_as_xml_or_already_encoded(cli: Command, sandbox: Sandbox, *, encoded: bool) -> None:
    xml = sandbox.saml_assertion("alice")
    base64url = base64.urlsafe_b64encode(xml).rstrip(b"=")
    path = cli.home / "assertion"
    path.write_bytes(base64url if encoded else xml)
    done = fetch(cli, sandbox, "saml2-bearer", "--assertion", f"file:{path}", "-o", "token")
    assert done.code == 0
    assert subject_of(done.out) == "alice"
    # RFC 7522 section 2.1: base64url, which SHOULD NOT be line wrapped, and "=" SHOULD NOT be included.
    assert dict(members(sandbox))["assertion"] == base64url.decode()


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_octets_of_a_saml_file_are_not_touched(cli: Command, sandbox: Sandbox, line_end: bytes) -> None:
    xml = sandbox.saml_assertion("alice").rstrip() + line_end
    path = cli.home / "assertion.xml"
    path.write_bytes(xml)
    fetch(cli, sandbox, "saml2-bearer", "--assertion", f"file:{path}", "-o", "token")
    assert base64.urlsafe_b64decode(dict(members(sandbox))["assertion"] + "==") == xml


@pytest.mark.parametrize("given", ["<a/>", "", "not a word of XML", "PGE-"])
def test_what_is_no_saml_assertion_is_exit_2_and_is_not_sent(cli: Command, sandbox: Sandbox, given: str) -> None:
    path = cli.home / "assertion"
    path.write_text(given)
    done = fetch(cli, sandbox, "saml2-bearer", "--assertion", f"file:{path}", "-o", "token")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("tokencli: ")
    assert token_requests(sandbox) == []


def test_an_assertion_that_has_expired_is_sent_with_a_note(cli: Command, sandbox: Sandbox) -> None:
    expired = f"literal:{sandbox.jwt_assertion(lifetime=-60)}"
    done = fetch(cli, sandbox, "jwt-bearer", "--assertion", expired, "-o", "token")
    assert done.code == 13
    assert "it is sent all the same" in done.err
    assert len(token_requests(sandbox)) == 1


def test_with_strict_an_assertion_that_has_expired_is_not_sent(cli: Command, sandbox: Sandbox) -> None:
    expired = f"literal:{sandbox.jwt_assertion(lifetime=-60)}"
    done = fetch(cli, sandbox, "jwt-bearer", "--assertion", expired, "--strict", "-o", "token")
    assert (done.code, done.out) == (2, "")
    assert "nothing was sent" in done.err
    assert token_requests(sandbox) == []


def test_a_custom_grant_sends_its_own_members_in_order(cli: Command, sandbox: Sandbox) -> None:
    words = ("--grant-type", "sandbox_ticket", "--param", "ticket=ok-1", "--param", "realm=north", "--scope", "read")
    done = fetch(cli, sandbox, "custom", *words, "-o", "token")
    assert done.code == 0
    assert members(sandbox) == [
        ("grant_type", "sandbox_ticket"),
        ("scope", "read"),
        ("ticket", "ok-1"),
        ("realm", "north"),
    ]
    assert "neither registered nor an absolute URI" in done.err


def test_a_custom_grant_that_the_server_does_not_know_is_exit_15(cli: Command, sandbox: Sandbox) -> None:
    done = fetch(cli, sandbox, "custom", "--grant-type", "urn:example:none", "-o", "token")
    assert (done.code, done.out) == (15, "")
    assert "unsupported_grant_type" in done.err


def test_a_token_is_exchanged_for_another(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(issued_token_type="urn:ietf:params:oauth:token-type:access_token"))
    words = ("--subject-token", "literal:subject-1", "--actor-token", "literal:actor-1", "--audience", "orders")
    done = cli("fetch", "exchange", "--token-endpoint", server.url(), "--client-id", "api", *words, "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    token_type = "urn:ietf:params:oauth:token-type:access_token"
    assert parse_qsl(server.requests[0].body.decode()) == [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", "subject-1"),
        ("subject_token_type", token_type),
        ("actor_token", "actor-1"),
        ("actor_token_type", token_type),
        ("audience", "orders"),
        ("client_id", "api"),
    ]


def test_resource_and_audience_are_repeated_in_their_order(cli: Command, server: MisbehavingServer) -> None:
    words = ("--resource", "https://b.example", "--resource", "https://a.example", "--audience", "y", "--audience", "x")
    client = ("--token-endpoint", server.url(), "--client-id", "ci", "--auth-method", "none")
    assert cli("fetch", "client-credentials", *client, *words, "-o", "token").code == 0
    assert parse_qsl(server.requests[0].body.decode())[1:] == [
        ("resource", "https://b.example"),
        ("resource", "https://a.example"),
        ("audience", "y"),
        ("audience", "x"),
        ("client_id", "ci"),
    ]


def test_a_grant_that_the_client_may_not_use_is_exit_14(cli: Command, sandbox: Sandbox) -> None:
    done = fetch(cli, sandbox, "client-credentials", "-o", "json", client_id="no-grants")
    assert (done.code, done.json["error"]) == (14, "unauthorized_client")
    assert done.json["tokencli"]["findings"][0]["name"] == "grant-not-allowed-for-client"


def test_a_scope_that_the_server_does_not_know_is_exit_16(cli: Command, sandbox: Sandbox) -> None:
    done = fetch(cli, sandbox, "client-credentials", "--scope", "no-such-scope", "-o", "json")
    assert (done.code, done.json["error"]) == (16, "invalid_scope")


def test_a_wrong_secret_is_exit_12_and_is_said_in_words(cli: Command, sandbox: Sandbox) -> None:
    words = ("--issuer", sandbox.issuer, "--client-id", "demo", "--client-secret", "literal:not-the-secret")
    done = cli("fetch", "client-credentials", *words, "-o", "token")
    assert (done.code, done.out) == (12, "")
    assert done.err.startswith("tokencli: the server refused: invalid_client")
    assert "not-the-secret" not in done.err
