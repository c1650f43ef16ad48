"""A person confirms on another device (RFC 8628)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.visitor import Visitor

pytestmark = pytest.mark.interop

USER_CODE = "[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}"


def test_tokens_come_once_the_person_has_approved(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    with tokencli.fetching("device-code", op, "public", "--scope", "openid", "-o", "json") as running:
        alice.approve(running.wait_for(USER_CODE))
        done = running.finish()
    assert done.code == 0
    assert op.introspect(done.document["access_token"])["sub"] == "alice"
    assert jwt.decode(done.document["id_token"], options={"verify_signature": False})["sub"] == "alice"
    assert f"{op.issuer}/device" in done.err


def test_a_confidential_client_authenticates_on_both_requests(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor
) -> None:
    with tokencli.fetching("device", op, "basic", "--scope", "openid", "-o", "token") as running:
        alice.approve(running.wait_for(USER_CODE))
        done = running.finish()
    assert done.code == 0
    assert done.out.count("\n") == 1


def test_a_refusal_by_the_person_is_access_denied(tokencli: CommandLine, op: OidcProvider, alice: Visitor) -> None:
    with tokencli.fetching("device-code", op, "public", "--scope", "openid", "-o", "token") as running:
        alice.deny(running.wait_for(USER_CODE))
        done = running.finish()
    assert done.code == 17
    assert done.out == ""
    assert "access_denied" in done.err


def test_nobody_acting_in_time_is_told_so(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("device-code", op, "short", "--scope", "openid", "-o", "token")
    assert done.code == 3
    assert done.out == ""
    assert "nobody confirmed" in done.err
    assert "0 min" not in done.err  # a second is not no time


def test_a_wrong_secret_is_refused_before_anybody_is_asked(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("device-code", op, "basic", "-o", "token", SECRET="not-the-secret")
    assert done.code == 12
    assert "invalid_client" in done.err
    assert [event.name for event in op.events()] == ["device_authorization.error"]


def test_what_was_handed_out_is_taken_up_by_another_process(
    tokencli: CommandLine, op: OidcProvider, alice: Visitor
) -> None:
    handed = tokencli.fetch("device-code", op, "basic", "--scope", "openid", "--no-wait")
    assert handed.code == 0, handed.said
    alice.approve(handed.document["user_code"])
    done = tokencli.fetch(
        "device-code", op, "basic", "--resume", tokencli.file("device.json", handed.out), "-o", "json"
    )
    assert done.code == 0, done.said
    assert op.introspect(done.document["access_token"])["sub"] == "alice"
