from __future__ import annotations

from typing import Any

import pytest

from tests.oauth.waiting import answer, refusal
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.endpoints.backchannel_authentication import (
    BackchannelAuthentication,
    read_backchannel_authentication,
)
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire.message import Response


def read(status: int = 200, **members: Any) -> BackchannelAuthentication:
    found = read_backchannel_authentication(answer(status, **members))
    assert isinstance(found, BackchannelAuthentication)
    return found


def test_an_acknowledgement_is_kept_whole() -> None:
    members: dict[str, Any] = {"auth_req_id": "r-1", "expires_in": 120, "interval": 2, "x": [1]}
    found = read(**members)
    assert (found.auth_req_id, found.expires_in, found.interval) == ("r-1", 120.0, 2.0)
    assert (found.members, found.deviations) == (members, ())


@pytest.mark.parametrize("interval", [None, "x", True, 0, -3, [2]])
def test_an_interval_that_makes_no_sense_is_five_seconds(interval: Any) -> None:
    assert read(auth_req_id="r", expires_in=120, interval=interval).interval == 5.0


@pytest.mark.parametrize(
    ("status", "members", "name"),
    [
        (202, {"auth_req_id": "r", "expires_in": 120}, "status-not-200"),
        (200, {"auth_req_id": "r"}, "expires-in-missing"),
    ],
)
def test_what_strays_is_understood_and_said(status: int, members: dict[str, Any], name: str) -> None:
    assert [one.name for one in read(status, **members).deviations] == [name]


@pytest.mark.parametrize(
    "response",
    [
        answer(expires_in=120),
        answer(auth_req_id="", expires_in=120),
        answer(auth_req_id=7, expires_in=120),
        answer(500, auth_req_id="r", expires_in=120),
        Response(200, (("Content-Type", "text/html"),), b"<html>"),
    ],
)
def test_an_answer_without_an_auth_req_id_is_none(response: Response) -> None:
    assert isinstance(read_backchannel_authentication(response), Unrecognised)


def test_a_refusal_is_one() -> None:
    found = read_backchannel_authentication(refusal("unknown_user_id"))
    assert isinstance(found, ErrorResponse)
    assert found.error == "unknown_user_id"
