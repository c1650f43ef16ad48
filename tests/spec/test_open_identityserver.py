"""The token endpoint of Open.IdentityServer, the kept-up fork of IdentityServer 4: `POST /connect/token`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import issue, respond
from tests.spec.wire_form import WireForm, assert_wire_form, dry_run_octets

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

TARGET, DEVICE_TARGET = "/connect/token", "/connect/deviceauthorization"
CLIENT = "--client-id client1 --client-secret literal:secret"
POST = f"{CLIENT} --auth-method post"
PUBLIC = "--client-id native"
BASIC = "Basic Y2xpZW50MTpzZWNyZXQ="
CREDENTIALS = "client_id=client1&client_secret=secret"
CODE = "--code literal:hdh922 --redirect-uri https://myapp.com/callback"
WITH_CODE = "grant_type=authorization_code&code=hdh922&redirect_uri=https%3A%2F%2Fmyapp.com%2Fcallback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
DEVICE_CODE = "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"
POLL = f"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code={DEVICE_CODE}"
RESOURCES = "resource=urn%3Aresource1&resource=https%3A%2F%2Fapi.example%2Forders"

FORMS = {
    "authorization_code": WireForm(f"code {POST} {CODE}", f"{WITH_CODE}&{CREDENTIALS}"),
    "authorization_code with Basic": WireForm(f"code {CLIENT} {CODE}", WITH_CODE, BASIC),
    "authorization_code of a public client with a verifier": WireForm(
        f"code {PUBLIC} {CODE} --code-verifier literal:{VERIFIER}",
        f"{WITH_CODE}&code_verifier={VERIFIER}&client_id=native",
    ),
    "authorization_code with resources": WireForm(
        f"code {POST} {CODE} --resource urn:resource1 --resource https://api.example/orders",
        f"{WITH_CODE}&{RESOURCES}&{CREDENTIALS}",
    ),
    "password with identity provider and tenant": WireForm(
        f"password {POST} --username bob --password literal:bob --scope 'api1 offline_access' --idp corp --tenant acme",
        "grant_type=password&username=bob&password=bob&scope=api1+offline_access"
        f"&acr_values=idp%3Acorp+tenant%3Aacme&{CREDENTIALS}",
    ),
    "password with acr_values before identity provider and tenant": WireForm(
        f"password {CLIENT} --username bob --password literal:bob --acr-values mfa --tenant acme --idp corp",
        "grant_type=password&username=bob&password=bob&acr_values=mfa+idp%3Acorp+tenant%3Aacme",
        BASIC,
    ),
    "password of a public client without a scope": WireForm(
        f"password {PUBLIC} --username bob --password literal:bob",
        "grant_type=password&username=bob&password=bob&client_id=native",
    ),
    "client_credentials": WireForm(
        f"client-credentials {POST} --scope api1", f"grant_type=client_credentials&scope=api1&{CREDENTIALS}"
    ),
    "client_credentials without a scope": WireForm(
        f"client-credentials {CLIENT}", "grant_type=client_credentials", BASIC
    ),
    "client_credentials with resources": WireForm(
        f"client-credentials {CLIENT} --scope api1 --resource urn:resource1 --resource https://api.example/orders",
        f"grant_type=client_credentials&scope=api1&{RESOURCES}",
        BASIC,
    ),
    "refresh_token": WireForm(
        f"refresh-token {POST} --refresh-token literal:1a2b3c",
        f"grant_type=refresh_token&refresh_token=1a2b3c&{CREDENTIALS}",
    ),
    "refresh_token of a public client for one resource": WireForm(
        f"refresh-token {PUBLIC} --refresh-token literal:1a2b3c --resource urn:resource1",
        "grant_type=refresh_token&refresh_token=1a2b3c&resource=urn%3Aresource1&client_id=native",
    ),
    "device_code at hand": WireForm(
        f"device-code {PUBLIC} --device-code literal:{DEVICE_CODE}", f"{POLL}&client_id=native"
    ),
    "device_code of a client with a secret": WireForm(
        f"device-code {POST} --device-code literal:{DEVICE_CODE}", f"{POLL}&{CREDENTIALS}"
    ),
    "an extension grant": WireForm(
        f"custom {CLIENT} --grant-type delegation --scope api2 --param token@literal:at-0",
        "grant_type=delegation&scope=api2&token=at-0",
        BASIC,
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_wire_form_comes_out_exactly(cli: Command, server: MisbehavingServer, name: str) -> None:
    assert_wire_form(cli, server, TARGET, FORMS[name])


HANDED_OUT = {
    "device_code": DEVICE_CODE,
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://demo.example/device",
    "verification_uri_complete": "https://demo.example/device?userCode=WDJB-MJHT",
    "expires_in": 300,
    "interval": 5,
}
# The client, what the device asks with, what it then polls with.
DEVICES = {
    "a public client": (
        f"{PUBLIC} --scope 'openid api1'",
        WireForm("", "scope=openid+api1&client_id=native"),
        WireForm("", f"{POLL}&client_id=native"),
    ),
    "a public client without a scope": (
        PUBLIC,
        WireForm("", "client_id=native"),
        WireForm("", f"{POLL}&client_id=native"),
    ),
    "a client with a secret": (
        f"{CLIENT} --scope openid --idp corp --tenant acme",
        WireForm("", "scope=openid&acr_values=idp%3Acorp+tenant%3Aacme", BASIC),
        WireForm("", POLL, BASIC),
    ),
    "a client with its secret in the body, for resources": (
        f"{POST} --resource urn:resource1 --resource https://api.example/orders",
        WireForm("", f"{RESOURCES}&{CREDENTIALS}"),
        WireForm("", f"{POLL}&{RESOURCES}&{CREDENTIALS}"),
    ),
}


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_asks_and_polls_in_the_exact_wire_forms(cli: Command, server: MisbehavingServer, name: str) -> None:
    typed, asked, polled = DEVICES[name]
    pending = respond(400, {"error": "authorization_pending"})
    server.behave(respond(200, HANDED_OUT), pending, issue())
    endpoints = (
        "--token-endpoint", server.url(TARGET), "--device-authorization-endpoint", server.url(DEVICE_TARGET),
    )  # fmt: skip
    words = ("fetch", "device-code", *shlex.split(typed), *endpoints)
    host = f"127.0.0.1:{server.port}"
    first, later = asked.octets(host, DEVICE_TARGET), polled.octets(host, TARGET)
    assert dry_run_octets(cli(*words, "--dry-run=json", "--show-secrets")) == first
    done = cli(*words, "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert "WDJB-MJHT" in done.err
    assert [one.octets for one in server.requests] == [first, later, later]
