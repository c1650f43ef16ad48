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
from tokencli.wire.redaction import MEMBER, is_redacted, is_secret_header
from tokencli.wire.secret_names import is_secret_member

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from tokencli.wire.exchange import Exchange
    from tokencli.wire.message import Headers, Request, Response

    IsSecret = Callable[[str], bool]

_HAS_PARAMETERS = re.compile(r"[a-z][a-z0-9+.-]*:[^?#]*[?#]|[a-z]+://[^/?#]*@", re.IGNORECASE)

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
        names: The names of members of requests whose values are declared secret, in lower case; what only sounds secret in a
            request is so besides.
    """
    found: set[str] = set()
    is_secret = _declared_or_sounding(names)
    for exchange in exchanges:
        found.update(_of_request(exchange.request, is_secret))
        if exchange.response is not None:
            found.update(_of_response(exchange.response, is_secret))
    return frozenset(value for value in found if value and not is_redacted(value))


def secrets_of_url(url: str, names: Collection[str]) -> frozenset[str]:
    """Every secret in a URL: in its query, its fragment and its user information.

    Args:
        url: The URL.
        names: As for `carried_secrets`.
    """
    return frozenset(one for one in _of_url(url, _declared_or_sounding(names)) if one and not is_redacted(one))


def _declared_or_sounding(names: Collection[str]) -> IsSecret:
    return lambda name: name.lower() in names or is_secret_member(name)


def _of_request(request: Request, is_secret: IsSecret) -> Iterator[str]:
    yield from _of_url(request.url, is_secret)
    yield from _of_headers(request.headers)
    yield from _of_text(request.body, is_secret)


def _of_response(response: Response, is_secret: IsSecret) -> Iterator[str]:
    yield from _of_url(response.header("location") or "", is_secret)
    yield from _of_text(response.body, lambda name: name.lower() in ISSUED)


def _of_url(url: str, is_secret: IsSecret) -> Iterator[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    yield unquote_plus(parts.password or "")
    yield from _of_form(parts.query, is_secret)
    yield from _of_form(parts.fragment, is_secret)


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


def _of_text(body: bytes, is_secret: IsSecret) -> Iterator[str]:
    text = body.decode("utf-8", "surrogateescape")
    return _of_json(text, is_secret) if text.lstrip()[:1] in {"{", "["} else _of_form(text, is_secret)


def _of_form(text: str, is_secret: IsSecret) -> Iterator[str]:
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        if not equals:
            continue
        told = unquote_plus(value, errors="surrogateescape")
        if is_secret(unquote_plus(name)):
            yield told
        elif _HAS_PARAMETERS.match(told):  # a redirect URI carries parameters of its own
            yield from _of_url(told, is_secret)


def _of_json(text: str, is_secret: IsSecret) -> Iterator[str]:
    # On the text and not on a parsed value: what is broken or too deep holds secrets too.
    wanted = "|".join(re.escape(name) for name in sorted(set(MEMBER.findall(text))) if is_secret(name))
    for match in re.finditer(rf'"(?:{wanted})"\s*:\s*("(?:[^"\\]|\\.)*")', text) if wanted else ():
        try:
            yield str(json.loads(match[1], strict=False))
        except ValueError:
            yield match[1][1:-1]
