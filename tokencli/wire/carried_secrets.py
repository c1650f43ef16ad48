"""The secrets that a conversation carried, found by the names they stand under, so that they are known by value too.

Tokens that came, codes that a browser brought, a password that a server repeats in its words: none of them was read from
a reference, and all of them are as secret as those that were.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

from tokencli.wire.credentials import read_basic
from tokencli.wire.redaction import is_redacted, is_secret_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Headers, Request, Response

# What an answer hands out under names that mean nothing else; `code` or `token` may be an error's number there.
ISSUED = frozenset(
    {
        "access_token",
        "client_secret",
        "device_code",
        "id_token",
        "pct",
        "refresh_token",
        "registration_access_token",
        "rpt",
    }
)


def carried_secrets(exchanges: Iterable[Exchange], names: Collection[str]) -> frozenset[str]:
    """Every secret in requests and responses.

    Args:
        exchanges: The conversation.
        names: The names of members of requests whose values are secrets, in lower case.
    """
    found: set[str] = set()
    for exchange in exchanges:
        found.update(_of_request(exchange.request, names))
        if exchange.response is not None:
            found.update(_of_response(exchange.response, names))
    return frozenset(value for value in found if value and not is_redacted(value))


def _of_request(request: Request, names: Collection[str]) -> Iterator[str]:
    yield from _of_url(request.url, names)
    yield from _of_headers(request.headers)
    yield from _of_text(request.body, names)


def _of_response(response: Response, names: Collection[str]) -> Iterator[str]:
    yield from _of_url(response.header("location") or "", names)
    yield from _of_text(response.body, ISSUED)


def _of_url(url: str, names: Collection[str]) -> Iterator[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    yield unquote_plus(parts.password or "")
    yield from _of_form(parts.query, names)
    yield from _of_form(parts.fragment, names)


def _of_headers(headers: Headers) -> Iterator[str]:
    for name, value in headers:
        if is_secret_header(name):
            yield value
            yield value.partition(" ")[2]
            basic = read_basic(value)
            if basic is not None:
                # Without a colon nobody knows which of the two it is, and most often it is the secret.
                secret = basic.user_id if basic.password is None else basic.password
                yield secret
                yield unquote_plus(secret)  # RFC 6749 section 2.3.1


def _of_text(body: bytes, names: Collection[str]) -> Iterator[str]:
    text = body.decode("utf-8", "surrogateescape")
    return _of_json(text, names) if text.lstrip()[:1] in {"{", "["} else _of_form(text, names)


def _of_form(text: str, names: Collection[str]) -> Iterator[str]:
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        if equals and unquote_plus(name).lower() in names:
            yield unquote_plus(value, errors="surrogateescape")


def _of_json(text: str, names: Collection[str]) -> Iterator[str]:
    # On the text and not on a parsed value: what is broken or too deep holds secrets too.
    wanted = "|".join(re.escape(name) for name in sorted(names))
    for match in re.finditer(rf'"(?:{wanted})"\s*:\s*("(?:[^"\\]|\\.)*")', text, re.IGNORECASE):
        try:
            yield str(json.loads(match[1], strict=False))
        except ValueError:
            yield match[1][1:-1]
