"""The token endpoint of IdentityServer 3, as Capita SIMS ID runs it: `POST /connect/token`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import refuse
from tests.spec.wire_form import WireForm, assert_wire_form

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

TARGET = "/connect/token"
CLIENT = "--client-id client1 --client-secret literal:secret"
BASIC = "Basic Y2xpZW50MTpzZWNyZXQ="
CODE = "--code literal:hdh922 --redirect-uri https://myapp.com/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
PERSON = "--username bob --password literal:bob --scope api1 --idp SimsId"
# A secret as its administration page makes them: base64, so that form-encoding changes it.
SECRET = "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols="
ODD_CLIENT = f"client-credentials --client-id sims.reports --client-secret literal:{SECRET} --scope partner"

FORMS = {
    "authorization_code": WireForm(
        f"code {CLIENT} {CODE}",
        "grant_type=authorization_code&code=hdh922&redirect_uri=https%3A%2F%2Fmyapp.com%2Fcallback",
        BASIC,
    ),
    "authorization_code with a verifier": WireForm(
        f"code {CLIENT} {CODE} --code-verifier literal:{VERIFIER}",
        "grant_type=authorization_code&code=hdh922&redirect_uri=https%3A%2F%2Fmyapp.com%2Fcallback"
        f"&code_verifier={VERIFIER}",
        BASIC,
    ),
    "authorization_code with the secret in the body": WireForm(
        f"code {CLIENT} {CODE} --auth-method post",
        "grant_type=authorization_code&code=hdh922&redirect_uri=https%3A%2F%2Fmyapp.com%2Fcallback"
        "&client_id=client1&client_secret=secret",
    ),
    "password with an identity provider": WireForm(
        f"password {CLIENT} {PERSON}",
        "grant_type=password&username=bob&password=bob&scope=api1&acr_values=idp%3ASimsId",
        BASIC,
    ),
    "password with acr_values written out": WireForm(
        f"password {CLIENT} --username bob --password 'literal:p@ss w+rd' --scope api1 --acr-values idp:SimsId",
        "grant_type=password&username=bob&password=p%40ss+w%2Brd&scope=api1&acr_values=idp%3ASimsId",
        BASIC,
    ),
    "password with the secret in the body": WireForm(
        f"password {CLIENT} {PERSON} --auth-method post",
        "grant_type=password&username=bob&password=bob&scope=api1&acr_values=idp%3ASimsId"
        "&client_id=client1&client_secret=secret",
    ),
    "client_credentials": WireForm(
        f"client-credentials {CLIENT} --scope api1 --scope api2",
        "grant_type=client_credentials&scope=api1+api2",
        BASIC,
    ),
    "client_credentials with the secret in the body": WireForm(
        f"client-credentials {CLIENT} --scope api1 --auth-method client_secret_post",
        "grant_type=client_credentials&scope=api1&client_id=client1&client_secret=secret",
    ),
    "refresh_token": WireForm(
        f"refresh-token {CLIENT} --refresh-token literal:1a2b3c",
        "grant_type=refresh_token&refresh_token=1a2b3c",
        BASIC,
    ),
    "refresh_token with the secret in the body": WireForm(
        f"refresh-token {CLIENT} --refresh-token literal:1a2b3c --auth-method post",
        "grant_type=refresh_token&refresh_token=1a2b3c&client_id=client1&client_secret=secret",
    ),
    "a custom grant with members of its own": WireForm(
        f"custom {CLIENT} --grant-type act-as --scope api1 --param user=bob --param 'ticket@literal:a b/c'",
        "grant_type=act-as&scope=api1&user=bob&ticket=a+b%2Fc",
        BASIC,
    ),
    "a custom grant with the secret in the body": WireForm(
        f"custom {CLIENT} --grant-type act-as --scope api1 --param user=bob --auth-method post",
        "grant_type=act-as&scope=api1&user=bob&client_id=client1&client_secret=secret",
    ),
    "Basic form-encoded": WireForm(
        ODD_CLIENT,
        "grant_type=client_credentials&scope=partner",
        "Basic c2ltcy5yZXBvcnRzOks3Z05VM3NkbyUyQk9MMHdOaHFvVldocjNnNnMxeFl2NzJvbCUyRnBlJTJGVW5vbHMlM0Q=",
    ),
    "Basic raw, as its page has it": WireForm(
        f"{ODD_CLIENT} --basic-encoding raw",
        "grant_type=client_credentials&scope=partner",
        "Basic c2ltcy5yZXBvcnRzOks3Z05VM3NkbytPTDB3Tmhxb1ZXaHIzZzZzMXhZdjcyb2wvcGUvVW5vbHM9",
    ),
    "Basic raw where both forms are one": WireForm(
        f"client-credentials {CLIENT} --scope api1 --basic-encoding raw",
        "grant_type=client_credentials&scope=api1",
        BASIC,
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_wire_form_comes_out_exactly(cli: Command, server: MisbehavingServer, name: str) -> None:
    assert_wire_form(cli, server, TARGET, FORMS[name])


@pytest.mark.parametrize("output", ["token", "json", "pretty"])
def test_a_refused_secret_that_both_encodings_write_differently_gets_the_note_that_names_raw(
    cli: Command, server: MisbehavingServer, output: str
) -> None:
    server.behave(refuse("invalid_client"))
    done = cli("fetch", *ODD_CLIENT.split(), "--token-endpoint", server.url(TARGET), "-o", output)
    assert done.code == 12
    assert "--basic-encoding raw" in {"token": done.err, "json": done.out, "pretty": done.out}[output]
    assert len(server.requests) == 1  # never tried by itself: a second wrong secret can lock the client


def test_after_raw_the_note_names_form(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_client"))
    words = (*ODD_CLIENT.split(), "--basic-encoding", "raw", "--token-endpoint", server.url(TARGET))
    done = cli("fetch", *words, "-o", "token")
    assert done.code == 12
    assert "--basic-encoding form" in done.err
    assert "try --basic-encoding raw" not in done.err


def test_a_refused_secret_that_both_encodings_write_alike_gets_no_such_note(
    cli: Command, server: MisbehavingServer
) -> None:
    server.behave(refuse("invalid_client"))
    done = cli("fetch", "client-credentials", *CLIENT.split(), "--token-endpoint", server.url(TARGET), "-o", "json")
    assert done.code == 12
    assert "basic-credentials-not-decoded" not in done.out
