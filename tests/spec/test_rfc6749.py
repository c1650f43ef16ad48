"""RFC 6749: the printed requests and answers of the token endpoint, and the encodings of section 2.3.1 and appendix B."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import respond
from tests.spec.published import published
from tests.spec.wire_form import WireForm, assert_wire_form
from tokencli.wire import form
from tokencli.wire.credentials import read_basic

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

CLIENT = "--client-id s6BhdRkqt3 --client-secret literal:7Fjfp0ZBr1KtDRbnfVdmIw"
BASIC = "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"
REQUESTS = {
    "2.3.1 the secret in the body": WireForm(
        f"refresh-token {CLIENT} --auth-method post --refresh-token literal:tGzv3JOkF0XG5Qx2TlKWIA",
        "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA"
        "&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw",
    ),
    "4.1.3 authorization code": WireForm(
        "authorization-code --client-id s6BhdRkqt3 --client-secret literal:gX1fBat3bV "
        "--code literal:SplxlOBeZQQYbYS6WxSbIA --redirect-uri https://client.example.com/cb",
        "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb",
        "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW",
    ),
    "4.3.2 password": WireForm(
        f"password {CLIENT} --username johndoe --password literal:A3ddj3w",
        "grant_type=password&username=johndoe&password=A3ddj3w",
        BASIC,
    ),
    "4.4.2 client credentials": WireForm(f"client-credentials {CLIENT}", "grant_type=client_credentials", BASIC),
    "6 refresh token": WireForm(
        f"refresh-token {CLIENT} --refresh-token literal:tGzv3JOkF0XG5Qx2TlKWIA",
        "grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA",
        BASIC,
    ),
}
BASIC_VECTORS = published("basic")
ISSUED = b"""{
  "access_token":"2YotnFZFEjr1zCsicMWpAA",
  "token_type":"example",
  "expires_in":3600,
  "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA",
  "example_parameter":"example_value"
}"""
HEADERS = (
    ("Content-Type", "application/json;charset=UTF-8"),
    ("Cache-Control", "no-store"),
    ("Pragma", "no-cache"),
)


@pytest.mark.parametrize("section", REQUESTS)
def test_a_printed_request_comes_out_exactly(cli: Command, server: MisbehavingServer, section: str) -> None:
    assert_wire_form(cli, server, "/token", REQUESTS[section])


@pytest.mark.parametrize("name", BASIC_VECTORS)
def test_a_printed_basic_header_comes_out_exactly(cli: Command, server: MisbehavingServer, name: str) -> None:
    one = BASIC_VECTORS[name]
    typed = shlex.join(["--client-id", one["client_id"], "--client-secret", f"literal:{one['client_secret']}"])
    expected = WireForm(f"client-credentials {typed}", "grant_type=client_credentials", one["authorization"])
    assert_wire_form(cli, server, "/token", expected)


@pytest.mark.parametrize("name", BASIC_VECTORS)
def test_a_printed_basic_header_is_read_back(name: str) -> None:
    one = BASIC_VECTORS[name]
    inside = read_basic(one["authorization"])
    assert inside is not None
    decoded = form.decode(f"{inside.user_id}={inside.password}")
    assert decoded == ((one["client_id"], one["client_secret"]),)


def test_the_text_of_appendix_b_is_encoded_as_printed() -> None:
    assert form.encode([("value", " %&+£€")]) == "value=+%25%26%2B%C2%A3%E2%82%AC"
    assert form.decode("value=+%25%26%2B%C2%A3%E2%82%AC") == (("value", " %&+£€"),)


def test_the_answer_of_section_5_1_is_read_whole_and_does_not_stray(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, ISSUED, *HEADERS))
    grant = ("refresh-token", "--refresh-token", "literal:rt-1")
    words = ("fetch", *grant, *shlex.split(CLIENT), "--token-endpoint", server.url("/token"))
    done = cli(*words, "-o", "json", "--strict")
    assert done.code == 0
    assert {name: value for name, value in done.json.items() if name != "tokencli"} == {
        "access_token": "2YotnFZFEjr1zCsicMWpAA",
        "token_type": "example",
        "expires_in": 3600,
        "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA",
        "example_parameter": "example_value",
    }
    assert done.json["tokencli"]["deviations"] == []


def test_the_refusal_of_section_5_2_is_read_and_does_not_stray(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(400, b'{\n  "error":"invalid_request"\n}', *HEADERS))
    words = ("fetch", "client-credentials", *shlex.split(CLIENT), "--token-endpoint", server.url("/token"))
    done = cli(*words, "-o", "json")
    assert (done.code, done.json["error"]) == (11, "invalid_request")
    assert done.json["tokencli"]["deviations"] == []
