"""The server asks a person on a phone (OpenID CIBA Core), by poll and by ping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jwt
import pytest

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

ALICE = ("--scope", "openid", "--login-hint", "alice")
PING = ("--client-notification-endpoint", "https://tunnel.example/ciba/ping")


def shown(op: OidcProvider) -> dict[str, str]:
    """The one request that the phone shows."""
    (request,) = op.asked()
    return request


def test_tokens_come_once_the_person_has_approved(tokencli: CommandLine, op: OidcProvider) -> None:
    with tokencli.fetching("ciba", op, "ciba", *ALICE, "--binding-message", "W4SCT", "-o", "json") as running:
        running.wait_for("same message")
        request = shown(op)
        op.decide("approve", request["auth_req_id"])
        done = running.finish()
    assert done.code == 0, done.said
    assert request["binding_message"] == "W4SCT"
    assert "    W4SCT\n" in done.err
    assert jwt.decode(done.document["id_token"], options={"verify_signature": False})["sub"] == "alice"
    assert all(check["passed"] for check in done.document["tokencli"]["checks"])
    assert request["auth_req_id"] not in done.said


def test_a_refusal_by_the_person_is_access_denied(tokencli: CommandLine, op: OidcProvider) -> None:
    with tokencli.fetching("ciba", op, "ciba", *ALICE, "-o", "token") as running:
        running.wait_for("asked on their own device")
        op.decide("deny", shown(op)["auth_req_id"])
        done = running.finish()
    assert (done.code, done.out) == (17, "")
    assert "access_denied" in done.err


def test_what_was_handed_out_is_taken_up_by_another_process(tokencli: CommandLine, op: OidcProvider) -> None:
    handed = tokencli.fetch("ciba", op, "ciba", *ALICE, "--no-wait")
    assert handed.code == 0, handed.said
    assert handed.document["auth_req_id"] == shown(op)["auth_req_id"]
    op.decide("approve", handed.document["auth_req_id"])
    done = tokencli.fetch("ciba", op, "ciba", "--resume", tokencli.file("ciba.json", handed.out), "-o", "json")
    assert done.code == 0, done.said
    assert op.introspect(done.document["access_token"])["sub"] == "alice"
    assert op.asked() == ()


def test_the_server_notifies_a_client_in_ping_mode(tokencli: CommandLine, op: OidcProvider) -> None:
    listen = ("--listen", "127.0.0.1:0", "--auth-method", "post")
    with tokencli.fetching("ciba", op, "ciba-ping", *ALICE, *PING, *listen, "-o", "token", "-v") as running:
        op.tunnel_to(int(running.wait_for(r"awaited at http://127.0.0.1:\d+").rpartition(":")[2]))
        running.wait_for("asked on their own device")
        op.decide("approve", shown(op)["auth_req_id"])
        done = running.finish()
    assert done.code == 0, done.said
    assert done.out.count("\n") == 1
    assert "the server says that there is an answer" in done.err
    assert done.err.count("> POST") == 2  # one authentication request and one token request: nothing was polled


def test_nobody_acting_in_time_is_told_so(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch("ciba", op, "ciba-short", *ALICE, "-o", "token")
    assert (done.code, done.out) == (3, "")
    assert "nobody confirmed within 1 s" in done.err
    assert "tokencli fetch ciba" in done.err


def test_an_auth_req_id_that_has_expired_at_the_server_is_exit_3(tokencli: CommandLine, op: OidcProvider) -> None:
    handed = tokencli.fetch("ciba", op, "ciba-short", *ALICE, "--no-wait")
    late = ("--auth-req-id", "env:ID", "-o", "token")
    done = tokencli.fetch("ciba", op, "ciba-short", *late, ID=handed.document["auth_req_id"])
    assert (done.code, done.out) == (3, "")
    assert "expired_token" in done.err


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--login-hint", "mallory"), "unknown_user_id"),
        (("--login-hint", "bob"), "missing_user_code"),
        (("--login-hint", "bob", "--user-code", "env:CODE"), "invalid_user_code"),
        (("--login-hint", "alice", "--binding-message", "x" * 21), "invalid_binding_message"),
        (("--login-hint-token", "env:CODE"), "expired_login_hint_token"),
    ],
)
def test_a_refusal_at_the_first_request_is_explained(
    tokencli: CommandLine, op: OidcProvider, options: tuple[str, ...], error: str
) -> None:
    done = tokencli.fetch("ciba", op, "ciba", "--scope", "openid", *options, "-o", "json", CODE="0000")
    assert done.code == 10
    assert done.document["error"] == error
    assert error.replace("_", "-") in [one["name"] for one in done.document["tokencli"]["findings"]]
    assert op.asked() == ()


def test_the_code_of_the_person_lets_them_be_asked(tokencli: CommandLine, op: OidcProvider) -> None:
    options = ("--scope", "openid", "--login-hint", "bob", "--user-code", "env:CODE", "--requested-expiry", "90")
    done = tokencli.fetch("ciba", op, "ciba", *options, "--no-wait", CODE="4711")
    assert done.code == 0, done.said
    assert done.document["expires_in"] == 90
    assert shown(op)["account"] == "bob"
