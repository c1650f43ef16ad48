"""`fetch id-jag`: what the identity provider issued is looked at before it goes to the other server, and stays where it does not belong."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.server import MisbehavingServer, respond
from tests.jose.keys import unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.command import Command, Ran

ID_JAG, ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:id-jag", "urn:ietf:params:oauth:token-type:access_token"
HERE = "https://as.example"


def jag(**claims: Any) -> str:
    told = {"iss": "https://idp.example", "aud": HERE, "client_id": "app", "exp": time.time() + 300, **claims}
    return unsigned(told, "canary-of-a-signature", alg="RS256", typ="oauth-id-jag+jwt")


@pytest.fixture
def idp() -> Iterator[MisbehavingServer]:
    """The identity provider."""
    with MisbehavingServer() as one:
        yield one


def fetch(cli: Command, server: MisbehavingServer, idp: MisbehavingServer, token: str, *words: str) -> Ran:
    answer = {"access_token": token, "issued_token_type": ID_JAG, "token_type": "N_A"}
    named = ACCESS_TOKEN if "access-token" in words else ID_JAG
    idp.behave(respond(200, {**answer, "issued_token_type": named}))
    typed = ("--token-endpoint", server.url(), "--audience", HERE, "--client-id", "app", "--subject-token", "env:T")
    options = [word for word in words if word != "access-token"]
    return cli("fetch", "id-jag", *typed, "--idp-token-endpoint", idp.url("/idp"), *options, env={"T": "id-token"})


@pytest.mark.parametrize(
    ("token", "words", "told"),
    [
        (jag(), ("access-token",), f"issued_token_type: expected {ID_JAG}, found {ACCESS_TOKEN}"),
        ("opaque", (), "form: expected a JWT"),
        (jag(aud="https://other.example"), (), f"aud: expected contains {HERE}, found https://other.example"),
    ],
)
def test_what_is_for_somebody_else_is_not_sent_and_that_is_explained(
    cli: Command, server: MisbehavingServer, idp: MisbehavingServer, token: str, words: tuple[str, ...], told: str
) -> None:
    for form in ("token", "json", "pretty"):
        done = fetch(cli, server, idp, token, *words, "-o", form)
        assert (done.code, server.requests) == (40, [])
        said = " ".join((done.out + done.err).split())
        assert told in said
        assert "is not sent on" in said
        assert "add --override" in said
        assert token not in said
    assert fetch(cli, server, idp, token, *words, "-o", "token").out == ""
    sent = fetch(cli, server, idp, token, *words, "-o", "token", "--override")
    assert (sent.code, sent.out, len(server.requests)) == (0, "at-1\n", 1)
    assert "it is sent all the same" in sent.err


def test_what_else_is_odd_is_said_before_it_is_sent(
    cli: Command, server: MisbehavingServer, idp: MisbehavingServer
) -> None:
    done = fetch(cli, server, idp, jag(client_id="sso"), "-o", "token")
    assert (done.code, done.out) == (0, "at-1\n")
    assert "the assertion's client_id is sso, not app" in done.err
    strict = fetch(cli, server, idp, jag(client_id="sso"), "-o", "json", "--strict")
    assert (strict.code, len(server.requests)) == (23, 1)
    assert "client_id is sso" in json.loads(strict.out)["tokencli"]["problem"]


def test_a_good_one_is_handed_on_without_a_word(
    cli: Command, server: MisbehavingServer, idp: MisbehavingServer
) -> None:
    done = fetch(cli, server, idp, jag(), "-o", "token")
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
