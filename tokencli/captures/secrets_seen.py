"""Every secret that stands in a capture, so that none of them is quoted from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.codes import CODE
from tokencli.wire.carried_secrets import carried_secrets
from tokencli.wire.exchange import NoAnswer
from tokencli.wire.message import Response
from tokencli.wire.redaction import is_redacted
from tokencli.wire.secret_names import SECRET_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.wire.exchange import Exchange

# Beside those that are secret in OAuth: what other programs send, and browsers hold.
NAMES = SECRET_NAMES | {
    "passwd", "pass", "pwd", "api_key", "apikey", "secret", "samlresponse", "session", "sid", "csrf_token",
}  # fmt: skip
_SHORTEST_COOKIE = 8  # characters; what is shorter is a setting, such as a language
_LONGEST_PROSE = 100_000
_BY_NAME = re.compile(
    rf"\b(?:{'|'.join(sorted(NAMES))})\b[\"'\\]*\s*[=:]\s*[\"'\\]*([^\s\"'\\&,;<>]{{4,}})", re.IGNORECASE
)
# `the refresh token 0.AXoA… is expired`: what follows such a noun, is long, and holds a digit, is no word.
_AFTER_NOUN = re.compile(
    r"\b(?:token|code|secret|password|assertion|verifier)\b[\"'\s:=(\\]{1,4}((?=[^\s\"']*\d)[A-Za-z0-9._~+/=-]{16,})",
    re.IGNORECASE,
)
# `with password hunter2Passw0rd`: passwords are shorter.
_AFTER_PASSWORD = re.compile(
    r"\b(?:password|secret)\b[\"'\s:=(\\]{1,4}((?=[^\s\"']*\d)(?=[^\s\"']*[A-Za-z])[A-Za-z0-9._~+/=!@#$%^*-]{8,})",
    re.IGNORECASE,
)
_BEFORE_HOST = re.compile(r"[^\s/:@]+:([^\s/@]{4,})@")
_ERROR_URI = re.compile(r"error_uri[\"'\\]*\s*[=:]\s*[\"'\\]*[^\s\"']+", re.IGNORECASE)


def secrets_of(exchanges: Iterable[Exchange], tokens: Iterable[str]) -> frozenset[str]:
    """The secrets of exchanges and of JWTs that stand for themselves.

    Args:
        exchanges: The exchanges.
        tokens: The JWTs.
    """
    seen = tuple(exchanges)
    found = (value for exchange in seen for value in _besides(exchange))
    # An error code may stand under a name that means a secret elsewhere, and is none.
    return frozenset(
        value
        for value in (*carried_secrets(seen, NAMES), *found, *tokens)
        if value and not is_redacted(value) and not CODE.fullmatch(value)
    )


def _besides(exchange: Exchange) -> Iterator[str]:
    """What stands in cookies, in the words of an answer, and in those of a program that got none."""
    if isinstance(exchange.answer, NoAnswer):
        yield from _BEFORE_HOST.findall(exchange.answer.detail)
    if isinstance(exchange.answer, Response):
        yield from _in_prose(exchange.answer.body[:_LONGEST_PROSE].decode("utf-8", "replace"))
        yield from (one for value in exchange.answer.headers_named("www-authenticate") for one in _in_prose(value))
    answered = exchange.answer.headers if isinstance(exchange.answer, Response) else ()
    for name, value in (*exchange.request.headers, *answered):
        if name.lower() in {"cookie", "set-cookie"}:
            pairs = (pair.partition("=")[2].strip() for pair in value.split(";"))
            yield from (pair for pair in pairs if len(pair) >= _SHORTEST_COOKIE)


def _in_prose(text: str) -> Iterator[str]:
    # RFC 6749 section 5.2: error_uri leads to a page about the error, whose number products write there as code.
    prose = _ERROR_URI.sub(" ", text)
    yield from _BY_NAME.findall(prose)
    yield from _AFTER_NOUN.findall(prose)
    yield from _AFTER_PASSWORD.findall(prose)
