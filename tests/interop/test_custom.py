"""Any other grant, by its name and its own members (RFC 6749 section 4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

BADGE = "urn:example:grant-type:badge"


def custom(tokencli: CommandLine, op: OidcProvider, grant_type: str, *options: str, **variables: str) -> Finished:
    return tokencli.fetch("custom", op, "basic", "--grant-type", grant_type, *options, "-o", "token", **variables)


def test_a_grant_of_the_server_is_used_by_its_name_with_its_members(tokencli: CommandLine, op: OidcProvider) -> None:
    done = custom(tokencli, op, BADGE, "--param", "badge=alice+1", "--scope", "api:read")
    assert done.code == 0
    assert op.introspect(done.out.strip())["sub"] == "alice"


def test_a_member_may_come_from_a_secret_reference(tokencli: CommandLine, op: OidcProvider) -> None:
    done = custom(tokencli, op, BADGE, "--param", "badge@env:BADGE", BADGE="alice+1")
    assert done.code == 0


def test_a_refused_member_is_invalid_grant(tokencli: CommandLine, op: OidcProvider) -> None:
    done = custom(tokencli, op, BADGE, "--param", "badge=nobody")
    assert done.code == 13
    assert done.out == ""
    assert [event.detail for event in op.events()] == ["no such badge"]


def test_a_missing_member_is_invalid_request(tokencli: CommandLine, op: OidcProvider) -> None:
    done = custom(tokencli, op, BADGE)
    assert done.code == 11
    assert "badge" in done.err


def test_a_grant_that_the_server_lacks_is_unsupported(tokencli: CommandLine, op: OidcProvider) -> None:
    done = custom(tokencli, op, "urn:example:grant-type:unheard-of")
    assert done.code == 15
    assert "unsupported_grant_type" in done.err


def test_a_grant_that_is_neither_registered_nor_a_uri_gets_a_note(tokencli: CommandLine, op: OidcProvider) -> None:
    done = custom(tokencli, op, "badge")
    assert done.code == 15
    assert "note" in done.err
