from __future__ import annotations

from typing import Any

import pytest

from tests.oauth.authorization.party import ISSUER, METADATA
from tokencli.oauth.authorization.remarks import request_remarks
from tokencli.oauth.authorization.settings import AuthorizationSettings
from tokencli.oauth.server import Server


def remarks(metadata: dict[str, Any] | None = None, **wanted: Any) -> str:
    server = Server(ISSUER, {}, {**METADATA, **(metadata or {})})
    return "; ".join(f"{one.what} ({one.spec})" for one in request_remarks(AuthorizationSettings(**wanted), server))


def test_nothing_is_said_of_an_ordinary_request() -> None:
    assert remarks() == ""
    assert remarks({"require_signed_request_object": True}, request_object="signed") == ""
    assert remarks({"response_modes_supported": ["form_post"]}, response_mode="form_post") == ""


@pytest.mark.parametrize("pkce", ["plain", "none"])
def test_less_than_s256_is_said(pkce: str) -> None:
    assert f"PKCE is {pkce}" in remarks(pkce=pkce)


@pytest.mark.parametrize(("methods", "told"), [(["plain"], "plain"), ([], "none")])
def test_a_server_that_does_not_list_s256_is_said_and_nothing_is_downgraded(methods: list[str], told: str) -> None:
    assert f"challenge methods {told}, not S256" in remarks({"code_challenge_methods_supported": methods})


def test_tokens_through_the_browser_are_said_and_in_a_query_twice() -> None:
    assert "travel through the browser" in remarks(response_type="id_token token")
    assert "must not travel in a query" not in remarks(response_type="token", response_mode="form_post")
    assert "must not travel in a query" in remarks(response_type="token", response_mode="query")


def test_a_response_mode_that_the_server_does_not_list_is_said() -> None:
    assert "query, fragment, not jwt" in remarks(
        {"response_modes_supported": ["query", "fragment"]}, response_mode="jwt"
    )
    assert "no algorithm for signed responses" in remarks(
        {"authorization_signing_alg_values_supported": []}, response_mode="query.jwt"
    )


@pytest.mark.parametrize("kind", [None, "unsigned"])
def test_a_server_that_demands_signed_requests_is_said(kind: str | None) -> None:
    assert "demands signed request objects" in remarks({"require_signed_request_object": True}, request_object=kind)


def test_an_unsigned_request_object_is_said() -> None:
    assert "anybody could have made it" in remarks(request_object="unsigned")
