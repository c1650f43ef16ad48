from __future__ import annotations

from typing import Any

import pytest

from tokencli.diagnosis.evidence import Evidence
from tokencli.providers import recognise
from tokencli.wire.exchange import Exchange, Purpose
from tokencli.wire.message import Request, Response
from tokencli.wire.trace import Setting


@pytest.mark.parametrize(
    ("url", "metadata", "name"),
    [
        ("https://login.microsoftonline.com/common/oauth2/v2.0/token", {}, "entra"),
        ("https://login.chinacloudapi.cn/common/oauth2/token", {}, "entra"),
        ("https://westus2.login.microsoft.com/contoso/oauth2/v2.0/token", {}, "entra"),
        ("https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_a/oauth2/v2.0/token", {}, "entra"),
        ("https://oauth2.googleapis.com/token", {}, "google"),
        ("https://github.com/login/oauth/access_token", {}, "github"),
        ("https://github.example.com/login/oauth/access_token", {}, "github"),
        ("https://example.ghe.com/login/oauth/access_token", {}, "github"),
        ("https://login.example/oauth2/default/v1/token", {}, "okta"),
        ("https://a.auth.eu-west-1.amazoncognito.com/oauth2/token", {}, "cognito"),
        ("https://sts.example/adfs/oauth2/token/", {}, "adfs"),
        ("https://sso.example/auth/realms/a/protocol/openid-connect/token", {}, "keycloak"),
        ("https://sso.example/realms/a/protocol/openid-connect/auth/device", {}, "keycloak"),
        ("https://login.example/c2id/token", {}, "connect2id"),
        ("https://login.example/connect/token", {}, "identityserver"),
        (
            "https://login.example/connect/token",
            {"device_authorization_endpoint": "https://login.example/connect/deviceauthorization"},
            "identityserver4",
        ),
        (
            "https://login.example/connect/token",
            {
                "device_authorization_endpoint": "https://login.example/connect/deviceauthorization",
                "pushed_authorization_request_endpoint": "https://login.example/connect/par",
            },
            "duende",
        ),
        ("https://id.sims.co.uk/connect/token", {}, "sims-id"),
        ("https://example.zitadel.cloud", {}, "zitadel"),
        ("https://login.example/token", {"jwks_uri": "https://login.example/oauth/v2/keys"}, "zitadel"),
        ("https://auth.example/application/o/orders/", {}, "authentik"),
        ("https://auth.example/application/o/token/", {}, "authentik"),
        ("https://auth.example/api/oidc/token", {}, "authelia"),
        ("https://login.example/dex", {}, "dex"),
        ("https://uaa.sys.example/oauth/token", {}, "uaa"),
        ("https://login.example/oauth/token", {"jwks_uri": "https://login.example/token_keys"}, "uaa"),
        ("https://api.asgardeo.io/t/example/oauth2/token", {}, "wso2"),
        ("https://login.id.sims.co.uk", {}, "sims-id"),
        (
            "https://login.example/core/connect/token",
            {"access_token_validation": "https://login.example/core/connect/accesstokenvalidation"},
            "identityserver3",
        ),
        (
            "https://login.example/token",
            {"introspection_endpoint": "https://login.example/token/introspection"},
            "oidc-provider",
        ),
        # Behind another address the issuer in the metadata still tells.
        ("https://proxy.example/token", {"issuer": "https://sso.example/realms/a"}, "keycloak"),
    ],
)
def test_a_product_is_recognised_by_its_addresses_and_its_metadata(
    url: str, metadata: dict[str, Any], name: str
) -> None:
    found = recognise(url, metadata)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "url",
    [
        "https://login.example/token",
        "https://login.example/oauth2/token",
        "https://login.example/oauth/token",
        "https://google.example/token",
        "https://login.microsoftonline.com.evil.example/token",
        "https://login.microsoft.example/token",
        "https://accounts.google.com.evil.example/token",
        "https://myrealms/token",
        "https://id.sims.co.uk.evil.example/token",
        "https://login.example/index/token",
        "https://zitadel.cloud.evil.example/token",
        "https://login.example/oauth/v2/token",
        "https://codeberg.example/login/oauth/access_token",  # the path of Gitea and Forgejo as well as GitHub
        "https://ghe.com.evil.example/token",
    ],
)
def test_a_server_that_could_be_anything_is_no_product(url: str) -> None:
    assert recognise(url, {}) is None


def test_an_answer_tells_the_product_where_the_address_does_not() -> None:
    for headers, body, name in (
        ((), b'{"error":"invalid_grant","error_description":"AADSTS70000: no"}', "entra"),
        ((), b'{"error":"invalid_grant","error_description":"AADB2C90080: no"}', "entra"),
        ((("x-ms-ests-server", "2.1.1 - NEULR1"),), b"", "entra"),
        ((), b'{"error":"invalid_grant","error_description":"MSIS9612: no"}', "adfs"),
        ((("Set-Cookie", "MSISLoopDetectionCookie=x; path=/adfs; secure"),), b"", "adfs"),
        ((("X-GitHub-Request-Id", "A1B2:C3D4"),), b"", "github"),
        ((), b'{"error": "device_flow_disabled"}', "github"),
        ((), b"error=bad_verification_code&error_description=The+code", "github"),
    ):
        found = recognise("https://login.example/token", {}, Response(400, headers, body))
        assert found is not None
        assert found.name == name
    for body in (
        b'{"error":"access_denied","error_description":"upstream said AADSTS65004: no"}',
        b'{"error":"server_error","error_description":"upstream said error=bad_verification_code"}',
    ):
        assert recognise("https://login.example/token", {}, Response(400, (), body)) is None


def test_the_product_that_was_named_wins_over_the_one_that_is_recognised() -> None:
    exchange = Exchange(
        Purpose.TOKEN,
        Request("POST", "https://login.example/connect/token", (), b""),
        Response(400, (), b'{"error":"invalid_client"}'),
        0.0,
        0.1,
    )
    named = Setting("provider", "identityserver3:https://login.example", "--provider")
    for settings, name, decodes in (((), "identityserver", True), ((named,), "identityserver3", False)):
        product = Evidence((exchange,), {}, settings).provider
        assert product is not None
        assert product.name == name
        assert ("basic-not-decoded" not in product.quirks) is decodes
