"""Tokens that are bound to a key, from the command line (RFC 9449)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.faults.server import MisbehavingServer, issue, refuse, respond
from tokencli.jose.keys import public_jwk
from tokencli.jose.peek import peek
from tokencli.jose.thumbprint import thumbprint
from tokencli.jose.verify import verify_signature

if TYPE_CHECKING:
    from tests.faults.server import Received
    from tests.journeys.command import Command, Ran

PRIVATE = ec.generate_private_key(ec.SECP256R1())
PEM = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
ENCRYPTED = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
KEY = {"KEY": PEM}
BOUND = issue(token_type="DPoP", refresh_token="rt-1")


def fetch(cli: Command, server: MisbehavingServer, *words: str, env: dict[str, str] | None = None) -> Ran:
    typed = ("fetch", "client-credentials", "--token-endpoint", server.url(), "--client-id", "a", *words)
    return cli(*typed, env=env or {})


def proof(request: Received) -> dict[str, Any]:
    """The claims of a proof whose signature is good."""
    token = request.header("dpop") or ""
    assert verify_signature(token, [peek(token).header["jwk"]]).good
    return peek(token).claims or {}


def private_parts() -> list[str]:
    number = PRIVATE.private_numbers().private_value
    from tokencli.jose.peek import base64url_encode

    return [base64url_encode(number.to_bytes(32, "big")), *PEM.splitlines()[1:-1]]


def test_a_token_is_bound_to_the_key_that_was_given(cli: Command, server: MisbehavingServer) -> None:
    server.behave(BOUND)
    done = fetch(cli, server, "--dpop-key", "env:KEY", env=KEY)
    assert (done.code, done.err) == (0, "")
    assert done.json["tokencli"]["dpop_jkt"] == thumbprint(public_jwk(PRIVATE))
    claims = proof(server.requests[0])
    assert (claims["htm"], claims["htu"]) == ("POST", server.url())


def test_a_key_is_made_where_none_is_given_and_that_is_said(cli: Command, server: MisbehavingServer) -> None:
    server.behave(BOUND)
    done = fetch(cli, server, "--dpop", "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert "give --dpop-key" in done.err
    assert proof(server.requests[0])


def test_a_nonce_is_answered_once_and_each_request_has_its_own_proof(cli: Command, server: MisbehavingServer) -> None:
    json_type = ("Content-Type", "application/json")
    server.behave(respond(400, {"error": "use_dpop_nonce"}, json_type, ("DPoP-Nonce", "n-1")), BOUND)
    assert fetch(cli, server, "--dpop").code == 0
    first, second = map(proof, server.requests)
    assert ("nonce" not in first, second["nonce"]) == (True, "n-1")
    assert first["jti"] != second["jti"]


def test_a_server_that_never_takes_its_nonce_is_explained(cli: Command, server: MisbehavingServer) -> None:
    json_type = ("Content-Type", "application/json")
    server.behave(respond(400, {"error": "use_dpop_nonce"}, json_type, ("DPoP-Nonce", "n-1")))
    done = fetch(cli, server, "--dpop")
    assert (done.code, len(server.requests)) == (10, 2)
    assert "dpop-nonce-not-accepted" in done.err


def test_a_token_that_is_not_bound_is_not_handed_out(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(token_type="Bearer"))
    done = fetch(cli, server, "--dpop", "-o", "token")
    assert (done.code, done.out) == (40, "")
    assert "did not bind the token to the key" in done.err
    assert "leave out --dpop" in done.err
    assert "at-1" not in fetch(cli, server, "--dpop", "-o", "json").out


def test_a_trace_of_it_is_explained_in_the_same_way(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(token_type="Bearer"))
    fetch(cli, server, "--dpop-key", "env:KEY", "--trace", "run.json", "-vv", env=KEY)
    again = cli("explain", "run.json", "-o", "json")
    assert again.json["findings"][0]["name"] == "dpop-ignored"


def test_every_poll_has_a_proof_of_its_own(cli: Command, server: MisbehavingServer) -> None:
    handed = {"device_code": "d", "user_code": "U", "verification_uri": "https://a.example", "interval": 1}
    server.behave(respond(200, handed), refuse("authorization_pending"), BOUND)
    cli.monkeypatch.setattr("tokencli.app.wiring.pause", lambda seconds: None)
    where = ("--device-authorization-endpoint", server.url("/d"), "--token-endpoint", server.url("/t"))
    done = cli("fetch", "device-code", *where, "--client-id", "a", "--dpop", "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert server.requests[0].header("dpop") is None
    assert len({proof(one)["jti"] for one in server.requests[1:]}) == 2


def test_the_authorization_request_names_the_key(cli: Command) -> None:
    words = ("--authorization-endpoint", "https://a.example/authorize", "--token-endpoint", "https://a.example/token")
    done = cli("fetch", "authorization-code", *words, "--client-id", "a", "--dpop-key", "env:KEY", "--dry-run", env=KEY)
    assert done.code == 0, done.err
    assert f"dpop_jkt={thumbprint(public_jwk(PRIVATE))}" in done.out


def test_a_pushed_request_has_a_proof_with_the_same_key(cli: Command, server: MisbehavingServer) -> None:
    words = ("--authorization-endpoint", "https://a.example/authorize", "--token-endpoint", "https://a.example/token")
    par = ("--pushed-authorization-request-endpoint", server.url("/par"), "--par")
    done = cli("fetch", "authorization-code", *words, *par, "--client-id", "a", "--dpop-key", "env:KEY", "--dry-run=json",
               "--show-secrets", env=KEY)  # fmt: skip
    headers = {one["name"]: one["value"] for one in done.json["headers"]}
    jkt = next(one["value"] for one in done.json["form"] if one["name"] == "dpop_jkt")
    assert thumbprint(peek(headers["DPoP"]).header["jwk"]) == jkt


def test_the_metadata_decides_what_a_made_key_is_for(cli: Command, server: MisbehavingServer) -> None:
    metadata = {"issuer": server.url(""), "token_endpoint": server.url("/t")}
    for listed, algorithm in ((["ES384", "RS256"], "ES384"), (["EdDSA"], "EdDSA")):
        server.requests.clear()
        server.behave(respond(200, {**metadata, "dpop_signing_alg_values_supported": listed}), BOUND)
        words = ("fetch", "client-credentials", "--issuer", server.url(""), "--client-id", "a", "--dpop", "--no-cache")
        assert cli(*words).code == 0
        assert peek(server.requests[-1].header("dpop") or "").header["alg"] == algorithm


def test_a_key_that_the_server_does_not_take_is_refused_before_it_is_used(
    cli: Command, server: MisbehavingServer
) -> None:
    metadata = {"issuer": server.url(""), "token_endpoint": server.url("/t")}
    server.behave(respond(200, {**metadata, "dpop_signing_alg_values_supported": ["RS256"]}))
    words = ("fetch", "client-credentials", "--issuer", server.url(""), "--client-id", "a")
    for more in (("--dpop-key", "env:KEY"), ("--dpop",)):
        done = cli(*words, *more, env=KEY)
        assert done.code == 2
        assert "RS256" in done.err
    assert {one.line.split()[0] for one in server.requests} == {"GET"}


def test_metadata_that_does_not_know_dpop_gets_a_note(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, {"issuer": server.url(""), "token_endpoint": server.url("/t")}), BOUND)
    done = cli("fetch", "client-credentials", "--issuer", server.url(""), "--client-id", "a", "--dpop")
    assert done.code == 0
    assert "does not say that it knows DPoP" in done.err


@pytest.mark.parametrize("text", ["no key", json.dumps(public_jwk(PRIVATE)), ENCRYPTED])
def test_what_is_no_usable_key_is_refused(cli: Command, server: MisbehavingServer, text: str) -> None:
    done = fetch(cli, server, "--dpop-key", "env:KEY", env={"KEY": text})
    assert (done.code, server.requests) == (2, [])
    assert "--dpop-key" in done.err
    assert "--key:" not in done.err


@pytest.mark.parametrize("output", ["pretty", "json", "token", "env"])
def test_the_private_key_never_leaves(cli: Command, server: MisbehavingServer, output: str) -> None:
    server.behave(BOUND)
    words = ("--dpop-key", "env:KEY", "-vv", "--trace", "run.json", "-o", output)
    done = fetch(cli, server, *words, env=KEY)
    dry = fetch(cli, server, "--dpop-key", "env:KEY", "--dry-run", "--show-secrets", env=KEY)
    shown = done.out + done.err + dry.out + dry.err + (cli.home / "run.json").read_text("utf-8")
    assert not [part for part in private_parts() if part in shown]
    assert not [part for part in private_parts() if any(part.encode() in one.octets for one in server.requests)]


def test_a_signature_of_a_proof_is_not_in_a_trace(cli: Command, server: MisbehavingServer) -> None:
    server.behave(BOUND)
    fetch(cli, server, "--dpop-key", "env:KEY", "--trace", "run.json", env=KEY)
    signature = (server.requests[0].header("dpop") or "").rpartition(".")[2]
    trace = (cli.home / "run.json").read_text("utf-8")
    assert signature not in trace
    assert "eyJ" in trace  # header and claims stay, for whoever has to find out


class TestStored:
    """A key that was made for a token rests with it, and renews it."""

    PROFILE = '[profiles.dev]\ngrant = "password"\ntoken_endpoint = "{}"\nclient_id = "a"\nusername = "alice"\n'
    MORE = 'password = "env:PW"\nstore = "file"\ndpop = true\n'
    ENV: ClassVar = {"PW": "pw-1", "TOKENCLI_STORE_KEY": "key:" + "A" * 43}

    def profile(self, cli: Command, server: MisbehavingServer, more: str = "") -> None:
        cli.config(self.PROFILE.format(server.url()) + self.MORE + more)

    def test_the_refresh_is_proved_with_the_key_of_the_token(self, cli: Command, server: MisbehavingServer) -> None:
        self.profile(cli, server)
        server.behave(issue(token_type="DPoP", refresh_token="rt-1", expires_in=1), BOUND)
        for _ in range(2):
            done = cli("token", "dev", env=self.ENV)
            assert (done.code, done.out) == (0, "at-1\n"), done.err
        first, second = (peek(one.header("dpop") or "").header["jwk"] for one in server.requests)
        assert first == second
        assert b"refresh_token" in server.requests[1].body
        assert "made for this run" not in done.err

    def test_the_key_survives_the_refresh(self, cli: Command, server: MisbehavingServer) -> None:
        self.profile(cli, server)
        server.behave(issue(token_type="DPoP", refresh_token="rt-1", expires_in=1))
        for _ in range(3):
            assert cli("token", "dev", env=self.ENV).code == 0
        assert len({str(peek(one.header("dpop") or "").header["jwk"]) for one in server.requests}) == 1

    def test_nothing_of_it_stands_in_the_open(self, cli: Command, server: MisbehavingServer) -> None:
        self.profile(cli, server, 'dpop_key = "env:KEY"\n')
        server.behave(BOUND)
        done = cli("token", "dev", "-vv", env={**self.ENV, **KEY})
        assert done.code == 0, done.err
        kept = "".join(path.read_text("utf-8", "replace") for path in cli.home.rglob("*") if path.is_file())
        assert not [part for part in private_parts() if part in kept + done.err]


class TestMakeDpopProof:
    URL = "https://api.example/orders?page=2"

    def test_a_proof_alone_is_one_line_for_this_request(self, cli: Command) -> None:
        done = cli("make", "dpop-proof", self.URL, "--method", "GET", "--dpop-key", "env:KEY", "--nonce", "n-1",
                   "--access-token", "env:T", env={**KEY, "T": "t-1"})  # fmt: skip
        assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
        claims = peek(done.out).claims or {}
        assert verify_signature(done.out.strip(), [public_jwk(PRIVATE)]).good
        assert (claims["htm"], claims["htu"], claims["nonce"]) == ("GET", "https://api.example/orders", "n-1")
        assert "ath" in claims

    def test_a_key_that_was_made_is_shown_and_signs_again(self, cli: Command) -> None:
        made = cli("make", "dpop-proof", self.URL, "-o", "json").json
        again = cli("make", "dpop-proof", self.URL, "-o", "json", "--dpop-key", "env:K",
                    env={"K": json.dumps(made["dpop_key"])}).json  # fmt: skip
        assert again["jkt"] == made["jkt"]
        assert "dpop_key" not in again

    def test_what_is_no_url_is_refused(self, cli: Command) -> None:
        assert cli("make", "dpop-proof", "api.example").code == 2

    @pytest.mark.parametrize("method", ["", "GE T", "GET\n", "é"])
    def test_what_is_no_method_is_refused(self, cli: Command, method: str) -> None:
        done = cli("make", "dpop-proof", self.URL, "--method", method)
        assert (done.code, done.out) == (2, "")
        assert "is no HTTP method" in done.err


def test_userinfo_takes_a_bound_token(cli: Command, server: MisbehavingServer) -> None:
    wants = respond(401, "", ("WWW-Authenticate", 'DPoP error="use_dpop_nonce"'), ("DPoP-Nonce", "n-9"))
    server.behave(wants, respond(200, {"sub": "alice"}))
    words = ("userinfo", "env:T", "--userinfo-endpoint", server.url("/u"), "--dpop-key", "env:KEY")
    done = cli(*words, env={**KEY, "T": "t-1"})
    assert done.code == 0, done.err
    assert server.requests[1].header("authorization") == "DPoP t-1"
    assert proof(server.requests[1])["nonce"] == "n-9"
