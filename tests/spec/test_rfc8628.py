"""RFC 8628: the printed requests and answers of the device authorization grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import issue, respond
from tests.spec.wire_form import WireForm, assert_wire_form

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

DEVICE_CODE = "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"
HANDED_OUT = b"""{
  "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
  "user_code": "WDJB-MJHT",
  "verification_uri": "https://example.com/device",
  "verification_uri_complete":
      "https://example.com/device?user_code=WDJB-MJHT",
  "expires_in": 1800,
  "interval": 5
}"""
POLL = (
    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
    "&device_code=GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS&client_id=1406020730"
)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr("tokencli.app.wiring.pause", seconds.append)
    return seconds


def test_the_request_of_section_3_4_comes_out_exactly(cli: Command, server: MisbehavingServer) -> None:
    typed = f"device-code --client-id 1406020730 --device-code literal:{DEVICE_CODE}"
    assert_wire_form(cli, server, "/token", WireForm(typed, POLL))


def test_section_3_is_followed_from_the_device_to_the_token(
    cli: Command, server: MisbehavingServer, waits: list[float]
) -> None:
    answers = [respond(400, {"error": error}) for error in ("authorization_pending", "slow_down", "slow_down")]
    server.behave(respond(200, HANDED_OUT), *answers, issue())
    endpoints = ("--device-authorization-endpoint", server.url("/device_authorization"))
    words = ("--client-id", "1406020730", "--scope", "example_scope", "-o", "token", *endpoints)
    done = cli("fetch", "device-code", "--token-endpoint", server.url("/token"), *words)
    assert (done.code, done.out) == (0, "at-1\n")
    assert "https://example.com/device" in done.err
    assert "WDJB-MJHT" in done.err
    host = f"127.0.0.1:{server.port}"
    # Section 3.1 prints client_id before scope; here what names the client comes last, in every request.
    first = WireForm("", "scope=example_scope&client_id=1406020730").octets(host, "/device_authorization")
    assert [one.octets for one in server.requests] == [first, *[WireForm("", POLL).octets(host, "/token")] * 4]
    assert waits == [5, 5, 10, 15]  # section 3.5: slow_down adds 5 seconds for this and all subsequent requests


@pytest.mark.parametrize(("error", "code"), [("access_denied", 17), ("expired_token", 3)])
def test_the_other_errors_of_section_3_5_end_it(cli: Command, server: MisbehavingServer, error: str, code: int) -> None:
    server.behave(respond(400, {"error": error}))
    words = ("--client-id", "1406020730", "--device-code", f"literal:{DEVICE_CODE}", "-o", "token")
    done = cli("fetch", "device-code", "--token-endpoint", server.url("/token"), *words)
    assert (done.code, done.out, len(server.requests)) == (code, "", 1)
