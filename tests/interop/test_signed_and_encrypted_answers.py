"""Introspection, UserInfo, ID tokens and responses of the browser that a real server signs and encrypts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop


def tokens(tokencli: CommandLine, op: OidcProvider, alice: Visitor, client_id: str, *more: str) -> Finished:
    code = alice.authorization_code(client_id, scope="openid email")
    words = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V", "--auth-method", "basic")
    return tokencli.fetch("code", op, client_id, *words, *more, "-o", "json", CODE=code, V=VERIFIER)


def ask(tokencli: CommandLine, op: OidcProvider, verb: str, client_id: str, token: str, *more: str) -> Finished:
    words = ("--issuer", op.issuer, "--client-id", client_id, "--client-secret", "env:SECRET")
    return tokencli.run(verb, "env:T", *words, *more, "-o", "json", T=token, SECRET=op.secret_of(client_id))


def checked(done: Finished) -> set[str]:
    assert done.code == 0, done.err
    return {check["name"] for check in done.document["tokencli"]["checks"]}


def test_introspection_and_revocation_in_plain(tokencli: CommandLine, op: OidcProvider) -> None:
    token = tokencli.fetch("client-credentials", op, "basic", "--scope", "api:read", "-o", "token").out.strip()
    before = ask(tokencli, op, "introspect", "basic", token)
    assert (before.document["active"], before.document["scope"]) == (True, "api:read")
    assert ask(tokencli, op, "revoke", "basic", token).code == 0
    assert ask(tokencli, op, "introspect", "basic", token).document["active"] is False


def test_a_signed_introspection_is_checked(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    token = tokens(tokencli, op, alice, "signed-answers").document["access_token"]
    done = ask(tokencli, op, "introspect", "signed-answers", token, "--signed")
    assert {"signature", "typ", "iss", "aud", "iat"} <= checked(done)
    assert done.document["sub"] == "alice"


def test_signed_userinfo_is_checked(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    issued = tokens(tokencli, op, alice, "signed-answers").document
    done = ask(tokencli, op, "userinfo", "signed-answers", issued["access_token"])
    assert {"signature", "iss", "aud"} <= checked(done)
    assert done.document["email"] == "alice@example.test"


def test_everything_that_is_encrypted_is_opened_and_checked(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor, client_key: Es256Key
) -> None:
    key = ("--key", f"file:{client_key.private_jwk}", "--auth-method", "basic")
    issued = tokens(tokencli, op, alice, "sealed", *key[:2])
    assert {"signature", "iss", "aud"} <= checked(issued)
    token = issued.document["access_token"]
    signed = ask(tokencli, op, "introspect", "sealed", token, "--signed", *key)
    assert {"signature", "typ"} <= checked(signed)
    person = ask(tokencli, op, "userinfo", "sealed", token)  # encrypted with the secret
    assert "signature" in checked(person)
    opened = tokencli.run("decode", "env:I", *key[:2], "-o", "json", I=issued.document["id_token"])
    assert (opened.document["claims"]["sub"], opened.document["encryption"]["alg"]) == ("alice", "ECDH-ES")


def test_without_the_key_an_encrypted_id_token_is_not_taken(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor
) -> None:
    done = tokens(tokencli, op, alice, "sealed")
    assert done.code == 40
    assert "--key" in done.err
