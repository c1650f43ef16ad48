from __future__ import annotations

from typing import Any

import pytest

from tokencli.errors import UsageProblem
from tokencli.oauth.server import Server

METADATA = {"issuer": "https://as.example", "token_endpoint": "https://as.example/token"}


def test_what_the_person_named_wins_over_the_metadata() -> None:
    named = {"token_endpoint": "https://other.example/token"}
    assert Server("https://as.example", named, METADATA).endpoint("token_endpoint") == "https://other.example/token"
    assert Server("https://as.example", {}, METADATA).endpoint("token_endpoint") == "https://as.example/token"


@pytest.mark.parametrize("url", [None, "", 5, ["https://as.example/token"]])
def test_an_endpoint_that_the_metadata_does_not_name_is_told_with_the_option_for_it(url: Any) -> None:
    with pytest.raises(UsageProblem) as problem:
        Server("https://as.example", {}, {**METADATA, "token_endpoint": url}).endpoint("token_endpoint")
    assert problem.value.what == "the metadata of https://as.example names no token endpoint"
    assert "--token-endpoint" in problem.value.help


def test_without_metadata_an_endpoint_can_be_given_or_discovered() -> None:
    with pytest.raises(UsageProblem) as problem:
        Server().endpoint("device_authorization_endpoint")
    assert problem.value.what == "no device authorization endpoint is known"
    assert problem.value.help == "give --issuer for discovery, or --device-authorization-endpoint itself"


@pytest.mark.parametrize(
    "url", ["/token", "https://[as.example/", "https://as.example:port/", "file:///etc/passwd", "https://a/\r\nX: y"]
)
def test_metadata_cannot_lead_a_request_to_what_is_no_url(url: str) -> None:
    with pytest.raises(UsageProblem, match="is no http or https URL"):
        Server("https://as.example", {}, {**METADATA, "token_endpoint": url}).endpoint("token_endpoint")


def test_a_list_in_the_metadata_is_its_texts() -> None:
    server = Server("", {}, {"a": ["x", 1, "y"], "b": "x"})
    assert (server.listed("a"), server.listed("b"), server.listed("c")) == (("x", "y"), None, None)


def test_the_authentication_methods_have_a_default_only_where_there_is_metadata() -> None:
    assert Server().auth_methods is None
    assert Server("", {}, METADATA).auth_methods == ("client_secret_basic",)
    listed = {**METADATA, "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"]}
    assert Server("", {}, listed).auth_methods == ("private_key_jwt", "none")


ALIASES = {"token_endpoint": "https://mtls.as.example/token", "authorization_endpoint": "https://mtls.as.example/auth"}
WITH_ALIASES = {**METADATA, "authorization_endpoint": "https://as.example/auth", "mtls_endpoint_aliases": ALIASES}


def test_a_client_with_a_certificate_asks_the_endpoints_that_are_there_for_it() -> None:
    server = Server("https://as.example", {}, WITH_ALIASES)
    assert server.endpoint("token_endpoint") == "https://as.example/token"
    assert server.over_mutual_tls().endpoint("token_endpoint") == "https://mtls.as.example/token"
    assert server.over_mutual_tls().issuer == "https://as.example"


def test_what_a_browser_opens_and_what_the_person_named_stays() -> None:
    named = Server("https://as.example", {"token_endpoint": "https://my.example/token"}, WITH_ALIASES).over_mutual_tls()
    assert named.endpoint("token_endpoint") == "https://my.example/token"
    assert named.endpoint("authorization_endpoint") == "https://as.example/auth"


@pytest.mark.parametrize("aliases", [None, [], "x", {"token_endpoint": 5}, {"token_endpoint": ""}])
def test_aliases_that_are_none_change_nothing(aliases: Any) -> None:
    server = Server("https://as.example", {}, {**METADATA, "mtls_endpoint_aliases": aliases})
    assert server.over_mutual_tls().endpoint("token_endpoint") == "https://as.example/token"
