"""RFC 8414: the printed metadata and the rule for the URL it is fetched from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tokencli.oauth.endpoints.discovery import IssuerMismatch, Metadata, discover, issuer_of_metadata_url, metadata_urls
from tokencli.oauth.server import Server
from tokencli.runtime.replay import Replayed, replay
from tokencli.wire.message import Response

PRINTED = {
    "issuer": "https://server.example.com",
    "authorization_endpoint": "https://server.example.com/authorize",
    "token_endpoint": "https://server.example.com/token",
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
    "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
    "userinfo_endpoint": "https://server.example.com/userinfo",
    "jwks_uri": "https://server.example.com/jwks.json",
    "registration_endpoint": "https://server.example.com/register",
    "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
    "response_types_supported": ["code", "code token"],
    "service_documentation": "http://server.example.com/service_documentation.html",
    "ui_locales_supported": ["en-US", "en-GB", "en-CA", "fr-FR", "fr-CA"],
}
NOT_THERE = Response(404)


def _found(issuer: str, *answers: Response) -> Replayed[Any]:
    return replay(discover(issuer, "tokencli/test"), answers)


def _document(members: Any) -> Response:
    return Response(200, (("Content-Type", "application/json"),), json.dumps(members).encode())


def test_the_answer_of_section_3_2_is_read_whole_and_does_not_stray() -> None:
    found = _found("https://server.example.com", NOT_THERE, _document(PRINTED)).outcome
    url = "https://server.example.com/.well-known/oauth-authorization-server"
    assert found == Metadata(url, PRINTED)


def test_what_section_3_2_lists_is_what_the_server_is_taken_for() -> None:
    server = Server("https://server.example.com", {}, PRINTED)
    assert server.endpoint("token_endpoint") == "https://server.example.com/token"
    assert server.auth_methods == ("client_secret_basic", "private_key_jwt")
    assert Server("https://server.example.com", {}, {"issuer": "x"}).auth_methods == ("client_secret_basic",)


def test_the_request_of_section_3_1_goes_to_the_url_with_the_suffix_inserted_before_the_path() -> None:
    found = _found("https://example.com/issuer1", NOT_THERE, _document({"issuer": "https://example.com/issuer1"}))
    last = found.sent[-1].request
    assert last.to_http().startswith(
        b"GET /.well-known/oauth-authorization-server/issuer1 HTTP/1.1\r\nHost: example.com\r\n"
    )


@pytest.mark.parametrize("suffix", ["oauth-authorization-server", "openid-configuration"])
def test_the_issuer_of_section_3_1_follows_from_that_url(suffix: str) -> None:
    assert issuer_of_metadata_url(f"https://example.com/.well-known/{suffix}/issuer1") == "https://example.com/issuer1"


def test_all_three_urls_of_an_issuer_with_a_path_are_tried() -> None:
    assert set(metadata_urls("https://auth.example.com/tenant1")) == {
        "https://auth.example.com/.well-known/oauth-authorization-server/tenant1",
        "https://auth.example.com/.well-known/openid-configuration/tenant1",
        "https://auth.example.com/tenant1/.well-known/openid-configuration",
    }


def test_metadata_of_another_issuer_is_not_used() -> None:
    found = _found("https://server.example.com/", _document(PRINTED)).outcome
    assert isinstance(found, IssuerMismatch)
    assert (found.asked, found.named) == ("https://server.example.com/", "https://server.example.com")
