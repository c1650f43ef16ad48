"""A sign-in in a real browser, at the server's own pages (RFC 6749 section 4.1, RFC 8252)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.command_line import CommandLine, Finished, Running
    from tests.interop.es256_key import Es256Key
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.person import OidcProviderPerson

pytestmark = pytest.mark.interop

CODE = "authorization-code"
ASKED = ("--scope", "openid email", "--no-browser", "-o", "json")


def signed_in(running: Running, person: OidcProviderPerson) -> Finished:
    """Opens the URL that the command prints, signs in, agrees, and sees the page of the command."""
    person.browser.open(running.authorization_url())
    person.sign_in()
    person.agree()
    person.browser.see("Done")
    return running.finish()


def assert_tokens_of_alice(done: Finished, op: OidcProvider, client_id: str) -> None:
    assert done.code == 0, done.said
    assert op.introspect(done.document["access_token"])["sub"] == "alice"
    claims = jwt.decode(done.document["id_token"], options={"verify_signature": False})
    assert (claims["iss"], claims["sub"], claims["aud"]) == (op.issuer, "alice", client_id)
    checks = {one["name"]: one["passed"] for one in done.document["tokencli"]["checks"]}
    assert checks
    assert all(checks.values()), checks
    assert any("signature" in name for name in checks)


@pytest.mark.parametrize("client_id", ["public", "basic"])
def test_signing_in_and_agreeing_gives_verified_tokens(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson, client_id: str
) -> None:
    with tokencli.fetching(CODE, op, client_id, *ASKED) as running:
        done = signed_in(running, alice_at_op)
    assert_tokens_of_alice(done, op, client_id)


def test_the_page_after_the_sign_in_keeps_the_code_out_of_its_title(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson
) -> None:
    with tokencli.fetching(CODE, op, "public", *ASKED) as running:
        signed_in(running, alice_at_op)
    code = parse_qs(urlsplit(alice_at_op.browser.place).query)["code"][0]
    assert alice_at_op.browser.driver.title
    assert code not in alice_at_op.browser.driver.title
    assert code not in alice_at_op.browser.text


@pytest.mark.parametrize(
    "mode", ["query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"]
)
def test_the_answer_comes_back_in_every_response_mode(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson, mode: str
) -> None:
    with tokencli.fetching(CODE, op, "public", "--response-mode", mode, *ASKED) as running:
        done = signed_in(running, alice_at_op)
    assert_tokens_of_alice(done, op, "public")


def test_a_client_that_must_push_its_request_pushes_it(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson
) -> None:
    with tokencli.fetching(CODE, op, "par", "--par", *ASKED) as running:
        done = signed_in(running, alice_at_op)
    assert_tokens_of_alice(done, op, "par")
    assert "urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A" in done.err  # all that the browser carried
    assert "code_challenge" not in done.err


def test_a_client_that_must_sign_its_request_signs_it(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson, client_key: Es256Key
) -> None:
    signing = ("--auth-method", "none", "--request-object", "signed", "--key", f"file:{client_key.private_jwk}")
    with tokencli.fetching(CODE, op, "jar", *signing, *ASKED) as running:
        done = signed_in(running, alice_at_op)
    assert_tokens_of_alice(done, op, "jar")


def test_leaving_the_page_is_access_denied(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson
) -> None:
    with tokencli.fetching(CODE, op, "public", "--scope", "openid", "--no-browser", "-o", "token") as running:
        alice_at_op.browser.open(running.authorization_url())
        alice_at_op.refuse()
        alice_at_op.browser.see("Not signed in")
        done = running.finish()
    assert (done.code, done.out) == (17, "")
    assert "access_denied" in done.err


def test_favicons_and_other_visits_do_not_end_the_wait(
    tokencli: CommandLine, op: OidcProvider, alice_at_op: OidcProviderPerson
) -> None:
    browser = alice_at_op.browser
    with tokencli.fetching(CODE, op, "public", *ASKED) as running:
        url = running.authorization_url()
        callback = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        for visit in (
            "/favicon.ico",
            "/",
            "/callback",
            "/callback?code=forged&state=forged",
            "/callback?error=access_denied",
        ):
            browser.open(callback.removesuffix("/callback") + visit)
        browser.open(url)
        alice_at_op.sign_in()
        alice_at_op.agree()
        done = running.finish()
    assert_tokens_of_alice(done, op, "public")


def test_the_browser_that_the_environment_names_gets_the_url(
    tokencli: CommandLine, op: OidcProvider, tmp_path: Path
) -> None:
    """A browser that signs alice in by itself: curl, at a server that answers its header."""
    browser = tmp_path / "browser"
    browser.write_text(
        '#!/bin/sh\nexec curl --silent --location --cookie "" --header "x-auto-user: alice" --output /dev/null "$1"\n'
    )
    browser.chmod(0o755)
    done = tokencli.fetch(CODE, op, "public", "--scope", "openid", "-o", "json", BROWSER=f"{browser} %s")
    assert done.code == 0, done.said
    assert op.introspect(done.document["access_token"])["sub"] == "alice"
    assert f"{op.issuer}/auth?" in done.err
