"""What happens to tokens afterwards: keys, introspection, revocation, UserInfo, their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import pytest

from tests.sandbox.visitor import Visitor, basic, claims, refusal

if TYPE_CHECKING:
    from tests.sandbox.visitor import Clock

POST = {"client_id": "demo-post", "client_secret": "demo-post-secret"}


@pytest.fixture
def tokens(visitor: Visitor) -> dict[str, str]:
    scope = "openid profile email"
    read: dict[str, str] = visitor.token("password", username="alice", password="alice-pw", scope=scope).json()
    return read


def active(visitor: Visitor, token: str) -> bool:
    return bool(visitor.post("/introspect", token=token).json()["active"])


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"])
def test_the_metadata_names_endpoints_that_are_there(path: str, visitor: Visitor) -> None:
    document = visitor.get(path).json()
    assert document["issuer"] == visitor.issuer
    for name, url in document.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert url.startswith(visitor.issuer)
            assert visitor.http.get(url).status_code in {200, 400, 401, 405}, name


@pytest.mark.parametrize("name", ["access_token", "id_token"])
def test_a_token_is_signed_with_a_key_of_the_jwks(name: str, tokens: dict[str, str], visitor: Visitor) -> None:
    document = visitor.get("/jwks").json()
    assert all(not {"d", "p", "q"} & set(key) for key in document["keys"])
    key = jwt.PyJWKSet.from_dict(document)[jwt.get_unverified_header(tokens[name])["kid"]]
    options: Any = {"verify_aud": False, "verify_exp": False, "verify_iat": False}
    assert jwt.decode(tokens[name], key, algorithms=["RS256"], options=options)["sub"] == "alice"


def test_an_access_token_says_what_rfc_9068_wants(tokens: dict[str, str], visitor: Visitor) -> None:
    assert jwt.get_unverified_header(tokens["access_token"])["typ"] == "at+jwt"
    told = claims(tokens["access_token"])
    assert {"iss", "exp", "aud", "sub", "client_id", "iat", "jti", "scope", "auth_time"} <= set(told)
    assert (told["iss"], told["aud"], told["client_id"]) == (visitor.issuer, visitor.issuer, "demo")


def test_introspection_tells_a_client_about_a_token(tokens: dict[str, str], visitor: Visitor) -> None:
    told = visitor.post("/introspect", token=tokens["access_token"]).json()
    assert {name: told[name] for name in ("active", "client_id", "username", "sub", "scope", "token_type")} == {
        "active": True,
        "client_id": "demo",
        "username": "alice",
        "sub": "alice",
        "scope": "openid profile email",
        "token_type": "Bearer",
    }


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "odd"])
def test_a_wrong_hint_does_not_matter(hint: str, tokens: dict[str, str], visitor: Visitor) -> None:
    assert visitor.post("/introspect", token=tokens["refresh_token"], token_type_hint=hint).json()["active"] is True


def test_nothing_is_told_about_a_token_that_is_not_good(visitor: Visitor) -> None:
    assert visitor.post("/introspect", token="never-issued").json() == {"active": False}


@pytest.mark.parametrize("headers", [{}, basic(secret="wrong")])
def test_introspection_wants_to_know_who_asks(
    headers: dict[str, str], tokens: dict[str, str], visitor: Visitor
) -> None:
    assert refusal(visitor.post("/introspect", headers, token=tokens["access_token"])) == (401, "invalid_client")


def test_a_revoked_access_token_is_not_good_and_its_family_stays(tokens: dict[str, str], visitor: Visitor) -> None:
    assert visitor.post("/revoke", token=tokens["access_token"]).status_code == 200
    assert (active(visitor, tokens["access_token"]), active(visitor, tokens["refresh_token"])) == (False, True)


def test_a_revoked_refresh_token_takes_its_family_along(tokens: dict[str, str], visitor: Visitor) -> None:
    assert visitor.post("/revoke", token=tokens["refresh_token"]).status_code == 200
    assert (active(visitor, tokens["access_token"]), active(visitor, tokens["refresh_token"])) == (False, False)


def test_a_token_that_nobody_knows_is_as_good_as_revoked(visitor: Visitor) -> None:
    assert visitor.post("/revoke", token="never-issued").status_code == 200


def test_a_token_of_another_client_is_not_revoked(tokens: dict[str, str], visitor: Visitor) -> None:
    response = visitor.post("/revoke", {}, token=tokens["access_token"], **POST)
    assert response.status_code == 400
    assert active(visitor, tokens["access_token"])


@pytest.mark.parametrize("path", ["/introspect", "/revoke"])
def test_a_request_without_a_token_is_refused(path: str, visitor: Visitor) -> None:
    assert refusal(visitor.post(path)) == (400, "invalid_request")


def test_tokens_end(tokens: dict[str, str], visitor: Visitor, clock: Clock) -> None:
    clock.seconds += 3600
    assert not active(visitor, tokens["access_token"])
    assert _userinfo(visitor, tokens["access_token"])[0] == 401


def _userinfo(visitor: Visitor, token: str | None) -> tuple[int, str]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    response = visitor.http.get(f"{visitor.issuer}/userinfo", headers=headers)
    return response.status_code, response.headers.get("www-authenticate", "") or response.text


def test_userinfo_tells_what_the_scope_allows(tokens: dict[str, str], visitor: Visitor) -> None:
    status, text = _userinfo(visitor, tokens["access_token"])
    assert status == 200
    assert '"name":"Alice Example"' in text.replace(": ", ":")


def test_userinfo_without_a_token_names_no_error(visitor: Visitor) -> None:
    assert _userinfo(visitor, None) == (401, 'Bearer realm="sandbox"')


@pytest.mark.parametrize("kind", ["unknown", "refresh_token", "without openid"])
def test_userinfo_refuses_what_is_no_token_of_a_person(kind: str, tokens: dict[str, str], visitor: Visitor) -> None:
    token = {"unknown": "x", "refresh_token": tokens["refresh_token"]}.get(kind)
    token = token or visitor.token("client_credentials").json()["access_token"]
    status, challenge = _userinfo(visitor, token)
    wanted = (403, "insufficient_scope") if kind == "without openid" else (401, "invalid_token")
    assert (status, wanted[1] in challenge) == (wanted[0], True)
