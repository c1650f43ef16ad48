"""A result of an exchange that is no access token (RFC 8693 section 2.2.1): shown as what it is, and put into no header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import respond

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

SAML2 = "urn:ietf:params:oauth:token-type:saml2"


def exchange(cli: Command, server: MisbehavingServer, *words: str) -> Ran:
    answer = {"access_token": "PEFzc2VydGlvbi8-", "issued_token_type": SAML2, "token_type": "N_A", "expires_in": 60}
    server.behave(respond(200, answer))
    subject = ("--subject-token", "env:T", "--requested-token-type", "saml2")
    return cli("fetch", "exchange", "--token-endpoint", server.url(), *subject, *words, env={"T": "token-at-hand"})


@pytest.mark.parametrize("kind", ["header", "curl", "exec-credential", "git-credential", "env", "github"])
def test_no_format_that_uses_it_as_an_access_token_prints_it(
    cli: Command, server: MisbehavingServer, kind: str
) -> None:
    done = exchange(cli, server, "-o", kind)
    assert (done.code, done.out) == (2, "")
    assert "N_A" in done.err


def test_as_a_token_and_as_json_it_is_handed_out(cli: Command, server: MisbehavingServer) -> None:
    assert exchange(cli, server, "-o", "token").out == "PEFzc2VydGlvbi8-\n"
    assert exchange(cli, server, "-o", "json").json["issued_token_type"] == SAML2


def test_people_see_what_it_is(cli: Command, server: MisbehavingServer) -> None:
    shown = " ".join(exchange(cli, server, "-o", "pretty").out.split())
    assert "issued token" in shown
    assert "saml2" in shown
    assert "no access token: to be handed on" in shown


def test_another_type_than_asked_for_is_a_deviation(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, {"access_token": "at-1", "token_type": "Bearer", "issued_token_type": SAML2}))
    typed = ("--subject-token", "env:T", "--requested-token-type", "jwt")
    done = cli("fetch", "exchange", "--token-endpoint", server.url(), *typed, env={"T": "x-token"})
    assert done.code == 0
    assert f"the server issued a token of the type {SAML2}, not urn:ietf:params:oauth:token-type:jwt" in done.err
    assert "issued-token-type-differs" in {one["name"] for one in done.json["tokencli"]["deviations"]}
    server.behave(respond(200, {"access_token": "at-1", "token_type": "Bearer", "issued_token_type": SAML2}))
    strict = cli("fetch", "exchange", "--token-endpoint", server.url(), *typed, "--strict", env={"T": "x-token"})
    assert strict.code == 23


def test_a_script_that_takes_the_token_alone_is_told_so_too(cli: Command, server: MisbehavingServer) -> None:
    server.behave(respond(200, {"access_token": "at-1", "token_type": "Bearer", "issued_token_type": SAML2}))
    typed = ("--subject-token", "env:T", "--requested-token-type", "id_token", "-o", "token")
    done = cli("fetch", "exchange", "--token-endpoint", server.url(), *typed, env={"T": "x-token"})
    assert (done.code, done.out) == (0, "at-1\n")
    assert "the server issued a token of the type" in done.err
    assert exchange(cli, server, "-o", "token").err == ""


def test_exec_calls_it_no_access_token(cli: Command, server: MisbehavingServer) -> None:
    answer = {"access_token": "PEFzc2VydGlvbi8-", "issued_token_type": SAML2, "token_type": "N_A"}
    cli.config(
        f'[profiles.dev]\ngrant = "token_exchange"\ntoken_endpoint = "{server.url()}"\nsubject_token = "env:T"\n'
    )
    for env, code in (("ACCESS_TOKEN", 2), ("ASSERTION", 0)):
        server.behave(respond(200, answer))
        done = cli.process("exec", "dev", "--store", "none", "--env", env, "--", "printenv", env, env={"T": "x-token"})
        assert done.code == code, done.err
