"""A way to a server that does not exist, and answers for it to give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokencli.oauth.back_channel import BackChannel, Target
from tokencli.oauth.client_auth.none import NoAuthentication
from tokencli.oauth.server import Server
from tokencli.wire import form
from tokencli.wire.message import Response

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient, Send
    from tokencli.wire.form import Members

ISSUER = "https://as.example"
ENDPOINTS = {
    "token_endpoint": f"{ISSUER}/token",
    "device_authorization_endpoint": f"{ISSUER}/device",
}
TARGET = Target(Server(ISSUER, ENDPOINTS), ENDPOINTS["token_endpoint"])
JSON_TYPE = ("Content-Type", "application/json")
NO_STORE = ("Cache-Control", "no-store")
TOKENS: dict[str, Any] = {"access_token": "at-1", "token_type": "Bearer", "expires_in": 3600}


def channel(ambient: Ambient, **further: Any) -> BackChannel:
    """The way of a public client named `app` to a server of which the endpoints are known."""
    given: dict[str, Any] = {
        "server": Server(ISSUER, ENDPOINTS),
        "authentication": NoAuthentication(client_id="app"),
        "user_agent": "tokencli/test",
        **further,
    }
    return BackChannel(ambient=ambient, **given)


def answer(members: Any, status: int = 200, *headers: tuple[str, str]) -> Response:
    """An answer in JSON; octets are sent as they are."""
    body = members if isinstance(members, bytes) else json.dumps(members).encode()
    return Response(status, (JSON_TYPE, NO_STORE, *headers), body)


def refusal(error: str, status: int = 400, *headers: tuple[str, str]) -> Response:
    """A refusal with this code."""
    return answer({"error": error}, status, *headers)


def sent_form(step: Send) -> Members:
    """The members of the form that a step sends."""
    return form.decode(step.request.body.decode())
