"""Tokens of real servers, verified: by the keys of their issuer, by those of another, for the right API and for a wrong one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from tests.interop.authorization_server import AuthorizationServer
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.keycloak import Keycloak
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop

ORDERS = "https://api.example.test/orders"


def verify(tokencli: CommandLine, server: AuthorizationServer, token: str, *words: str, **more: str) -> Finished:
    return tokencli.run("decode", "--verify", "env:T", "--issuer", server.issuer, *words, "-o", "json", T=token, **more)


def failed(done: Finished) -> set[str]:
    return {check["name"] for check in done.document["checks"] if not check["passed"]}


def keys_of(tokencli: CommandLine, key: Es256Key) -> str:
    """A file of keys that no server of the suite signs with."""
    return tokencli.file("other-keys.json", json.dumps({"keys": [json.loads(key.public_jwk.read_text("utf-8"))]}))


def signed_in(tokencli: CommandLine, op: OidcProvider, alice: Visitor, client_id: str = "basic") -> dict[str, Any]:
    code = alice.authorization_code(client_id, scope="openid email", nonce="n-of-the-request")
    words = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V")
    done = tokencli.fetch("code", op, client_id, *words, "-o", "json", CODE=code, V=VERIFIER)
    assert done.code == 0, done.err
    return done.document


@pytest.fixture
def for_orders(tokencli: CommandLine, op: OidcProvider) -> str:
    """An access token of oidc-provider for one API, as a JWT by RFC 9068."""
    words = ("--resource", ORDERS, "--scope", "orders:read", "-o", "token")
    return tokencli.fetch("client-credentials", op, "basic", *words).out.strip()


@pytest.fixture
def of_bob(tokencli: CommandLine, keycloak: Keycloak) -> dict[str, Any]:
    """What Keycloak gives for Bob's name and password."""
    words = ("--username", "bob", "--password", "env:PW", "--scope", "openid", "-o", "json")
    done = tokencli.fetch("password", keycloak, "confidential", *words, PW="bob-pw")
    assert done.code == 0, done.err
    return done.document


class TestOidcProvider:
    def test_an_access_token_is_valid_for_its_api(
        self, tokencli: CommandLine, op: OidcProvider, for_orders: str
    ) -> None:
        done = verify(tokencli, op, for_orders, "--audience", ORDERS, "--client-id", "basic")
        assert done.code == 0, done.said
        assert (done.document["checked_as"], done.document["unchecked"]) == ("access-token", [])

    def test_for_another_api_it_is_not(self, tokencli: CommandLine, op: OidcProvider, for_orders: str) -> None:
        done = verify(tokencli, op, for_orders, "--audience", "https://api.example.test/other")
        assert (done.code, failed(done)) == (40, {"aud"})

    def test_by_the_keys_of_another_issuer_it_is_not(
        self, tokencli: CommandLine, op: OidcProvider, for_orders: str, client_key: Es256Key
    ) -> None:
        done = verify(tokencli, op, for_orders, "--audience", ORDERS, "--jwks", keys_of(tokencli, client_key))
        assert (done.code, failed(done)) == (40, {"signature"})

    def test_it_names_its_issuer_itself_and_that_is_said(
        self, tokencli: CommandLine, op: OidcProvider, for_orders: str
    ) -> None:
        done = tokencli.run("decode", "--verify", "env:T", "-o", "json", T=for_orders)
        assert done.code == 0
        assert f"taken from the token itself, and is asked for its keys: {op.issuer}" in done.err
        assert {one["name"] for one in done.document["unchecked"]} == {"iss", "aud"}

    def test_an_id_token_is_valid_for_its_client_and_its_request(
        self, tokencli: CommandLine, op: OidcProvider, alice: Visitor
    ) -> None:
        came = signed_in(tokencli, op, alice)
        done = verify(tokencli, op, came["id_token"], "--client-id", "basic", "--nonce", "n-of-the-request")
        assert done.code == 0, done.said
        assert {"nonce", "aud", "alg"} <= {check["name"] for check in done.document["checks"]}
        wrong = verify(tokencli, op, came["id_token"], "--client-id", "post", "--nonce", "another")
        assert (wrong.code, failed(wrong)) == (40, {"aud", "nonce"})

    def test_one_that_is_encrypted_is_opened_first(
        self, tokencli: CommandLine, op: OidcProvider, alice: Visitor, client_key: Es256Key
    ) -> None:
        key = ("--key", f"file:{client_key.private_jwk}")
        code = alice.authorization_code("sealed", scope="openid email")
        words = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V", "--auth-method", "basic")
        came = tokencli.fetch("code", op, "sealed", *words, *key, "-o", "json", CODE=code, V=VERIFIER).document
        done = verify(tokencli, op, came["id_token"], "--client-id", "sealed", *key)
        assert done.code == 0, done.said
        assert verify(tokencli, op, came["id_token"], "--client-id", "other", *key).code == 40

    def test_what_was_asked_for_is_told_from_what_came(
        self, tokencli: CommandLine, op: OidcProvider, for_orders: str
    ) -> None:
        words = ("--scope", "orders:read orders:write", "--resource", ORDERS, "--client-id", "basic", "-o", "json")
        rows = tokencli.run("decode", "--diff", "env:T", *words, T=for_orders).document["compared"]
        found = {one["name"]: (one["agrees"], one["missing"]) for one in rows}
        assert found["scope"] == (False, ["orders:write"])
        assert found["audience"] == found["client_id"] == (True, [])


class TestKeycloak:
    def test_an_access_token_is_valid_as_the_jwt_it_is(
        self, tokencli: CommandLine, keycloak: Keycloak, of_bob: dict[str, Any]
    ) -> None:
        done = verify(tokencli, keycloak, of_bob["access_token"])
        assert done.code == 0, done.said
        assert done.document["checked_as"] == "jwt"
        assert "does not claim to follow RFC 9068" in done.document["because"]

    def test_for_another_api_it_is_not(self, tokencli: CommandLine, keycloak: Keycloak, of_bob: dict[str, Any]) -> None:
        done = verify(tokencli, keycloak, of_bob["access_token"], "--audience", "https://api.example.test/other")
        assert (done.code, failed(done)) == (40, {"aud"})

    def test_by_the_keys_of_another_issuer_it_is_not(
        self, tokencli: CommandLine, keycloak: Keycloak, of_bob: dict[str, Any], client_key: Es256Key
    ) -> None:
        done = verify(tokencli, keycloak, of_bob["access_token"], "--jwks", keys_of(tokencli, client_key))
        assert (done.code, failed(done)) == (40, {"signature"})

    def test_an_id_token_is_valid_for_its_client_alone(
        self, tokencli: CommandLine, keycloak: Keycloak, of_bob: dict[str, Any]
    ) -> None:
        words = ("--client-id", "confidential", "--access-token", "env:A")
        done = verify(tokencli, keycloak, of_bob["id_token"], *words, A=of_bob["access_token"])
        assert done.code == 0, done.said
        assert done.document["checked_as"] == "id-token"
        assert "at_hash" in {check["name"] for check in done.document["checks"]}
        wrong = verify(
            tokencli, keycloak, of_bob["id_token"], "--client-id", "public", "--access-token", "env:A", A="x"
        )
        assert (wrong.code, failed(wrong)) == (40, {"aud", "azp", "at_hash"})

    def test_a_token_of_another_server_is_not_its_own(
        self, tokencli: CommandLine, keycloak: Keycloak, for_orders: str
    ) -> None:
        done = verify(tokencli, keycloak, for_orders)
        assert (done.code, failed(done)) == (40, {"signature", "iss"})
