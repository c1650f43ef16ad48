"""A user name and a password (RFC 6749 section 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop


def test_a_user_name_and_password_get_tokens_of_the_person(tokencli: CommandLine, op: OidcProvider) -> None:
    person = ("--username", "alice", "--password", "env:PW", "--scope", "api:read")
    done = tokencli.fetch("password", op, "basic", *person, "-o", "json", PW="alice-pw")
    assert done.code == 0
    assert done.document["scope"] == "api:read"
    assert done.document["refresh_token"]
    assert op.introspect(done.document["access_token"])["sub"] == "alice"


def test_the_grant_works_and_is_discouraged_on_stderr(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch(
        "password", op, "basic", "--username", "bob", "--password", "env:PW", "-o", "token", PW="bob-pw"
    )
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert "RFC 9700" in done.err


def test_a_wrong_password_is_invalid_grant_and_is_not_shown(tokencli: CommandLine, op: OidcProvider) -> None:
    person = ("--username", "alice", "--password", "env:PW")
    done = tokencli.fetch("password", op, "basic", *person, "-o", "token", PW="wrong-password-of-alice")
    assert done.code == 13
    assert done.out == ""
    assert "invalid_grant" in done.err
    assert "wrong-password-of-alice" not in done.err
    assert [event.detail for event in op.events()] == ["wrong user name or password"]
