"""The client notification endpoint, the one endpoint that is ours: the server says there that tokens are ready (OpenID CIBA Core section 9)."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

from tokencli.oauth.flow import PingJudgement
from tokencli.wire.json_text import JsonText, read_json

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient, Ping

TOKEN_OCTETS = 32  # OpenID CIBA Core section 7.1: a minimum of 128 bits of entropy, 160 are recommended


def make_notification_token(ambient: Ambient) -> str:
    """A bearer token that only the server learns, to show that a notification is its own."""
    return base64.urlsafe_b64encode(ambient.random_octets(TOKEN_OCTETS)).rstrip(b"=").decode()


def judge_ping(ping: Ping, token: str, auth_req_id: str) -> PingJudgement:
    """What a notification means, and how it is answered.

    Args:
        ping: The notification.
        token: The `client_notification_token` that the server was given.
        auth_req_id: The request that is waited for.
    """
    scheme, _, credentials = ping.authorization.partition(" ")
    # OpenID CIBA Core section 10.2: the client MUST verify the client notification token; section 9: 401 when it is not valid.
    if scheme.lower() != "bearer" or not _same(credentials.strip(), token):
        return PingJudgement(401, "a notification came without the token that the server was given")
    document = read_json(ping.body)
    value = document.value if isinstance(document, JsonText) else None
    told = value.get("auth_req_id") if isinstance(value, dict) else None
    if not isinstance(told, str) or not _same(told, auth_req_id):
        return PingJudgement(400, "a notification came for another auth_req_id")
    # OpenID CIBA Core section 9: for valid requests, the endpoint SHOULD respond with 204 (No Content).
    return PingJudgement(204, "the server says that there is an answer")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode())
