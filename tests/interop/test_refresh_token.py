"""A fresh access token for a refresh token, at a server that rotates (RFC 6749 section 6, RFC 9700 section 4.14)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.interop.visitor import CALLBACK, VERIFIER

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop


def refresh(tokencli: CommandLine, op: OidcProvider, token: str, *options: str, client_id: str = "basic") -> Finished:
    return tokencli.fetch("refresh-token", op, client_id, "--refresh-token", "env:RT", *options, RT=token)


def refresh_token_of_alice(tokencli: CommandLine, op: OidcProvider, client_id: str = "basic") -> str:
    options = ("--username", "alice", "--password", "env:PW", "--scope", "api:read api:write", "-o", "refresh-token")
    return tokencli.fetch("password", op, client_id, *options, PW="alice-pw").out.strip()


def test_a_refresh_token_gives_new_tokens(tokencli: CommandLine, op: OidcProvider) -> None:
    old = refresh_token_of_alice(tokencli, op)
    done = refresh(tokencli, op, old, "-o", "json")
    assert done.code == 0
    assert done.document["refresh_token"] not in {"", old}
    assert op.introspect(done.document["access_token"])["active"] is True


def test_fewer_scopes_may_be_asked_for(tokencli: CommandLine, op: OidcProvider) -> None:
    done = refresh(tokencli, op, refresh_token_of_alice(tokencli, op), "--scope", "api:read", "-o", "json")
    assert done.code == 0
    assert done.document["scope"] == "api:read"


def test_more_scopes_than_before_are_invalid_scope(tokencli: CommandLine, op: OidcProvider) -> None:
    done = refresh(tokencli, op, refresh_token_of_alice(tokencli, op), "--scope", "openid", "-o", "token")
    assert done.code == 16
    assert "invalid_scope" in done.err


def test_a_rotated_refresh_token_is_refused(tokencli: CommandLine, op: OidcProvider) -> None:
    old = refresh_token_of_alice(tokencli, op)
    first = refresh(tokencli, op, old, "-o", "token")
    second = refresh(tokencli, op, old, "-o", "token")
    assert (first.code, second.code) == (0, 13)
    assert second.out == ""
    assert "invalid_grant" in second.err
    assert old not in second.err
    assert [event.detail for event in op.events()] == ["refresh token already used"]


def test_reuse_ends_the_whole_family_of_tokens(tokencli: CommandLine, op: OidcProvider) -> None:
    old = refresh_token_of_alice(tokencli, op)
    successor = refresh(tokencli, op, old, "-o", "refresh-token").out.strip()
    refresh(tokencli, op, old)
    assert refresh(tokencli, op, successor).code == 13


def test_the_tokens_of_a_sign_in_can_be_refreshed_by_a_public_client(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor
) -> None:
    code = alice.authorization_code("public")
    options = ("--code", "env:CODE", "--redirect-uri", CALLBACK, "--code-verifier", "env:V", "-o", "refresh-token")
    token = tokencli.fetch("code", op, "public", *options, CODE=code, V=VERIFIER).out.strip()
    done = tokencli.fetch("refresh", op, "public", "--refresh-token", "env:RT", "-o", "json", RT=token)
    assert done.code == 0
    assert done.document["id_token"]


def test_a_revoked_refresh_token_is_refused(tokencli: CommandLine, op: OidcProvider) -> None:
    token = refresh_token_of_alice(tokencli, op)
    op.revoke(token)
    assert refresh(tokencli, op, token).code == 13


def test_the_refresh_token_of_another_client_is_refused(tokencli: CommandLine, op: OidcProvider) -> None:
    token = refresh_token_of_alice(tokencli, op)
    done = refresh(tokencli, op, token, "--auth-method", "post", client_id="post")
    assert done.code == 13
    assert [event.detail for event in op.events()] == ["client mismatch"]


def test_an_expired_refresh_token_is_refused(tokencli: CommandLine, op: OidcProvider) -> None:
    token = refresh_token_of_alice(tokencli, op, "short")
    wait_until_dead(op, token)
    done = refresh(tokencli, op, token, "-o", "token", client_id="short")
    assert done.code == 13
    assert "invalid_grant" in done.err


def wait_until_dead(op: OidcProvider, token: str) -> None:
    limit = time.monotonic() + 10
    while op.introspect(token)["active"]:
        assert time.monotonic() < limit, "the token outlived its second"
        time.sleep(0.1)
