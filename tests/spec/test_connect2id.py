"""The token endpoint of Connect2id: `POST /token`, and its errors."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import JSON_TYPE, respond
from tests.spec.wire_form import WireForm, assert_wire_form

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

TARGET = "/token"
CLIENT = "--client-id s6BhdRkqt3 --client-secret literal:gX1fBat3bV"
BASIC = "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"
CODE = "SplxlOBeZQQYbYS6WxSbIA"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
SAML_FILE = Path(__file__).parent / "saml_assertion.xml"
SAML = base64.urlsafe_b64encode(SAML_FILE.read_bytes()).rstrip(b"=").decode("ascii")
# RFC 7515 appendix A.2, a JWT whose time is long over: that is noted, and it is sent all the same.
JWT = (
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnV"
    "lfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUA"
)
WITH_CODE = f"grant_type=authorization_code&code={CODE}&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb"
NATIVE = f"grant_type=authorization_code&code={CODE}&redirect_uri=com.example%3A%2F%2F%2Fauth&code_verifier={VERIFIER}"
JWT_BEARER = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
SAML_BEARER = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer"

FORMS = {
    "authorization_code": WireForm(
        f"code {CLIENT} --code literal:{CODE} --redirect-uri https://client.example.com/cb", WITH_CODE, BASIC
    ),
    "authorization_code with PKCE": WireForm(
        f"code {CLIENT} --code literal:{CODE} --redirect-uri com.example:///auth --code-verifier literal:{VERIFIER}",
        NATIVE,
        BASIC,
    ),
    "authorization_code with PKCE of a public client": WireForm(
        f"code --client-id s6BhdRkqt3 --code literal:{CODE} --redirect-uri com.example:///auth "
        f"--code-verifier literal:{VERIFIER}",
        f"{NATIVE}&client_id=s6BhdRkqt3",
    ),
    "authorization_code with the secret in the body": WireForm(
        f"code {CLIENT} --auth-method post --code literal:{CODE} --redirect-uri https://client.example.com/cb",
        f"{WITH_CODE}&client_id=s6BhdRkqt3&client_secret=gX1fBat3bV",
    ),
    "password": WireForm(
        f"password {CLIENT} --username alice --password literal:secret",
        "grant_type=password&username=alice&password=secret",
        BASIC,
    ),
    "password with a scope": WireForm(
        f"password {CLIENT} --username alice --password literal:secret --scope 'openid email'",
        "grant_type=password&username=alice&password=secret&scope=openid+email",
        BASIC,
    ),
    "client_credentials": WireForm(f"client-credentials {CLIENT}", "grant_type=client_credentials", BASIC),
    "client_credentials with a scope": WireForm(
        f"client-credentials {CLIENT} --scope 'read write'", "grant_type=client_credentials&scope=read+write", BASIC
    ),
    "jwt-bearer": WireForm(f"jwt-bearer --assertion literal:{JWT}", f"{JWT_BEARER}&assertion={JWT}"),
    "jwt-bearer with a scope": WireForm(
        f"jwt-bearer --assertion literal:{JWT} --scope read", f"{JWT_BEARER}&assertion={JWT}&scope=read"
    ),
    "jwt-bearer of a client with a secret": WireForm(
        f"jwt-bearer {CLIENT} --assertion literal:{JWT}", f"{JWT_BEARER}&assertion={JWT}", BASIC
    ),
    "saml2-bearer from XML": WireForm(
        f"saml2-bearer --assertion 'file:{SAML_FILE}'", f"{SAML_BEARER}&assertion={SAML}"
    ),
    "saml2-bearer already encoded": WireForm(
        f"saml2-bearer --assertion literal:{SAML}", f"{SAML_BEARER}&assertion={SAML}"
    ),
    "saml2-bearer with a scope": WireForm(
        f"saml2-bearer --assertion 'file:{SAML_FILE}' --scope read", f"{SAML_BEARER}&assertion={SAML}&scope=read"
    ),
    "saml2-bearer of a client with a secret": WireForm(
        f"saml2-bearer {CLIENT} --assertion 'file:{SAML_FILE}'", f"{SAML_BEARER}&assertion={SAML}", BASIC
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_wire_form_comes_out_exactly(cli: Command, server: MisbehavingServer, name: str) -> None:
    assert_wire_form(cli, server, TARGET, FORMS[name])


def test_assertions_are_sent_although_their_time_is_over_and_that_is_said(
    cli: Command, server: MisbehavingServer
) -> None:
    for grant, reference in (("jwt-bearer", f"literal:{JWT}"), ("saml2-bearer", f"file:{SAML_FILE}")):
        done = cli("fetch", grant, "--assertion", reference, "--token-endpoint", server.url(TARGET), "-o", "token")
        assert (done.code, done.out) == (0, "at-1\n")
        assert "expired" in done.err
        assert "it is sent all the same" in done.err


def _ask(cli: Command, server: MisbehavingServer, output: str = "json") -> Ran:
    words = ("--code", f"literal:{CODE}", "--redirect-uri", "https://client.example.com/cb", "-o", output)
    return cli("fetch", "code", *CLIENT.split(), "--token-endpoint", server.url(TARGET), *words)


CHALLENGE = ("WWW-Authenticate", "Basic")
BAD_CLIENT = {"error": "invalid_client", "error_description": "Client authentication failed"}
# What it answers, the exit code, and words of the explanation that fit this case and no other.
ERRORS = {
    "400 invalid_request": (respond(400, {"error": "invalid_request"}), 11, "The request lacks a parameter"),
    "400 invalid_grant": (
        respond(400, {"error": "invalid_grant", "error_description": "Invalid, expired or revoked code"}),
        13,
        "the code was used before or has expired",
    ),
    "400 unauthorized_client": (
        respond(400, {"error": "unauthorized_client"}), 14, "this client may not use the grant authorization_code",
    ),
    "400 unsupported_grant_type": (
        respond(400, {"error": "unsupported_grant_type"}), 15, "the server does not offer the grant authorization_code",
    ),
    "400 invalid_scope": (respond(400, {"error": "invalid_scope"}), 16, "the request names no scope"),
    "401 with a challenge": (
        respond(401, BAD_CLIENT, JSON_TYPE, CHALLENGE), 12, "unknown client, wrong secret, or a method it does not take",
    ),
    "401 with a challenge alone": (
        respond(401, b"", CHALLENGE), 12, "does not accept who the client says it is, and names no error",
    ),
    "500 without a body": (respond(500, b""), 22, "the server failed to handle the request"),
}  # fmt: skip
ALL_WORDS = {words for _, _, words in ERRORS.values()}


@pytest.mark.parametrize("output", ["token", "json", "pretty"])
@pytest.mark.parametrize("name", ERRORS)
def test_its_errors_are_told_apart_and_explained(
    cli: Command, server: MisbehavingServer, name: str, output: str
) -> None:
    behaviour, code, words = ERRORS[name]
    done = _ask(cli, server.behave(behaviour), output)
    assert done.code == code
    said = " ".join((done.out if output == "pretty" else done.err).split())
    assert {one for one in ALL_WORDS if one in said} == {words}
    assert len(server.requests) == 1
    assert (done.out == "") == (output == "token")


def test_a_challenge_without_a_body_says_which_scheme_is_asked_for(cli: Command, server: MisbehavingServer) -> None:
    done = _ask(cli, server.behave(respond(401, b"", CHALLENGE)), "pretty")
    assert "WWW-Authenticate = asks for Basic" in " ".join(done.out.split())


# As its documentation prints them: a comma is missing after the first member.
BROKEN = {
    200: b'{\n  "access_token"  : "SlAV32hkKG"\n  "token_type"    : "Bearer",\n  "expires_in"    : 3600\n}',
    400: b'{\n  "error"             : "invalid_request"\n  "error_description" : "Missing parameter"\n}',
}


@pytest.mark.parametrize("output", ["token", "json", "pretty"])
@pytest.mark.parametrize("status", BROKEN)
def test_a_missing_comma_is_broken_json_at_its_position(
    cli: Command, server: MisbehavingServer, status: int, output: str
) -> None:
    done = _ask(cli, server.behave(respond(status, BROKEN[status])), output)
    assert done.code == 23
    said = " ".join((done.out if output == "pretty" else done.err).split())
    assert f"status {status}, broken JSON at line 3, column 3: Expecting ',' delimiter, near `\"" in said
    assert "answer-is-broken-json" in said
    assert "SlAV32hkKG" not in said
