"""Who may ask: client authentication at the token endpoint (RFC 6749 sections 2.3 and 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.sandbox.visitor import Visitor, basic, refusal

if TYPE_CHECKING:
    from tokencli.sandbox import Sandbox

ODD = ("odd client:1", "p%+ s:&=/ü")


def test_a_client_gets_a_token_with_basic(visitor: Visitor) -> None:
    response = visitor.token("client_credentials", scope="read")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert {name: response.json()[name] for name in ("token_type", "expires_in", "scope")} == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "read",
    }


def test_a_client_that_is_registered_for_post_gets_one_so(visitor: Visitor) -> None:
    members = {"client_id": "demo-post", "client_secret": "demo-post-secret"}
    assert visitor.token("client_credentials", {}, **members).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        basic(secret="wrong"),
        basic("nobody"),
        basic("demo-post", "demo-post-secret"),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic ZGVtbw=="},
        {"Authorization": "Bearer abc"},
        {},
    ],
)
def test_a_client_that_does_not_prove_who_it_is_is_refused_with_a_challenge(
    headers: dict[str, str], visitor: Visitor
) -> None:
    response = visitor.token("client_credentials", headers)
    assert refusal(response) == (401, "invalid_client")
    assert response.headers["www-authenticate"].startswith("Basic ")
    assert response.json()["error_description"] == "client authentication failed"


def test_the_wrong_method_in_the_body_is_refused(visitor: Visitor) -> None:
    members = {"client_id": "demo", "client_secret": "demo-secret"}
    assert refusal(visitor.token("client_credentials", {}, **members)) == (401, "invalid_client")


def test_two_methods_at_once_are_refused(visitor: Visitor) -> None:
    assert refusal(visitor.token("client_credentials", client_secret="demo-secret")) == (400, "invalid_request")


def test_a_body_that_names_another_client_than_basic_is_refused(visitor: Visitor) -> None:
    assert refusal(visitor.token("client_credentials", client_id="demo-post")) == (400, "invalid_request")


def test_an_odd_id_and_secret_must_be_form_encoded_before_basic(visitor: Visitor, sandbox: Sandbox) -> None:
    assert visitor.token("client_credentials", basic(*ODD)).status_code == 200
    assert visitor.token("client_credentials", basic(*ODD, encoded=False)).status_code == 401
    assert "form-encod" in sandbox.reasons[-1] or "client" in sandbox.reasons[-1]


def test_one_client_shows_a_server_that_never_decodes(visitor: Visitor) -> None:
    raw = ("demo-raw", "raw%+secret=")
    assert visitor.token("client_credentials", basic(*raw, encoded=False)).status_code == 200
    assert refusal(visitor.token("client_credentials", basic(*raw))) == (401, "invalid_client")


def test_a_grant_that_is_not_the_clients_is_refused(visitor: Visitor) -> None:
    response = visitor.token("client_credentials", basic("no-grants", "no-grants-secret"))
    assert refusal(response) == (400, "unauthorized_client")


def test_a_public_client_may_not_act_for_itself(visitor: Visitor) -> None:
    assert refusal(visitor.token("client_credentials", {}, client_id="demo-public"))[1] in {
        "invalid_client",
        "unauthorized_client",
    }


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"grant_type": "client_credentials"}'),
        ("text/plain", b"grant_type=client_credentials"),
        ("", b"grant_type=client_credentials"),
        ("application/x-www-form-urlencoded", b""),
        ("application/x-www-form-urlencoded", b"grant_type="),
        ("application/x-www-form-urlencoded", b"grant_type=client_credentials&grant_type=password"),
        ("application/x-www-form-urlencoded", b"grant_type=client_credentials&scope=read&scope=write"),
    ],
)
def test_what_is_no_form_that_says_everything_once_is_refused(content_type: str, body: bytes, visitor: Visitor) -> None:
    headers = {**basic(), "Content-Type": content_type}
    response = visitor.http.post(f"{visitor.issuer}/token", content=body, headers=headers)
    assert refusal(response) == (400, "invalid_request")


def test_a_secret_in_the_uri_is_refused(visitor: Visitor) -> None:
    url = f"{visitor.issuer}/token?client_secret=demo-secret"
    response = visitor.http.post(url, data={"grant_type": "client_credentials", "client_id": "demo"})
    assert refusal(response) == (400, "invalid_request")


def test_the_token_endpoint_takes_post_alone(visitor: Visitor) -> None:
    assert visitor.get("/token", grant_type="client_credentials").status_code == 405


def test_a_grant_type_that_nobody_knows_is_refused(visitor: Visitor) -> None:
    assert refusal(visitor.token("urn:example:none")) == (400, "unsupported_grant_type")


def test_a_scope_that_nobody_knows_is_refused(visitor: Visitor) -> None:
    assert refusal(visitor.token("client_credentials", scope="read everything")) == (400, "invalid_scope")


@pytest.mark.parametrize("resource", ["orders", "https://api.example/#top", "/orders"])
def test_a_resource_that_is_no_absolute_uri_is_refused(resource: str, visitor: Visitor) -> None:
    assert refusal(visitor.token("client_credentials", resource=resource)) == (400, "invalid_target")


def test_resources_and_audiences_may_be_there_more_than_once(visitor: Visitor) -> None:
    from tests.sandbox.visitor import claims

    body = "grant_type=client_credentials&resource=https://a.example&resource=https://b.example&audience=c"
    headers = {**basic(), "Content-Type": "application/x-www-form-urlencoded"}
    response = visitor.http.post(f"{visitor.issuer}/token", content=body.encode(), headers=headers)
    assert claims(response.json()["access_token"])["aud"] == ["https://a.example", "https://b.example", "c"]


def test_what_came_and_why_it_was_refused_can_be_looked_up(visitor: Visitor, sandbox: Sandbox) -> None:
    visitor.token("client_credentials", basic(secret="wrong"), scope="read", odd="ü&=")
    received = sandbox.requests[-1]
    assert (received.method, received.path) == ("POST", "/token")
    assert received.form == (("grant_type", "client_credentials"), ("scope", "read"), ("odd", "ü&="))
    assert received.header("AUTHORIZATION") == basic(secret="wrong")["Authorization"]
    assert sandbox.reasons == ["invalid_client: the secret of demo is another"]


def test_whoever_wants_to_is_told_as_it_happens() -> None:
    from tokencli.sandbox import Sandbox

    told: list[str] = []
    with Sandbox(tell=told.append) as sandbox:
        httpx.post(f"{sandbox.issuer}/token", data={"grant_type": "x"}, trust_env=False)
    assert told == sandbox.reasons == ["unsupported_grant_type: grant_type=x is not known here"]
