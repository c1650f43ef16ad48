from __future__ import annotations

import os
import re

import pytest

from tokencli.oauth.endpoints.client_notification import judge_ping, make_notification_token
from tokencli.oauth.flow import Ambient, Ping

BODY = b'{"auth_req_id": "r-1"}'


def judge(authorization: str = "Bearer secret-token", body: bytes = BODY) -> int:
    return judge_ping(Ping(authorization, body), "secret-token", "r-1").status


def test_the_token_cannot_be_guessed_and_is_a_bearer_token() -> None:
    ambient = Ambient(lambda: 0.0, lambda: 0.0, os.urandom)
    one, other = make_notification_token(ambient), make_notification_token(ambient)
    assert one != other
    assert re.fullmatch(r"[A-Za-z0-9\-._~+/]+=*", one)  # RFC 6750 section 2.1
    assert 27 <= len(one) <= 1024  # 160 bits in base64url; OpenID CIBA Core section 7.1


@pytest.mark.parametrize("authorization", ["Bearer secret-token", "bearer secret-token", "BEARER  secret-token "])
def test_the_servers_own_notification_ends_the_wait_with_204(authorization: str) -> None:
    assert judge(authorization) == 204


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer secret-toke", "Bearer secret-token2", "Basic secret-token", "secret-token", "Bearer ü"],
)  # fmt: skip
def test_without_the_token_it_is_401(authorization: str) -> None:
    assert judge(authorization) == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"auth_req_id": 1}', b'{"auth_req_id": "r-2"}', b"auth_req_id=r-1", b"\xff"]
)
def test_for_another_request_it_is_400(body: bytes) -> None:
    assert judge(body=body) == 400


def test_no_judgement_quotes_what_a_stranger_sent() -> None:
    for ping in (Ping("Bearer guess-1", BODY), Ping("Bearer secret-token", b'{"auth_req_id": "guess-1"}')):
        assert "guess-1" not in judge_ping(ping, "secret-token", "r-1").says
