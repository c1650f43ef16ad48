"""Refresh, device, password, assertions and the sandbox's own grant."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.visitor import REDIRECT_URI, Visitor, answer, basic, claims, refusal
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from tests.sandbox.visitor import Clock

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SAML = "urn:ietf:params:oauth:grant-type:saml2-bearer"
POST = {"client_id": "demo-post", "client_secret": "demo-post-secret"}


def tokens(visitor: Visitor, scope: str = "openid read") -> dict[str, str]:
    response = visitor.token("password", username="alice", password="alice-pw", scope=scope)
    read: dict[str, str] = response.json()
    return read


def active(visitor: Visitor, token: str) -> bool:
    return bool(visitor.post("/introspect", token=token).json()["active"])


def encoded(xml: bytes) -> str:
    return base64.urlsafe_b64encode(xml).rstrip(b"=").decode()


@pytest.mark.parametrize(("username", "password"), [("alice", "wrong"), ("nobody", "alice-pw"), ("", "")])
def test_a_wrong_name_or_password_is_refused_in_the_same_words(username: str, password: str, visitor: Visitor) -> None:
    response = visitor.token("password", username=username or "x", password=password or "x")
    assert refusal(response) == (400, "invalid_grant")
    assert response.json()["error_description"] == "wrong user name or password"


def test_acr_values_are_echoed_so_that_it_can_be_seen_what_came(visitor: Visitor) -> None:
    response = visitor.token("password", username="alice", password="alice-pw", acr_values="idp:x tenant:y")
    assert claims(response.json()["access_token"])["acr_values"] == "idp:x tenant:y"


def test_a_refresh_replaces_the_refresh_token(visitor: Visitor) -> None:
    first = tokens(visitor)
    second = visitor.token("refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert claims(second["access_token"])["sub"] == "alice"


def test_a_refresh_token_that_comes_again_ends_the_whole_family(visitor: Visitor) -> None:
    first = tokens(visitor)
    second = visitor.token("refresh_token", refresh_token=first["refresh_token"]).json()
    assert refusal(visitor.token("refresh_token", refresh_token=first["refresh_token"])) == (400, "invalid_grant")
    assert refusal(visitor.token("refresh_token", refresh_token=second["refresh_token"])) == (400, "invalid_grant")
    assert not active(visitor, second["access_token"])


def test_without_rotation_a_refresh_token_stays_good(clock: Clock) -> None:
    with Sandbox(clock=clock, refresh_rotation=False) as sandbox:
        visitor = Visitor(sandbox.issuer)
        refresh = tokens(visitor)["refresh_token"]
        answers = [visitor.token("refresh_token", refresh_token=refresh).json() for _ in range(3)]
        visitor.http.close()
    assert all("access_token" in one and one.get("refresh_token", refresh) == refresh for one in answers)


def test_a_refresh_narrows_the_scope_and_never_widens_it(visitor: Visitor) -> None:
    first = tokens(visitor, "openid read")
    narrower = visitor.token("refresh_token", refresh_token=first["refresh_token"], scope="read").json()
    assert narrower["scope"] == "read"
    wider = visitor.token("refresh_token", refresh_token=narrower["refresh_token"], scope="read write")
    assert refusal(wider) == (400, "invalid_scope")


@pytest.mark.parametrize("token", ["never-issued", "access"])
def test_what_is_no_refresh_token_is_refused(token: str, visitor: Visitor) -> None:
    given = tokens(visitor)["access_token"] if token == "access" else token
    assert refusal(visitor.token("refresh_token", refresh_token=given)) == (400, "invalid_grant")


def test_a_refresh_token_of_another_client_is_refused_and_stays_good(visitor: Visitor) -> None:
    refresh = tokens(visitor)["refresh_token"]
    assert refusal(visitor.token("refresh_token", {}, refresh_token=refresh, **POST)) == (400, "invalid_grant")
    assert visitor.token("refresh_token", refresh_token=refresh).status_code == 200


def _device(visitor: Visitor) -> dict[str, str]:
    read: dict[str, str] = visitor.post("/device_authorization", scope="openid").json()
    return read


def _poll(visitor: Visitor, handed: dict[str, str]) -> tuple[int, str]:
    response = visitor.token(DEVICE, device_code=handed["device_code"])
    return response.status_code, response.json().get("error", "")


def test_a_device_waits_until_its_user_allows_it(visitor: Visitor, sandbox: Sandbox, clock: Clock) -> None:
    handed = _device(visitor)
    assert {
        "device_code",
        "user_code",
        "verification_uri",
        "verification_uri_complete",
        "expires_in",
        "interval",
    } <= set(handed)
    assert _poll(visitor, handed) == (400, "authorization_pending")
    clock.seconds += 5
    sandbox.approve_device(handed["user_code"].lower().replace("-", " "))
    assert _poll(visitor, handed) == (200, "")
    assert _poll(visitor, handed) == (400, "invalid_grant")


def test_a_device_that_asks_too_often_must_wait_five_seconds_more_each_time(visitor: Visitor, clock: Clock) -> None:
    handed = _device(visitor)
    _poll(visitor, handed)
    assert _poll(visitor, handed) == (400, "slow_down")
    clock.seconds += 9
    assert _poll(visitor, handed) == (400, "slow_down")
    clock.seconds += 15
    assert _poll(visitor, handed) == (400, "authorization_pending")


def test_a_device_is_refused_when_its_user_denies_it_or_time_runs_out(
    visitor: Visitor, sandbox: Sandbox, clock: Clock
) -> None:
    denied, late = _device(visitor), _device(visitor)
    sandbox.deny_device(denied["user_code"])
    assert _poll(visitor, denied) == (400, "access_denied")
    clock.seconds += 600
    assert _poll(visitor, late) == (400, "expired_token")


def test_a_device_code_of_another_client_is_refused(visitor: Visitor) -> None:
    handed = _device(visitor)
    assert refusal(visitor.token(DEVICE, {}, device_code=handed["device_code"], **POST)) == (400, "invalid_grant")


def test_a_user_decides_about_a_device_on_its_page(visitor: Visitor, clock: Clock) -> None:
    handed = _device(visitor)
    page = visitor.http.get(handed["verification_uri_complete"])
    assert handed["user_code"] in page.text
    wrong = {"user_code": handed["user_code"], "decision": "approve", "username": "alice", "password": "wrong"}
    visitor.http.post(handed["verification_uri"], data=wrong)
    assert _poll(visitor, handed) == (400, "authorization_pending")
    visitor.http.post(handed["verification_uri"], data={**wrong, "password": "alice-pw"})
    clock.seconds += 5
    assert _poll(visitor, handed) == (200, "")


def test_a_code_that_no_device_shows_is_said_on_the_page(visitor: Visitor) -> None:
    response = visitor.get("/device", user_code="<b>")
    assert (response.status_code, "<b>" in response.text) == (404, False)


@pytest.mark.parametrize("who", ["", "nobody", "device"])
def test_only_a_device_and_a_user_that_are_there_can_be_brought_together(
    who: str, visitor: Visitor, sandbox: Sandbox
) -> None:
    code = _device(visitor)["user_code"] if who == "nobody" else "XXXX"
    with pytest.raises(LookupError):
        sandbox.approve_device(code, who or "alice")


def test_a_jwt_assertion_gives_a_token_for_its_subject_once_and_without_a_client(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    assertion = sandbox.jwt_assertion("bob")
    response = visitor.token(JWT, {}, assertion=assertion)
    assert claims(response.json()["access_token"])["sub"] == "bob"
    assert "refresh_token" not in response.json()
    assert refusal(visitor.token(JWT, {}, assertion=assertion)) == (400, "invalid_grant")


def _forged(assertion: str) -> str:
    head, _, signature = assertion.split(".")
    return ".".join((head, encoded(b'{"sub": "alice"}'), signature))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda sandbox: sandbox.jwt_assertion(lifetime=-1), "expired"),
        (lambda sandbox: sandbox.jwt_assertion(audience="https://other.example"), "audience"),
        (lambda sandbox: sandbox.jwt_assertion("nobody"), "no user"),
        (lambda sandbox: _forged(sandbox.jwt_assertion()), "signature"),
        (lambda sandbox: sandbox.jwt_assertion()[:-4] + "AAAA", "signature"),
        (lambda _: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.", "signature"),
        (lambda _: "no JWT", "signature"),
    ],
)
def test_a_bad_jwt_assertion_is_refused_and_the_reason_known(
    make: object, why: str, visitor: Visitor, sandbox: Sandbox
) -> None:
    assert callable(make)
    assert refusal(visitor.token(JWT, {}, assertion=make(sandbox))) == (400, "invalid_grant")
    assert why in sandbox.reasons[-1]


def test_the_token_endpoint_is_an_audience_too(visitor: Visitor, sandbox: Sandbox) -> None:
    assertion = sandbox.jwt_assertion(audience=f"{sandbox.issuer}/token")
    assert visitor.token(JWT, {}, assertion=assertion).status_code == 200


def test_credentials_beside_an_assertion_are_judged(visitor: Visitor, sandbox: Sandbox) -> None:
    assert refusal(visitor.token(JWT, basic(secret="x"), assertion=sandbox.jwt_assertion())) == (401, "invalid_client")


def test_a_saml_assertion_gives_a_token_for_its_subject(visitor: Visitor, sandbox: Sandbox) -> None:
    response = visitor.token(SAML, {}, assertion=encoded(sandbox.saml_assertion("bob")))
    assert claims(response.json()["access_token"])["sub"] == "bob"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda sandbox: encoded(sandbox.saml_assertion(lifetime=-1)), "expired"),
        (lambda sandbox: encoded(sandbox.saml_assertion(audience="https://other.example")), "audience"),
        (lambda sandbox: encoded(sandbox.saml_assertion(recipient="https://other.example/token")), "recipient"),
        (lambda sandbox: encoded(sandbox.saml_assertion("nobody")), "no user"),
        (lambda sandbox: encoded(sandbox.saml_assertion("bob").replace(b"bob", b"alice")), "changed"),
        (lambda sandbox: base64.urlsafe_b64encode(sandbox.saml_assertion() + b" ").decode() + "=", "padding"),
        (lambda sandbox: base64.encodebytes(sandbox.saml_assertion()).decode(), "line breaks"),
        (lambda sandbox: "+/" + encoded(sandbox.saml_assertion()), "not base64url"),
        (lambda _: encoded(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "DOCTYPE"),
        (lambda _: encoded(b"<not-saml/>"), ""),
        (lambda _: encoded(b"no xml"), ""),
    ],
)
def test_a_bad_saml_assertion_is_refused_and_the_reason_known(
    make: object, why: str, visitor: Visitor, sandbox: Sandbox
) -> None:
    assert callable(make)
    assert refusal(visitor.token(SAML, {}, assertion=make(sandbox))) == (400, "invalid_grant")
    assert why in sandbox.reasons[-1]


@pytest.mark.parametrize(("path", "grant"), [("/samples/assertion.jwt", JWT), ("/samples/assertion.xml", SAML)])
def test_a_fresh_assertion_can_be_fetched_to_try_the_grant(path: str, grant: str, visitor: Visitor) -> None:
    sample = visitor.get(path)
    assertion = encoded(sample.content) if grant == SAML else sample.text
    assert visitor.token(grant, {}, assertion=assertion).status_code == 200


@pytest.mark.parametrize(("ticket", "status"), [("ok-1", 200), ("bad", 400)])
def test_the_sandboxs_own_grant_takes_a_ticket(ticket: str, status: int, visitor: Visitor) -> None:
    assert visitor.token("sandbox_ticket", ticket=ticket).status_code == status


@pytest.mark.parametrize(
    ("grant", "member"),
    [
        (JWT, "assertion"),
        (SAML, "assertion"),
        ("sandbox_ticket", "ticket"),
        (DEVICE, "device_code"),
        ("refresh_token", "refresh_token"),
    ],
)
def test_a_grant_without_its_member_is_refused(grant: str, member: str, visitor: Visitor) -> None:
    assert refusal(visitor.token(grant)) == (400, "invalid_request"), member


def test_targets_can_be_narrowed_and_not_widened(visitor: Visitor) -> None:
    a, b = "https://a.example", "https://b.example"
    page = visitor.ask(resource=a, scope="offline_access")
    code = answer(visitor.allow(page))["code"]
    response = visitor.token("authorization_code", code=code, redirect_uri=REDIRECT_URI)
    assert claims(response.json()["access_token"])["aud"] == a
    refused = visitor.token("refresh_token", refresh_token=response.json()["refresh_token"], resource=b)
    assert refusal(refused) == (400, "invalid_target")
