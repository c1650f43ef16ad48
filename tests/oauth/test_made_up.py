"""A token request that nothing can come of."""

from __future__ import annotations

import pytest

from tests.oauth.clock import Clock
from tokencli.oauth.identifiers import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    DEVICE_CODE,
    PASSWORD,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
    TOKEN_TYPES,
)
from tokencli.oauth.made_up import made_up_request


def _request(grant_type: str) -> dict[str, str]:
    return dict(made_up_request(grant_type, "http://127.0.0.1:1/callback", Clock().ambient))


@pytest.mark.parametrize(("grant_type", "traded"), [(REFRESH_TOKEN, "refresh_token"), (DEVICE_CODE, "device_code")])
def test_the_grant_of_the_client_is_asked_for_with_something_that_is_none(grant_type: str, traded: str) -> None:
    request = _request(grant_type)
    assert list(request) == ["grant_type", traded]
    assert request["grant_type"] == grant_type
    assert len(request[traded]) == 43  # 32 octets: nobody was ever given it


@pytest.mark.parametrize("grant_type", [CLIENT_CREDENTIALS, PASSWORD, "", "urn:some:other"])
def test_where_nothing_could_be_made_up_a_refresh_token_is(grant_type: str) -> None:
    assert list(_request(grant_type)) == ["grant_type", "refresh_token"]
    assert _request(grant_type)["grant_type"] == REFRESH_TOKEN


def test_a_code_comes_with_what_every_server_wants_beside_it() -> None:
    request = _request(AUTHORIZATION_CODE)
    assert request["redirect_uri"] == "http://127.0.0.1:1/callback"
    assert len(request["code_verifier"]) >= 43  # RFC 7636 section 4.1


def test_a_subject_token_comes_with_its_type() -> None:
    assert _request(TOKEN_EXCHANGE)["subject_token_type"] == TOKEN_TYPES["access_token"]
