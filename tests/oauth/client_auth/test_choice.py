from __future__ import annotations

import pytest

from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth import CLIENT_AUTH_METHODS, choose_method, load_method, methods


@pytest.mark.parametrize("name", ["basic", "BASIC", "client_secret_basic", "client-secret-basic"])
def test_a_method_goes_by_its_short_and_by_its_registered_name(name: str) -> None:
    assert load_method(name).method == "client_secret_basic"


def test_a_method_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageProblem) as problem:
        load_method("kerberos")
    assert problem.value.what == "there is no client authentication method 'kerberos'"
    assert problem.value.help == f"it is one of: {', '.join(CLIENT_AUTH_METHODS)}"


def test_every_method_of_the_list_has_its_registered_name_and_a_summary() -> None:
    assert {one.method for one in methods()} == {*CLIENT_AUTH_METHODS.values()} - {"client_assertion"}
    assert all(one.summary for one in methods())


@pytest.mark.parametrize(
    ("given", "listed", "chosen"),
    [
        ({"client_id", "client_secret"}, None, "client_secret_basic"),
        ({"client_id", "client_secret"}, ("client_secret_post", "client_secret_basic"), "client_secret_basic"),
        ({"client_id", "client_secret"}, ("client_secret_post",), "client_secret_post"),
        ({"client_id", "client_secret"}, ("none",), "client_secret_basic"),
        ({"client_id", "client_secret"}, (), "client_secret_basic"),
        ({"client_id"}, ("client_secret_basic",), "none"),
        ({"client_secret"}, None, "none"),
        (set(), None, "none"),
        ({"client_id", "key"}, None, "private_key_jwt"),
        ({"client_id", "key"}, ("client_secret_basic",), "private_key_jwt"),
        ({"client_id", "key"}, ("client_secret_basic", "none"), "none"),
        ({"client_id", "key"}, ("private_key_jwt", "none"), "private_key_jwt"),
        ({"key"}, None, "none"),
        ({"client_id", "client_secret"}, ("client_secret_jwt", "none"), "client_secret_jwt"),
        ({"client_id", "client_secret", "key"}, ("private_key_jwt",), "private_key_jwt"),
        ({"client_id", "client_assertion"}, None, "private_key_jwt"),
        ({"client_id", "client_assertion"}, ("none",), "private_key_jwt"),
        ({"client_id", "cert"}, None, "tls_client_auth"),
        ({"client_id", "cert"}, ("self_signed_tls_client_auth",), "self_signed_tls_client_auth"),
        ({"client_id", "cert"}, ("none",), "none"),
        ({"client_id", "key", "cert"}, ("tls_client_auth",), "tls_client_auth"),
    ],
)
def test_the_method_follows_from_what_was_given_and_what_the_server_lists(
    given: set[str], listed: tuple[str, ...] | None, chosen: str
) -> None:
    assert choose_method(given, listed).method == chosen


def test_of_two_methods_that_servers_call_alike_the_one_is_meant_whose_needs_are_met() -> None:
    at_hand = load_method("private_key_jwt", {"client_id", "client_assertion"})
    assert at_hand is load_method("client-assertion")
    assert load_method("private_key_jwt", {"client_id", "client_assertion", "key"}) is load_method("private-key-jwt")
    assert load_method("private_key_jwt", {"client_id"}) is load_method("private-key-jwt")
