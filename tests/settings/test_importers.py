"""Readers of what other tools keep: no text ends in a fault, and no secret stands among the settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokencli.settings.importers import IMPORTERS, load_importer, recognised

if TYPE_CHECKING:
    from tokencli.settings.importing.proposal import Proposal

SEED = {
    "curl": "curl -u a:b -H 'X: y' --data-urlencode 'scope=a b' https://h.example/token -d grant_type=password",
    "oauth2c": "oauth2c https://h.example --client-id a --grant-type password --scopes a,b --rar '[{}]' --assertion '{\"iss\":1}'",
    "har": json.dumps({"log": {"entries": [{"request": {"method": "POST", "url": "https://h.example/token"}}]}}),
    "postman": json.dumps(
        {"info": {}, "item": [{"request": {"url": "https://h.example/token", "body": {"mode": "urlencoded"}}}]}
    ),
}
PIECES = st.sampled_from(
    [
        "'",
        '"',
        "\\",
        "$",
        "{{",
        "}}",
        "-d",
        "grant_type=",
        "https://",
        "curl ",
        "oauth2c ",
        "\n",
        "{",
        "]",
        ":",
        "@",
        "é",
    ]
)


def read(kind: str, text: str) -> tuple[Proposal, ...]:
    return load_importer(kind).read(text, {})


@pytest.mark.parametrize("kind", IMPORTERS)
@given(text=st.text())
@settings(max_examples=60)
def test_no_text_is_too_odd(kind: str, text: str) -> None:
    load_importer(kind).recognise(text)
    read(kind, text)


@pytest.mark.parametrize("kind", IMPORTERS)
@given(data=st.data())
@settings(max_examples=80)
def test_no_source_is_too_broken(kind: str, data: st.DataObject) -> None:
    text = SEED[kind]
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 5)))
    read(kind, text[:at] + "".join(data.draw(st.lists(PIECES, max_size=3))) + text[until:])


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inside: (
            st.lists(inside, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "info",
                        "item",
                        "auth",
                        "oauth2",
                        "type",
                        "key",
                        "value",
                        "values",
                        "request",
                        "url",
                        "raw",
                        "body",
                    ]
                ),
                inside,
            )
        ),
        max_leaves=12,
    )
)
def test_no_document_is_too_odd_for_postman(document: Any) -> None:
    text = json.dumps(document)
    load_importer("postman").recognise(text)
    read("postman", text)


def collection(**auth: Any) -> str:
    return json.dumps(
        {"info": {"name": "c"}, "item": [{"name": "f", "item": [{"name": "r", "request": {"auth": auth}}]}]}
    )


def test_the_settings_of_both_formats_of_postman_are_read_in_any_folder() -> None:
    values = {
        "authUrl": "https://h.example/authorize",
        "accessTokenUrl": "https://h.example/token",
        "grant_type": "authorization_code_with_pkce",
        "challengeAlgorithm": "S256",
        "redirect_uri": "https://h.example/cb",
        "clientId": "app",
    }
    listed = [{"key": key, "value": value} for key, value in values.items()]
    for block in (values, listed):
        (one,) = read("postman", collection(type="oauth2", oauth2=block))
        assert one.get("grant") == "authorization_code"
        assert one.get("pkce") == "S256"
        assert one.get("redirect_uri") == "https://h.example/cb"


def test_a_variable_that_the_collection_does_not_know_is_named() -> None:
    block = [
        {"key": "accessTokenUrl", "value": "{{host}}/token"},
        {"key": "authUrl", "value": "https://h.example/a"},
        {"key": "clientSecret", "value": "{{secret of ci}}"},
    ]
    (one,) = read("postman", collection(type="oauth2", oauth2=block))
    assert "{{host}}" in "".join(one.left_out)
    assert [(secret.name, secret.variable) for secret in one.secrets] == [("client_secret", "SECRET_OF_CI")]


def test_a_token_request_that_is_written_out_is_read() -> None:
    request = {
        "url": {"raw": "https://h.example/token"},
        "body": {
            "mode": "urlencoded",
            "urlencoded": [{"key": "grant_type", "value": "password"}, {"key": "username", "value": "u"}],
        },
    }
    (one,) = read("postman", json.dumps({"info": {}, "item": [{"request": request}]}))
    assert (one.get("grant"), one.get("username")) == ("password", "u")


def test_an_implicit_grant_is_a_response_type() -> None:
    block = {"authUrl": "https://h.example/a", "grant_type": "implicit"}
    (one,) = read("postman", collection(type="oauth2", oauth2=block))
    assert (one.get("grant"), one.get("response_type")) == ("authorization_code", "token")


@pytest.mark.parametrize("text", ["", "curl", "my dog", "{}", '{"log": 1}'])
def test_what_is_none_of_these_is_not_recognised_or_says_nothing(text: str) -> None:
    kind = recognised(text)
    assert kind is None or read(kind, text) == ()


def test_a_token_under_any_name_becomes_a_reference() -> None:
    (one,) = read(
        "curl", "curl https://h.example/token -d grant_type=password -d hint=eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"
    )
    assert [(secret.name, secret.member) for secret in one.secrets] == [("param", "hint")]


def test_what_switches_a_member_off_is_respected_and_a_member_may_be_there_twice() -> None:
    members = [
        {"key": "grant_type", "value": "client_credentials"},
        {"key": "audience", "value": "a"},
        {"key": "audience", "value": "b"},
        {"key": "realm", "value": "x", "disabled": True},
    ]
    request = {"url": "https://h.example/token", "body": {"mode": "urlencoded", "urlencoded": members}}
    (one,) = read("postman", json.dumps({"info": {}, "item": [{"request": request}]}))
    assert {setting.name: setting.value for setting in one.settings}["audience"] == ("a", "b")
    assert all(setting.name != "param" for setting in one.settings)
