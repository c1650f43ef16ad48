"""The metadata of an issuer (OpenID Connect Discovery, RFC 8414)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.keycloak import Keycloak
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop


def test_the_metadata_come_as_the_server_says_them(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.run("discover", op.issuer, "-o", "json")
    assert done.code == 0
    with op.visit() as visitor:
        told = visitor.get("/.well-known/openid-configuration").json()
    assert told.items() <= done.document.items()


def test_one_member_can_be_asked_for(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.run("discover", op.issuer, "--field", "token_endpoint")
    assert done.code == 0
    assert done.out == f"{op.token_endpoint}\n"


def test_a_page_for_people_names_the_grants(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.run("discover", op.issuer, "-o", "pretty")
    assert done.code == 0
    assert "client_credentials" in done.out


def test_metadata_come_over_tls(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    done = tokencli.run("discover", tls_op.issuer, "--ca-cert", str(tls_op.ca_file), "--field", "issuer")
    assert done.code == 0
    assert done.out == f"{tls_op.issuer}\n"


def test_an_issuer_under_another_name_is_not_believed(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.run("discover", op.issuer.replace("127.0.0.1", "localhost"))
    assert done.code not in {0, 1}
    assert op.issuer in done.said


def test_nothing_at_a_path_is_not_metadata(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.run("discover", f"{op.issuer}/nowhere")
    assert done.code not in {0, 1}


def found(done: Finished) -> list[str]:
    return [one["name"] for one in done.document["findings"]]


def test_lint_of_a_certified_server_says_what_was_switched_on_for_the_suite(
    tokencli: CommandLine, op: OidcProvider
) -> None:
    done = tokencli.run("discover", op.issuer, "--lint", "-o", "json")
    assert done.code == 0
    assert found(done) == ["password-grant-advertised", "implicit-grant-advertised"]


def test_lint_of_keycloak_says_what_a_new_realm_leaves_open_and_nothing_that_is_not_so(
    tokencli: CommandLine, keycloak: Keycloak
) -> None:
    done = tokencli.run("discover", keycloak.issuer, "--lint", "--ignore", "eddsa-without-ed25519", "-o", "json")
    assert done.code == 0
    assert {"plain-pkce-advertised", "password-grant-advertised", "token-response-types-advertised"} <= set(found(done))
    assert {one["severity"] for one in done.document["findings"]} == {"warning"}
    assert done.document["looked_at"][0]["not_looked_at"] == []
