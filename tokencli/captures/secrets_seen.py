"""Every secret that stands in a capture, so that none of them is quoted from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit

from tokencli.captures.codes import CODE
from tokencli.captures.purposes import members_of_body
from tokencli.wire import form
from tokencli.wire.credentials import read_basic
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import Response
from tokencli.wire.redaction import SECRET_NAMES, is_redacted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Headers, Request

# Beside those that are secret everywhere: what rests in the capture of a browser.
_NAMES = SECRET_NAMES | {
    "passwd",
    "pass",
    "pwd",
    "api_key",
    "apikey",
    "secret",
    "samlresponse",
    "session",
    "sid",
    "csrf_token",
}
_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "dpop"})
_DEEPEST = 20
_SHORTEST_COOKIE = 8  # characters; what is shorter is a setting, such as a language
_LONGEST_PROSE = 100_000
_BY_NAME = re.compile(
    rf"\b(?:{'|'.join(sorted(_NAMES))})\b[\"'\\]*\s*[=:]\s*[\"'\\]*([^\s\"'\\&,;<>]{{4,}})", re.IGNORECASE
)
# `the refresh token 0.AXoA… is expired`: what follows such a noun, is long, and holds a digit, is no word.
_AFTER_NOUN = re.compile(
    r"\b(?:token|code|secret|password|assertion|verifier)\b[\"'\s:=(\\]{1,4}((?=[^\s\"']*\d)[A-Za-z0-9._~+/=-]{16,})",
    re.IGNORECASE,
)


def secrets_of(exchanges: Iterable[Exchange], tokens: Iterable[str]) -> frozenset[str]:
    """The secrets of exchanges and of JWTs that stand for themselves.

    Args:
        exchanges: The exchanges.
        tokens: The JWTs.
    """
    found = (value for exchange in exchanges for value in _in_exchange(exchange))
    return frozenset(
        value for value in (*found, *tokens) if value and not is_redacted(value) and not CODE.fullmatch(value)
    )


def _in_exchange(exchange: Exchange) -> Iterator[str]:
    yield from _in_request(exchange.request)
    if isinstance(exchange.answer, Response):
        yield from _in_headers(exchange.answer.headers)
        yield from _in_body(exchange.answer.body)
        yield from _in_prose(exchange.answer.body[:_LONGEST_PROSE].decode("utf-8", "replace"))


def _in_request(request: Request) -> Iterator[str]:
    yield from _in_url(request.url)
    yield from _in_headers(request.headers)
    yield from _named(members_of_body(request).items())
    yield from _in_body(request.body)


def _in_url(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    yield from _named((*form.decode(parts.query), *form.decode(parts.fragment)))
    yield (parts.netloc.rpartition("@")[0].partition(":")[2])


def _in_headers(headers: Headers) -> Iterator[str]:
    for name, value in headers:
        if name.lower() in {"location", "referer"}:
            yield from _in_url(value)
        if name.lower() not in _CREDENTIALS:
            continue
        yield value
        yield value.partition(" ")[2]
        pairs = (pair.partition("=")[2].strip() for pair in value.split(";") if "ookie" in name)
        yield from (pair for pair in pairs if len(pair) >= _SHORTEST_COOKIE)
        basic = read_basic(value)
        if basic is not None:
            secret = basic.user_id if basic.password is None else basic.password
            yield from (secret, unquote_plus(secret))


def _in_body(body: bytes) -> Iterator[str]:
    if body.lstrip()[:1] in {b"{", b"["}:
        document = read_json(body)
        if isinstance(document, JsonText):
            yield from _in_value(document.value, 0)


def _in_value(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            yield from _in_value(one, depth + 1)
    elif isinstance(value, dict):
        yield from _named((name, one) for name, one in value.items() if isinstance(one, str))
        if depth < _DEEPEST:
            for one in value.values():
                yield from _in_value(one, depth + 1)


def _in_prose(text: str) -> Iterator[str]:
    yield from _BY_NAME.findall(text)
    yield from _AFTER_NOUN.findall(text)


def _named(members: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (value for name, value in members if name.lower() in _NAMES)
