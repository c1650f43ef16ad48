"""Tokens that a server encrypted to the client, from the command line, with the extra and without it."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from joserfc import jwe
from joserfc.jwk import RSAKey

from tests.faults.server import MisbehavingServer, issue, respond
from tests.oauth.authorization.party import jwk, private_key

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran

KEY = RSAKey.generate_key(2048)
PEM = KEY.as_pem(private=True).decode()
ENV = {"K": PEM, "S": "hush-hush"}
CLAIMS = {"sub": "alice"}


def encrypted(text: str, **header: Any) -> str:
    protected = {"alg": "RSA-OAEP-256", "enc": "A256GCM", **header}
    return str(jwe.encrypt_compact(protected, text, KEY, algorithms=["RSA-OAEP-256", "A256GCM"]))


def signed(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, private_key("k1"), "ES256", headers={"kid": "k1"})


class TestDecode:
    def decode(self, cli: Command, token: str, *words: str) -> Ran:
        return cli("decode", "env:T", *words, env={**ENV, "T": token})

    def test_the_token_inside_is_shown_with_how_it_was_encrypted(self, cli: Command) -> None:
        done = self.decode(cli, encrypted(signed(CLAIMS), cty="JWT"), "--key", "env:K", "-o", "json")
        assert (done.code, done.err) == (0, "")
        assert (done.json["claims"], done.json["header"]["alg"]) == (CLAIMS, "ES256")
        assert done.json["encryption"] == {"alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT"}
        text = self.decode(cli, encrypted(signed(CLAIMS)), "--key", "env:K", "-o", "pretty").out
        assert "opened" in text
        assert '"sub": "alice"' in text

    def test_claims_that_are_not_signed_get_a_note(self, cli: Command) -> None:
        done = self.decode(cli, encrypted(json.dumps(CLAIMS)), "--key", "env:K", "-o", "json")
        assert done.json["claims"] == CLAIMS
        assert "not signed" in done.json["remarks"][0]
        text = self.decode(cli, encrypted(json.dumps(CLAIMS)), "--key", "env:K", "-o", "pretty").out
        assert "claims, not signed" in text
        assert "signed JWT" not in text

    def test_the_client_secret_opens_what_is_encrypted_with_it(self, cli: Command) -> None:
        import hashlib

        from joserfc.jwk import OctKey

        key = OctKey.import_key(hashlib.sha256(b"hush-hush").digest())
        token = jwe.encrypt_compact(
            {"alg": "dir", "enc": "A256GCM"}, signed(CLAIMS), key, algorithms=["dir", "A256GCM"]
        )
        assert self.decode(cli, token, "--client-secret", "env:S", "--field", "claims.sub").out == "alice\n"

    @pytest.mark.parametrize(
        ("token", "told"),
        [
            (signed(CLAIMS), "not encrypted"),
            (encrypted("neither"), "neither a JWT nor claims"),
            (encrypted(signed(CLAIMS))[:-4] + "AAAA", "does not open it"),
            ("no.jwt", "no JWT"),
        ],
    )
    def test_what_cannot_be_opened_is_said(self, cli: Command, token: str, told: str) -> None:
        done = self.decode(cli, token, "--key", "env:K")
        assert (done.code, done.out) == (2, "")
        assert told in done.err
        assert not [line for line in PEM.splitlines()[1:-1] if line in done.err]

    def test_without_the_extra_it_says_how_to_install_it(self, cli: Command) -> None:
        with cli.monkeypatch.context() as patch:
            patch.setitem(sys.modules, "joserfc", None)
            done = self.decode(cli, encrypted(signed(CLAIMS)), "--key", "env:K")
        assert done.code == 2
        assert "pip install 'tokencli[jwe]'" in done.err

    def test_without_a_key_it_is_recognised(self, cli: Command) -> None:
        done = self.decode(cli, encrypted(signed(CLAIMS)), "-o", "json")
        assert (done.code, done.json["kind"], done.json["claims"]) == (0, "JWE", None)


def test_an_encrypted_id_token_is_opened_and_checked(cli: Command, server: MisbehavingServer) -> None:
    now = int(time.time())
    claims = {"iss": server.url(""), "aud": "a", "sub": "alice", "iat": now, "exp": now + 60}
    token = encrypted(signed(claims), cty="JWT")
    metadata = {"issuer": server.url(""), "token_endpoint": server.url("/t"), "jwks_uri": server.url("/j")}
    words = (
        "fetch", "password", "--issuer", server.url(""), "--client-id", "a", "--client-secret", "env:S", "--auth-method",
        "basic", "--username", "alice", "--password", "literal:pw-1234", "--no-cache",
    )  # fmt: skip
    script = (respond(200, metadata), issue(id_token=token), respond(200, {"keys": [jwk("k1")]}))
    server.behave(*script)
    done = cli(*words, "--key", "env:K", env=ENV)
    assert done.code == 0, done.err
    assert {"signature", "aud"} <= {check["name"] for check in done.json["tokencli"]["checks"]}
    server.behave(*script)
    closed = cli(*words, env=ENV)
    assert closed.code == 40
    assert "--key" in closed.err


def test_encrypted_userinfo_is_opened(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, encrypted(json.dumps(CLAIMS)), ("Content-Type", "application/jwt")))
    done = cli("userinfo", "env:T", "--userinfo-endpoint", server.url("/u"), "--key", "env:K", env={**ENV, "T": "t"})
    assert done.code == 0, done.err
    assert done.json["sub"] == "alice"
