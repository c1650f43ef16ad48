"""Exchanges written as a case holds them, the reverse of case_text.py.

What no rule looks at is left out, so that a case can be read: headers of the connection, cookies, and the styles and scripts of
pages. A JWT stands open, without its signature.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tokencli.jose.peek import NotAJwt, peek
from tokencli.wire.credentials import read_basic
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Request, Response

TOLD_HEADERS = frozenset(
    {"authorization", "content-type", "cache-control", "date", "dpop", "dpop-nonce", "location", "www-authenticate"}
)
_JWT = re.compile(r"\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*(?![\w.-])")
_DRESS = re.compile(r"<(style|script|svg)\b.*?</\1>|<(?:link|meta)\b[^>]*>|<!--.*?-->", re.DOTALL)
_REASONS = {200: "OK", 201: "Created", 302: "Found", 303: "See Other", 400: "Bad Request", 401: "Unauthorized",
            403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 500: "Internal Server Error"}  # fmt: skip


def written_exchanges(exchanges: Sequence[Exchange], places: Mapping[str, str]) -> str:
    """The moment of the first exchange, and the blocks of all of them.

    Args:
        exchanges: What was recorded, in its order.
        places: Hosts with their ports, and what to write for them.
    """
    began = int(exchanges[0].started_at)
    blocks = (block for one in exchanges for block in _blocks(one, int(one.started_at) - began, places))
    return "\n\n".join((f"Sent at: {datetime.fromtimestamp(began, UTC).isoformat()}", *blocks))


def written_metadata(metadata: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """A block with the server's metadata, a member a line."""
    members = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in metadata.items())
    return _placed(f"```json\n{{\n{members}\n}}\n```", places)


def _blocks(exchange: Exchange, later: int, places: Mapping[str, str]) -> Iterable[str]:
    purpose = "" if exchange.purpose is Purpose.TOKEN else f" {exchange.purpose.value}"
    after = f" +{later}s" if later else ""
    yield f"```http{purpose}{after}\n{_placed(_request(exchange.request), places)}\n```"
    yield _placed(_answer(exchange.answer), places)


def _answer(answer: Response | NoAnswer) -> str:
    if isinstance(answer, NoAnswer):
        return f"```text\nno answer: {answer.reason.value}{', sent' if answer.sent else ''}: {answer.detail}\n```"
    start = f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, '')}".strip()
    body = answer.body.decode("utf-8", "replace")
    if "html" in (answer.header("content-type") or ""):
        body = _undressed(body)
    return f"```http\n{_message(start, answer.headers, body)}\n```"


def _request(request: Request) -> str:
    body = request.body.decode("utf-8", "replace")
    if (request.header("content-type") or "").startswith(FORM_MEDIA_TYPE):
        body = body.replace("&", "\n&")
    return _message(f"{request.method} {request.url} HTTP/1.1", request.headers, body)


def _message(start: str, headers: Iterable[tuple[str, str]], body: str) -> str:
    told = (f"{_capital(name)}: {_basic(value)}" for name, value in headers if name.lower() in TOLD_HEADERS)
    return _opened("\n".join((start, *told)) + (f"\n\n{body.strip()}" if body.strip() else ""))


def _capital(name: str) -> str:
    special = {"www-authenticate": "WWW-Authenticate", "dpop": "DPoP", "dpop-nonce": "DPoP-Nonce"}
    return special.get(name.lower(), "-".join(word.capitalize() for word in name.split("-")))


def _basic(value: str) -> str:
    read = read_basic(value)
    if read is None or read.password is None or not f"{read.user_id}{read.password}".isprintable():
        return value
    return value if ")" in read.user_id + read.password else f"Basic BASIC({read.user_id}:{read.password})"


def _undressed(page: str) -> str:
    lines = (" ".join(line.split()) for line in _DRESS.sub("", page).splitlines())
    return "\n".join(line for line in lines if line)


def _opened(text: str) -> str:
    return _JWT.sub(_open, text)


def _open(match: re.Match[str]) -> str:
    try:
        token = peek(match[0])
    except NotAJwt:
        return match[0]
    parts = f"{json.dumps(token.header)}, {json.dumps(token.claims)}"
    return match[0] if ")" in parts or token.claims is None else f"{_word(match[0])}({parts})"


def _word(token: str) -> str:
    return "UNSIGNED" if token.endswith(".") else "JWT"


def _placed(text: str, places: Mapping[str, str]) -> str:
    for place, told in places.items():
        text = text.replace(place, told)
        text = text.replace(place.replace(":", "%3A"), told.replace(":", "%3A"))
    return text
