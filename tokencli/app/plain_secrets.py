"""Secrets that stand in the settings as themselves and not as references: known from the start, so that none is shown."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tokencli.wire.carried_secrets import secrets_of_url
from tokencli.wire.redaction import is_secret_header
from tokencli.wire.secret_names import is_secret_member

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tokencli.settings.resolve import Settings


def plain_secrets(settings: Settings, names: Collection[str]) -> frozenset[str]:
    """The values of headers, of NAME=VALUE pairs and in URLs that are credentials by their names, and the passwords of proxies.

    Args:
        settings: The settings of the run.
        names: The names of members whose values are declared secret.
    """
    return frozenset(
        one
        for one in (*_pairs(settings, names), *_headers(settings), *_urls(settings, names), *_proxies(settings))
        if one
    )


def _pairs(settings: Settings, names: Collection[str]) -> Iterator[str]:
    for name, value in (*(settings.get("param") or ()), *(settings.get("auth_param") or ())):
        if isinstance(value, str) and (name.lower() in names or is_secret_member(name)):
            yield value


def _headers(settings: Settings) -> Iterator[str]:
    for name, value in settings.get("header") or ():
        if is_secret_header(name):
            yield value
            yield value.partition(" ")[2]


def _urls(settings: Settings, names: Collection[str]) -> Iterator[str]:
    # An endpoint is named in many texts before anything is sent to it.
    for one in settings.values.values():
        for url in one.value if isinstance(one.value, tuple) else (one.value,):
            if isinstance(url, str) and url.startswith(("http://", "https://")):
                yield from secrets_of_url(url, names)


def _proxies(settings: Settings) -> Iterator[str]:
    variables = [value for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    for url in (settings.get("proxy") or "", *variables):
        # RFC 3986 section 3.2.1, on URLs however broken: they are repeated in errors.
        if match := re.search(r"//[^/:]*:([^/]*)@", url):
            yield match[1]
            yield unquote(match[1])
