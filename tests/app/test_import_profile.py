"""From a source to the profile that would be written: whatever stands in the source, what comes out is a profile or words."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from tokencli.app.import_profile import as_toml, next_command, prepare, propose
from tokencli.errors import UsageProblem

NAMES = st.sampled_from(
    [
        "grant_type", "client_id", "client_secret", "scope", "resource", "timeout", "retries", "authMethod", "pkce", "param", "header",
        "accessTokenUrl", "authUrl", "issuer", "provider", "redirect_uri", "claim", "key", "dpop", "port", "max_age", "a=b", "a@b", "", "é",
    ]
)  # fmt: skip
VALUES = st.sampled_from(
    [
        "client_credentials", "https://h.example/t", "https://[h/t?a", "http://h.example:x/", "//", "a b", "a\nb", "x@cmd:false", "{{v}}", "$V",
        "literal:x", "\x00", "\x1b[2J", "\ud800", "9s", "-1", "{", "%zz", "eyJhbGciOiJub25lIn0.e30.", "h://u:p@x", "12345678901234567890",
    ]
) | st.text(max_size=6)  # fmt: skip
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=5)


def made(text: str, kind: str) -> dict[str, Any]:
    """The profile that comes out, read again; an empty one when words come out."""
    try:
        found, proposal = propose(text, kind, None)
        imported = prepare(found, proposal, "made", "env")
    except UsageProblem:
        return {}
    assert "tokencli " in next_command(imported)
    if not imported.options:
        return {}
    profile: dict[str, Any] = tomlkit.parse(as_toml(imported)).unwrap()["profiles"]["made"]
    return profile


def reference_free(profile: dict[str, Any]) -> bool:
    """Whether no reference stands in it but to variables and, for keys, to files."""
    lines = [line for name in ("param", "auth_param", "claim") for line in profile.get(name, ())]
    return not any("@cmd:" in line.partition("=")[0] for line in lines)


@given(pairs=PAIRS)
@settings(max_examples=150)
def test_any_values_of_an_environment_make_a_profile_or_words(pairs: list[tuple[str, str]]) -> None:
    values = [{"key": key, "value": value} for key, value in pairs]
    server = {"key": "token_endpoint", "value": "https://h.example/token"}
    assert reference_free(made(json.dumps({"values": [*values, server]}), "postman"))


@given(pairs=PAIRS, headers=PAIRS, disabled=st.booleans())
@settings(max_examples=100)
def test_any_request_of_a_collection_makes_a_profile_or_words(
    pairs: list[tuple[str, str]], headers: list[tuple[str, str]], disabled: bool
) -> None:
    members = [{"key": key, "value": value, "disabled": disabled} for key, value in pairs]
    request = {
        "url": {"raw": "https://h.example/token"},
        "header": [{"key": key, "value": value} for key, value in headers],
        "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}, *members]},
    }
    further = [
        {"key": "tokenRequestParams", "value": members},
        {"key": "accessTokenUrl", "value": "https://h.example/t"},
    ]
    auth = {"type": "oauth2", "oauth2": further}
    for item in ({"request": request}, {"auth": auth}):
        assert reference_free(made(json.dumps({"info": {}, "item": [item]}), "postman"))


@given(pairs=PAIRS, headers=PAIRS, url=VALUES)
@settings(max_examples=100)
def test_any_request_of_a_har_makes_a_profile_or_words(
    pairs: list[tuple[str, str]], headers: list[tuple[str, str]], url: str
) -> None:
    request = {
        "method": "POST",
        "url": url if "/" in url else f"https://h.example/token?{url}",
        "headers": [{"name": name, "value": value} for name, value in headers],
        "postData": {
            "mimeType": "application/x-www-form-urlencoded",
            "params": [{"name": n, "value": v} for n, v in pairs],
        },
    }
    assert reference_free(made(json.dumps({"log": {"entries": [{"request": request}]}}), "har"))


@given(
    pairs=PAIRS,
    words=st.lists(st.sampled_from(["-k", "-x", "-U", "--cert", "--json", "-F", "-G", "-u", "-H"]), max_size=3),
)
@settings(max_examples=100)
def test_any_curl_command_makes_a_profile_or_words(pairs: list[tuple[str, str]], words: list[str]) -> None:
    data = " ".join(f"-d '{name}={value}'" for name, value in pairs)
    options = " ".join(f"{word} '{pairs[0][1] if pairs else ''}'" for word in words)
    assert reference_free(made(f"curl https://h.example/token -d grant_type=x:y {data} {options}", "curl"))


@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                ["scopes", "assertion", "rar", "http-timeout", "max-age", "token-endpoint", "tls-key", "dpop"]
            ),
            VALUES,
        )
    )
)
def test_any_command_of_oauth2c_makes_a_profile_or_words(pairs: list[tuple[str, str]]) -> None:
    options = " ".join(f"--{name} '{value}'" for name, value in pairs)
    assert reference_free(made(f"oauth2c https://h.example {options}", "oauth2c"))


@pytest.mark.parametrize(
    ("key", "value"),
    [("timeout", "soon"), ("pkce", "S1024"), ("auth_method", "handshake"), ("port", "many"), ("issuer", "ftp://h")],
)
def test_a_value_that_its_setting_does_not_take_is_left_out_and_said(key: str, value: str) -> None:
    values = [{"key": "token_endpoint", "value": "https://h.example/token"}, {"key": key, "value": value}]
    imported = prepare(*propose(json.dumps({"values": values}), None, None), None, "env")
    assert key not in imported.options
    assert imported.proposal.get("token_endpoint") == "https://h.example/token"
    if key != "pkce":
        assert any(one.startswith(f"{key} (") for one in imported.proposal.left_out)
