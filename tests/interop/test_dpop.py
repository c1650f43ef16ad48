"""Tokens that are bound to a key, at a server that demands its nonce in every proof (RFC 9449)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop


def fetch(
    tokencli: CommandLine, op: OidcProvider, *options: str, grant: str = "client-credentials", **env: str
) -> Finished:
    return tokencli.fetch(grant, op, "bound", *options, **env)


def thumbprint_in(op: OidcProvider, token: str) -> str:
    return str(op.introspect(token)["cnf"]["jkt"])


def test_a_nonce_is_answered_and_the_token_is_bound_to_the_key(tokencli: CommandLine, op: OidcProvider) -> None:
    done = fetch(tokencli, op, "--dpop", "--scope", "api:read", "-v", "-o", "json")
    assert done.code == 0, done.err
    assert done.document["token_type"] == "DPoP"
    assert thumbprint_in(op, done.document["access_token"]) == done.document["tokencli"]["dpop_jkt"]
    assert done.err.count("> POST ") == 2
    assert "use_dpop_nonce" not in done.out


def test_a_key_of_ones_own_is_the_same_in_every_run(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    words = ("--dpop-key", f"file:{client_key.private_jwk}", "-o", "json")
    first, second = (fetch(tokencli, op, *words).document["tokencli"]["dpop_jkt"] for _ in range(2))
    assert first == second


def test_without_a_proof_the_refusal_is_explained(tokencli: CommandLine, op: OidcProvider) -> None:
    done = fetch(tokencli, op, "-o", "json")
    assert done.code == 13  # the server tells no client that a proof is missing
    assert "dpop-proof-missing" in {finding["name"] for finding in done.document["tokencli"]["findings"]}


def test_a_code_is_bound_to_the_key_from_the_first_request_on(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor, client_key: Es256Key
) -> None:
    key = ("--dpop-key", f"file:{client_key.private_jwk}")
    jkt = json.loads(tokencli.run("make", "dpop-proof", "https://a.example", *key, "-o", "json").out)["jkt"]
    stolen, code = (
        alice.authorization_code("bound", scope="openid offline_access", prompt="consent", dpop_jkt=jkt)
        for _ in range(2)
    )
    words = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V", "-o", "json")
    other = fetch(tokencli, op, *words, "--dpop", grant="code", CODE=stolen, V=VERIFIER)
    assert other.code == 13
    done = fetch(tokencli, op, *words, *key, grant="code", CODE=code, V=VERIFIER)
    assert done.code == 0, done.err
    assert thumbprint_in(op, done.document["access_token"]) == jkt
    refreshed = fetch(
        tokencli,
        op,
        "--refresh-token",
        "env:RT",
        *key,
        "-o",
        "json",
        grant="refresh",
        RT=done.document["refresh_token"],
    )
    assert refreshed.document["token_type"] == "DPoP"


def test_a_call_proves_each_request_and_answers_the_nonce_of_the_api(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor, client_key: Es256Key
) -> None:
    key = f"file:{client_key.private_jwk}"
    code = alice.authorization_code("bound", scope="openid email")
    words = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V")
    done = fetch(tokencli, op, *words, "--dpop-key", key, "-o", "json", grant="code", CODE=code, V=VERIFIER)
    tokens: dict[str, Any] = done.document
    told = tokencli.run(
        "userinfo", "env:T", "--issuer", op.issuer, "--client-id", "bound", "--dpop-key", key, "--id-token", "env:I",
        "-o", "json", T=tokens["access_token"], I=tokens["id_token"],
    )  # fmt: skip
    assert told.code == 0, told.err
    assert told.document["email"] == "alice@example.test"
    unbound = tokencli.run("userinfo", "env:T", "--issuer", op.issuer, "-o", "json", T=tokens["access_token"])
    assert unbound.code == 12


def test_a_profile_calls_an_api_with_a_bound_token_out_of_the_store(tokencli: CommandLine, op: OidcProvider) -> None:
    home = tokencli.home / "config" / "tokencli"
    home.mkdir(parents=True)
    (home / "config.toml").write_text(
        f'[profiles.dev]\ngrant = "client_credentials"\nissuer = "{op.issuer}"\nclient_id = "bound"\n'
        'client_secret = "env:SECRET"\nscope = ["api:read"]\ndpop = true\nstore = "file"\n',
        "utf-8",
    )
    env = {"SECRET": op.secret_of("bound"), "TOKENCLI_STORE_KEY": "key:" + "A" * 43}
    assert tokencli.run("token", "dev", **env).code == 0
    done = tokencli.run("call", "dev", f"{op.issuer}/me", "-v", **env)
    # The API is UserInfo, which knows no person of a client: it says so after it took the proof, and not before.
    assert "invalid_dpop_proof" not in done.err
    assert "use_dpop_nonce" not in done.err.splitlines()[-1]
    assert done.code in {12, 17}


def test_a_token_is_known_to_be_bound_to_the_key_by_what_stands_in_it(
    tokencli: CommandLine, op: OidcProvider, client_key: Es256Key
) -> None:
    words = ("--resource", "https://api.example.test/orders", "--scope", "orders:read", "-o", "token")
    token = fetch(tokencli, op, *words, "--dpop-key", f"file:{client_key.private_jwk}").out.strip()
    verify = ("decode", "--verify", "env:T", "--issuer", op.issuer, "-o", "json")
    own = tokencli.run(*verify, "--bound-to", str(client_key.public_jwk), T=token)
    assert own.code == 0, own.said
    other = tokencli.file("other.jwk", tokencli.run("make", "key").out)
    done = tokencli.run(*verify, "--bound-to", other, T=token)
    assert (done.code, [one["name"] for one in done.document["checks"] if not one["passed"]]) == (40, ["cnf"])
