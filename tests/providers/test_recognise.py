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
        ("https://oauth2.googleapis.com/token", {}, "google"),
        ("https://github.com/login/oauth/access_token", {}, "github"),
        ("https://git.example.com/login/oauth/access_token", {}, "github"),
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
        "https://accounts.google.com.evil.example/token",
        "https://myrealms/token",
        "https://id.sims.co.uk.evil.example/token",
    ],
)
def test_a_server_that_could_be_anything_is_no_product(url: str) -> None:
    assert recognise(url, {}) is None


def test_an_answer_tells_the_product_where_the_address_does_not() -> None:
    answer = Response(400, (), b'{"error":"invalid_grant","error_description":"AADSTS70000: no"}')
    found = recognise("https://login.example/token", {}, answer)
    assert found is not None
    assert found.name == "entra"


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
