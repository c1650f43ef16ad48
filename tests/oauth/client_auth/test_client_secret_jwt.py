from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oauth.channel import ENDPOINTS, ISSUER, TARGET
from tokencli.errors import UsageProblem
from tokencli.jose.peek import peek
from tokencli.jose.verify import verify_signature
from tokencli.oauth.client_auth.client_secret_jwt import ClientSecretJwt
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

SECRET = "s" * 64


def test_the_secret_makes_the_mac_and_is_not_sent(ambient: Ambient) -> None:
    credentials = ClientSecretJwt(client_id="app", client_secret=SECRET).credentials(ambient, TARGET)
    members = dict(credentials.members)
    assert SECRET not in str(credentials)
    token = peek(members["client_assertion"])
    assert token.header == {"alg": "HS256", "typ": "client-authentication+jwt"}
    assert token.claims is not None
    assert (token.claims["iss"], token.claims["sub"], token.claims["aud"]) == ("app", "app", ISSUER)
    assert verify_signature(members["client_assertion"], [], SECRET).good
    assert not verify_signature(members["client_assertion"], [], SECRET + "x").good


def test_what_the_server_cannot_take_is_refused_beforehand() -> None:
    listing = Server(
        ISSUER, {}, {"issuer": ISSUER, **ENDPOINTS, "token_endpoint_auth_signing_alg_values_supported": ["ES256"]}
    )
    with pytest.raises(UsageProblem, match="the server takes ES256 for client assertions"):
        ClientSecretJwt(client_id="app", client_secret=SECRET).remarks(listing)


def test_an_audience_that_is_not_the_issuer_is_remarked_on() -> None:
    method = ClientSecretJwt(client_id="app", client_secret=SECRET, assertion_audience="token-endpoint")
    assert [one.spec for one in method.remarks(TARGET.server)] == ["RFC 10070"]
