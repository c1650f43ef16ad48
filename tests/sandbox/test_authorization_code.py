"""The authorization code flow with a browser's eyes (RFC 6749 section 4.1, RFC 7636, RFC 9207, OIDC Core section 3.1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.visitor import PKCE, REDIRECT_URI, VERIFIER, Visitor, answer, basic, claims, refusal

if TYPE_CHECKING:
    from tests.sandbox.visitor import Clock
    from tokencli.sandbox import Sandbox

PUBLIC: Any = {"client_id": "demo-public"}


def trade(visitor: Visitor, code: str, **members: str) -> tuple[int, str]:
    """What comes of a code: the status, and the error where there is one."""
    given = {"code": code, "redirect_uri": REDIRECT_URI, **members}
    sent: Any = {name: value for name, value in given.items() if value != "-"}
    response = visitor.token("authorization_code", **sent)
    return response.status_code, response.json().get("error", "")


def test_a_code_is_good_for_tokens_with_what_was_asked(visitor: Visitor) -> None:
    redirect = visitor.allow(visitor.ask(scope="openid offline_access", nonce="n-1", **PKCE))
    assert redirect.headers["location"].startswith(REDIRECT_URI + "?")
    back = answer(redirect)
    assert (back["state"], back["iss"]) == ("s-1", visitor.issuer)
    response = visitor.token("authorization_code", code=back["code"], redirect_uri=REDIRECT_URI, code_verifier=VERIFIER)
    tokens = response.json()
    assert set(tokens) == {"access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"}
    told = claims(tokens["id_token"])
    assert (told["iss"], told["aud"], told["sub"], told["nonce"]) == (visitor.issuer, "demo", "alice", "n-1")


@pytest.mark.parametrize(
    "verifier",
    ["-", "x" * 43, VERIFIER[:-1], VERIFIER + "x", VERIFIER.lower(), PKCE["code_challenge"]],
    ids=lambda one: one[:6],
)
def test_a_wrong_or_missing_verifier_is_refused(verifier: str, visitor: Visitor) -> None:
    status, error = trade(visitor, visitor.code(**PKCE), code_verifier=verifier)
    assert (status, error in {"invalid_grant", "invalid_request"}) == (400, True)


def test_a_plain_challenge_is_the_verifier_itself(visitor: Visitor) -> None:
    plain = {"code_challenge": VERIFIER, "code_challenge_method": "plain"}
    assert trade(visitor, visitor.code(**plain), code_verifier=VERIFIER) == (200, "")
    assert trade(visitor, visitor.code(code_challenge=VERIFIER), code_verifier=VERIFIER) == (200, "")


def test_a_verifier_without_a_challenge_is_refused(visitor: Visitor) -> None:
    """RFC 9700 section 4.8.2: PKCE may not be taken away on the way."""
    assert trade(visitor, visitor.code(), code_verifier=VERIFIER)[0] == 400


def test_a_public_client_must_use_pkce(visitor: Visitor) -> None:
    assert answer(visitor.ask(**PUBLIC))["error"] == "invalid_request"
    code = visitor.code(**PUBLIC, **PKCE)
    members: Any = {"code": code, "redirect_uri": REDIRECT_URI, "code_verifier": VERIFIER, **PUBLIC}
    assert visitor.token("authorization_code", {}, **members).status_code == 200


@pytest.mark.parametrize("method", ["S512", "s256", "none"])
def test_a_challenge_of_an_unknown_kind_is_refused(method: str, visitor: Visitor) -> None:
    redirect = visitor.ask(code_challenge=VERIFIER, code_challenge_method=method)
    assert answer(redirect)["error"] == "invalid_request"


def test_a_code_that_comes_twice_is_refused_and_revokes_what_it_gave(visitor: Visitor) -> None:
    code = visitor.code(scope="openid offline_access")
    members: Any = {"code": code, "redirect_uri": REDIRECT_URI}
    tokens = visitor.token("authorization_code", **members).json()
    assert trade(visitor, code) == (400, "invalid_grant")
    assert visitor.post("/introspect", token=tokens["access_token"]).json() == {"active": False}
    assert refusal(visitor.token("refresh_token", refresh_token=tokens["refresh_token"])) == (400, "invalid_grant")


def test_of_two_that_present_a_code_at_once_one_gets_tokens(visitor: Visitor) -> None:
    code = visitor.code()
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(status for status, _ in pool.map(lambda _: trade(visitor, code), range(8)))
    assert statuses == [200, *[400] * 7]


def test_a_code_ends(visitor: Visitor, clock: Clock) -> None:
    code = visitor.code()
    clock.seconds += 60
    assert trade(visitor, code) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "redirect_uri", ["-", "http://127.0.0.1:1/callback", REDIRECT_URI + "/", "https://client.example/callback"]
)
def test_the_redirect_uri_must_be_the_same_again(redirect_uri: str, visitor: Visitor) -> None:
    status, error = trade(visitor, visitor.code(), redirect_uri=redirect_uri)
    assert (status, error in {"invalid_grant", "invalid_request"}) == (400, True)


def test_a_code_of_another_client_is_refused(visitor: Visitor) -> None:
    members = {
        "code": visitor.code(),
        "redirect_uri": REDIRECT_URI,
        "client_id": "demo-post",
        "client_secret": "demo-post-secret",
    }
    assert refusal(visitor.token("authorization_code", {}, **members)) == (400, "invalid_grant")


@pytest.mark.parametrize("code", ["never-issued", "-"])
def test_a_code_that_was_never_issued_is_refused(code: str, visitor: Visitor) -> None:
    assert trade(visitor, code)[0] == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_on_loopback_any_port_is_the_registered_one(host: str, visitor: Visitor) -> None:
    redirect = visitor.allow(visitor.ask(redirect_uri=f"http://{host}:1234/callback"))
    assert redirect.headers["location"].startswith(f"http://{host}:1234/callback?code=")


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "-",
        "https://evil.example/callback",
        "https://client.example/callback/",
        "https://client.example/callback?x=1",
        "https://client.example:8443/callback",
        "https://client.example/Callback",
        "http://client.example/callback",
        "http://127.0.0.1:1234/other",
        "http://127.0.0.1:1234/callback#top",
        "http://127.0.0.1:1234/callback#",
        "http://user@127.0.0.1:1234/callback",
        "http://127.0.0.1.evil.example/callback",
        "https://127.0.0.1:1234/callback",
        "http://127.0.0.2/callback",
        "javascript:alert(1)",
        "http://127.0.0.1:99999/callback",
    ],
)
def test_a_redirect_uri_that_is_not_registered_gets_a_page_and_never_a_redirect(
    redirect_uri: str, visitor: Visitor
) -> None:
    response = visitor.ask(redirect_uri=redirect_uri)
    assert (response.status_code, "location" in response.headers) == (400, False)


def test_a_client_that_nobody_knows_gets_a_page(visitor: Visitor) -> None:
    response = visitor.ask(client_id="<script>alert(1)</script>")
    assert (response.status_code, "location" in response.headers, "<script>" in response.text) == (400, False, False)


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "-"}, "invalid_request"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "urn:x"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"resource": "orders"}, "invalid_target"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
    ],
)
def test_other_mistakes_are_told_to_the_client_with_its_state_and_the_issuer(
    members: dict[str, str], error: str, visitor: Visitor
) -> None:
    back = answer(visitor.ask(**members))
    assert (back["error"], back["state"], back["iss"]) == (error, "s-1", visitor.issuer)


def test_a_person_who_says_no_is_believed(visitor: Visitor) -> None:
    assert answer(visitor.deny(visitor.ask()))["error"] == "access_denied"


def test_a_wrong_password_shows_the_page_again(visitor: Visitor) -> None:
    response = visitor.allow(visitor.ask(), password="wrong")
    assert (response.status_code, "location" in response.headers) == (403, False)
    assert "do not belong together" in response.text


def test_who_signed_in_is_not_asked_for_the_password_again_and_may_be_asked_for_consent(visitor: Visitor) -> None:
    visitor.allow(visitor.ask())
    assert "code" in answer(visitor.ask())
    assert visitor.ask(prompt="login").status_code == 200
    assert visitor.ask(prompt="consent").status_code == 200
    assert "code" in answer(visitor.ask(prompt="none"))
    assert answer(visitor.ask(prompt="none", scope="write"))["error"] == "consent_required"


def test_a_sign_in_that_is_too_long_ago_does_not_count(visitor: Visitor, clock: Clock) -> None:
    visitor.allow(visitor.ask())
    clock.seconds += 100
    assert "code" in answer(visitor.ask(max_age="100", prompt="none"))
    assert answer(visitor.ask(max_age="99", prompt="none"))["error"] == "login_required"


def test_what_the_client_wrote_cannot_become_part_of_the_page(visitor: Visitor) -> None:
    page = visitor.ask(login_hint='"><script>alert(1)</script>', state='"><b>')
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<b>" not in page.text


def test_a_test_can_have_a_code_without_a_browser(visitor: Visitor, sandbox: Sandbox) -> None:
    code = sandbox.authorization_code(
        "demo", REDIRECT_URI, scope="openid", code_challenge=PKCE["code_challenge"], code_challenge_method="S256"
    )
    assert trade(visitor, code, code_verifier=VERIFIER) == (200, "")
    with pytest.raises(LookupError):
        sandbox.authorization_code("nobody", REDIRECT_URI)
    with pytest.raises(LookupError):
        sandbox.authorization_code("demo", REDIRECT_URI, username="nobody")
    with pytest.raises(ValueError, match="not registered"):
        sandbox.authorization_code("demo", "https://evil.example")


def test_a_client_that_may_not_use_the_grant_gets_no_code(visitor: Visitor) -> None:
    response = visitor.ask(client_id="odd client:1")
    assert (response.status_code, "location" in response.headers) == (400, False)


def test_basic_is_wanted_for_the_code_of_a_confidential_client(visitor: Visitor) -> None:
    members = {"code": visitor.code(), "redirect_uri": REDIRECT_URI, "client_id": "demo"}
    assert refusal(visitor.token("authorization_code", {}, **members)) == (401, "invalid_client")
    assert refusal(visitor.token("authorization_code", basic(secret="x"), **members)) == (401, "invalid_client")
