"""A code from a sign-in, with PKCE (RFC 6749 section 4.1, RFC 7636)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
import pytest

from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop

REDIRECT = ("--redirect-uri", CALLBACK)
WITH_VERIFIER = ("--code-verifier", "env:V")
GRANT = "authorization-code"


def exchange(tokencli: CommandLine, op: OidcProvider, code: str, *options: str, client_id: str = "public") -> Finished:
    return tokencli.fetch(GRANT, op, client_id, "--code", "env:CODE", *options, CODE=code, V=VERIFIER)


def reasons(op: OidcProvider) -> list[str]:
    return [event.detail for event in op.events()]


def test_a_public_client_gets_tokens_for_a_code(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public", scope="openid email")
    done = exchange(tokencli, op, code, *REDIRECT, *WITH_VERIFIER, "-o", "json")
    assert done.code == 0
    assert op.introspect(done.document["access_token"])["sub"] == "alice"
    assert done.document["refresh_token"]
    claims = jwt.decode(done.document["id_token"], options={"verify_signature": False})
    assert (claims["iss"], claims["sub"], claims["aud"]) == (op.issuer, "alice", "public")


def test_a_confidential_client_gets_tokens_for_a_code(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("basic")
    done = exchange(tokencli, op, code, *REDIRECT, *WITH_VERIFIER, "-o", "id-token", client_id="basic")
    assert done.code == 0
    assert jwt.decode(done.out.strip(), options={"verify_signature": False})["aud"] == "basic"


def test_the_grant_has_a_short_name(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public")
    options = ("--code", "env:CODE", *REDIRECT, *WITH_VERIFIER, "-o", "token")
    done = tokencli.fetch("code", op, "public", *options, CODE=code, V=VERIFIER)
    assert done.code == 0


def test_a_code_for_a_resource_gives_a_token_for_it(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    orders = "https://api.example.test/orders"
    code = alice.authorization_code("public", scope="openid orders:read", resource=orders)
    done = exchange(tokencli, op, code, *REDIRECT, *WITH_VERIFIER, "--resource", orders, "-o", "token")
    assert done.code == 0
    assert jwt.decode(done.out.strip(), options={"verify_signature": False})["aud"] == orders


def test_a_code_is_good_once(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public")
    first = exchange(tokencli, op, code, *REDIRECT, *WITH_VERIFIER, "-o", "token")
    second = exchange(tokencli, op, code, *REDIRECT, *WITH_VERIFIER, "-o", "token")
    assert (first.code, second.code) == (0, 13)
    assert second.out == ""
    assert "invalid_grant" in second.err
    assert code not in second.err
    assert reasons(op) == ["authorization code already consumed"]


def test_another_redirect_uri_is_refused(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public")
    done = exchange(tokencli, op, code, "--redirect-uri", f"{CALLBACK}/", *WITH_VERIFIER, "-o", "token")
    assert done.code == 13
    assert "redirect" in done.err
    assert reasons(op) == ["authorization code redirect_uri mismatch"]


def test_a_missing_verifier_is_refused(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public")
    done = exchange(tokencli, op, code, *REDIRECT, "-o", "token")
    assert done.code == 13
    assert "verifier" in done.err
    assert reasons(op) == ["code_verifier must be provided"]


def test_a_wrong_verifier_is_refused_and_not_shown(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public")
    wrong = "another-verifier-of-more-than-forty-three-characters"
    options = ("--code", "env:CODE", *REDIRECT, *WITH_VERIFIER, "-o", "token")
    done = tokencli.fetch(GRANT, op, "public", *options, CODE=code, V=wrong)
    assert done.code == 13
    assert "verifier" in done.err
    assert wrong not in done.err
    assert reasons(op) == ["code_verifier does not match code_challenge"]


def test_the_code_of_another_client_is_refused(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("public")
    done = exchange(tokencli, op, code, *REDIRECT, *WITH_VERIFIER, "-o", "token", client_id="basic")
    assert done.code == 13
    assert reasons(op) == ["client mismatch"]


def test_a_missing_redirect_uri_is_explained(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    code = alice.authorization_code("basic")
    done = exchange(tokencli, op, code, *WITH_VERIFIER, "-o", "token", client_id="basic")
    assert done.code == 11
    assert "redirect-uri-missing" in done.err
