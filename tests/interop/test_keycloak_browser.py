"""Sign-ins in a real browser at Keycloak's own pages, by redirect and by device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.es256_key import Es256Key
    from tests.interop.keycloak import Keycloak
    from tests.interop.person import KeycloakPerson

pytestmark = pytest.mark.interop

CODE = "authorization-code"
ASKED = ("--scope", "openid", "--no-browser", "-o", "json")


def assert_tokens_of_alice(done: Finished, keycloak: Keycloak, client_id: str) -> None:
    assert done.code == 0, done.said
    claims = jwt.decode(done.document["id_token"], options={"verify_signature": False})
    assert (claims["iss"], claims["preferred_username"], claims["aud"]) == (keycloak.issuer, "alice", client_id)
    checks = {one["name"]: one["passed"] for one in done.document["tokencli"]["checks"]}
    assert "signature" in checks
    assert all(checks.values()), checks


@pytest.mark.parametrize("client_id", ["public", "confidential", "par"])
@pytest.mark.parametrize("options", [(), ("--response-mode", "form_post"), ("--response-mode", "jwt")])
def test_signing_in_gives_verified_tokens(
    tokencli: CommandLine,
    keycloak: Keycloak,
    alice_at_keycloak: KeycloakPerson,
    client_id: str,
    options: tuple[str, ...],
) -> None:
    par = ("--par",) if client_id == "par" else ()
    with tokencli.fetching(CODE, keycloak, client_id, *options, *par, *ASKED) as running:
        alice_at_keycloak.browser.open(running.authorization_url())
        alice_at_keycloak.sign_in()
        alice_at_keycloak.browser.see("Done")
        done = running.finish()
    assert_tokens_of_alice(done, keycloak, client_id)


def test_a_client_that_must_sign_its_request_signs_it(
    tokencli: CommandLine, keycloak: Keycloak, alice_at_keycloak: KeycloakPerson, client_key: Es256Key
) -> None:
    signing = (
        "--auth-method",
        "none",
        "--request-object",
        "signed",
        "--key",
        f"file:{client_key.private_jwk}",
        "--oidc-request-compat",
    )
    with tokencli.fetching(CODE, keycloak, "jar", *signing, *ASKED) as running:
        alice_at_keycloak.browser.open(running.authorization_url())
        alice_at_keycloak.sign_in()
        alice_at_keycloak.browser.see("Done")
        done = running.finish()
    assert_tokens_of_alice(done, keycloak, "jar")


def test_agreeing_gives_tokens(tokencli: CommandLine, keycloak: Keycloak, alice_at_keycloak: KeycloakPerson) -> None:
    with tokencli.fetching(CODE, keycloak, "asks-first", *ASKED, "--prompt", "consent") as running:
        alice_at_keycloak.browser.open(running.authorization_url())
        alice_at_keycloak.sign_in()
        alice_at_keycloak.agree()
        done = running.finish()
    assert_tokens_of_alice(done, keycloak, "asks-first")


def test_refusing_is_access_denied(
    tokencli: CommandLine, keycloak: Keycloak, alice_at_keycloak: KeycloakPerson
) -> None:
    with tokencli.fetching(CODE, keycloak, "asks-first", *ASKED, "--prompt", "consent") as running:
        alice_at_keycloak.browser.open(running.authorization_url())
        alice_at_keycloak.sign_in()
        alice_at_keycloak.refuse()
        alice_at_keycloak.browser.see("Not signed in")
        done = running.finish()
    assert done.code == 17
    assert done.document["error"] == "access_denied"


def test_a_redirect_uri_that_is_not_registered_is_told_by_the_server_to_the_person(
    tokencli: CommandLine, keycloak: Keycloak, alice_at_keycloak: KeycloakPerson
) -> None:
    wrong = ("--redirect-uri", "http://127.0.0.1/somewhere/else", "--login-timeout", "5s")
    with tokencli.fetching(CODE, keycloak, "public", *wrong, *ASKED) as running:
        alice_at_keycloak.browser.open(running.authorization_url())
        alice_at_keycloak.browser.see("Invalid parameter: redirect_uri")
        done = running.finish()
    assert done.code == 3  # nothing came back: RFC 6749 section 4.1.2.1 forbids the server to redirect
    assert "redirect" in done.err


def test_a_pushed_request_with_a_wrong_redirect_uri_is_refused_and_explained(
    tokencli: CommandLine, keycloak: Keycloak
) -> None:
    wrong = ("--par", "--redirect-uri", "http://127.0.0.1:0/somewhere/else")
    done = tokencli.fetch(CODE, keycloak, "par", *wrong, *ASKED)
    assert done.code == 11
    assert done.document["error_description"] == "Invalid parameter: redirect_uri"
    assert "redirect" in done.err


@pytest.mark.parametrize("client_id", ["television", "confidential"])
def test_a_person_confirms_a_device(
    tokencli: CommandLine, keycloak: Keycloak, alice_at_keycloak: KeycloakPerson, client_id: str
) -> None:
    with tokencli.fetching("device", keycloak, client_id, "--scope", "openid", "-o", "json") as running:
        alice_at_keycloak.browser.open(running.wait_for(r"http://\S+user_code=\S+"))
        alice_at_keycloak.sign_in()
        alice_at_keycloak.agree()
        alice_at_keycloak.browser.see("Device Login Successful")
        done = running.finish()
    assert_tokens_of_alice(done, keycloak, client_id)


def test_a_person_refuses_a_device(
    tokencli: CommandLine, keycloak: Keycloak, alice_at_keycloak: KeycloakPerson
) -> None:
    with tokencli.fetching("device", keycloak, "television", "--scope", "openid", "-o", "token") as running:
        alice_at_keycloak.browser.open(running.wait_for(r"http://\S+user_code=\S+"))
        alice_at_keycloak.sign_in()
        alice_at_keycloak.refuse()
        done = running.finish()
    assert (done.code, done.out) == (17, "")
    assert "access_denied" in done.err
