"""A token for another place, for a token at hand (RFC 8693)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

ORDERS = "https://api.example.test/orders"


def exchange(tokencli: CommandLine, op: OidcProvider, subject_token: str, *options: str) -> Finished:
    return tokencli.fetch("token-exchange", op, "basic", "--subject-token", "env:ST", *options, ST=subject_token)


def access_token_of_alice(tokencli: CommandLine, op: OidcProvider) -> str:
    person = ("--username", "alice", "--password", "env:PW", "-o", "token")
    return tokencli.fetch("password", op, "basic", *person, PW="alice-pw").out.strip()


def test_a_token_is_traded_for_one_with_another_audience(tokencli: CommandLine, op: OidcProvider) -> None:
    options = ("--resource", ORDERS, "--scope", "orders:read", "-o", "json")
    done = exchange(tokencli, op, access_token_of_alice(tokencli, op), *options)
    assert done.code == 0, done.said
    claims = jwt.decode(done.document["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["aud"], claims["scope"]) == ("alice", ORDERS, "orders:read")
    assert done.document["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"


def test_a_subject_token_that_is_not_good_is_invalid_request_and_not_shown(
    tokencli: CommandLine, op: OidcProvider
) -> None:
    done = exchange(tokencli, op, "not-a-token-of-anybody", "-o", "token")
    assert (done.code, done.out) == (11, "")
    assert "subject_token is not valid" in done.err
    assert "not-a-token-of-anybody" not in done.err


def test_a_type_that_the_server_does_not_take_is_invalid_request(tokencli: CommandLine, op: OidcProvider) -> None:
    token = access_token_of_alice(tokencli, op)
    done = exchange(tokencli, op, token, "--subject-token-type", "id_token", "-o", "token")
    assert done.code == 11
    assert [event.description for event in op.events()] == ["subject_token_type must be an access token"]
