"""Runs as the views get them, made from an answer without a connection."""

from __future__ import annotations

import json
from typing import Any

from tokencli.app.results import Run
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.wire import form
from tokencli.wire.exchange import Exchange, NoAnswer, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Response, build_request

NOW = 1_772_366_400.0  # 2026-03-01 12:00 UTC
TOKENS = {"access_token": "at-1", "token_type": "Bearer", "expires_in": 3600}
_HEADERS = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))


def answered(members: dict[str, Any], status: int = 200, **asked: str) -> Run:
    """A client credentials run that got this answer."""
    response = Response(status, _HEADERS, json.dumps(members).encode())
    reply = read_token_reply(response, NOW)
    return Run(reply, (Exchange(Purpose.TOKEN, _request(asked), response, NOW, 0.084),))


def issued(**members: Any) -> Run:
    """A run that got tokens; members given as None are left out."""
    return answered({name: value for name, value in {**TOKENS, **members}.items() if value is not None})


def unanswered(no_answer: NoAnswer) -> Run:
    """A run that got no answer."""
    return Run(no_answer, (Exchange(Purpose.TOKEN, _request({}), no_answer, NOW, 0.084),))


def _request(asked: dict[str, str]) -> Any:
    members = (("grant_type", "client_credentials"), *asked.items())
    headers = (("Content-Type", FORM_MEDIA_TYPE),)
    return build_request("POST", "https://login.example/token", headers, form.encode(members).encode())
