"""Secrets that stand in the settings as themselves and not as references: known from the start, so that none is shown."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tokencli.wire.redaction import is_secret_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tokencli.settings.resolve import Settings


def plain_secrets(settings: Settings, names: Collection[str]) -> frozenset[str]:
    """The values of headers and of NAME=VALUE pairs that are credentials by their names, and the passwords of proxies.

    Args:
        settings: The settings of the run.
        names: The names of members whose values are secrets.
    """
    return frozenset(one for one in (*_pairs(settings, names), *_headers(settings), *_proxies(settings)) if one)


def _pairs(settings: Settings, names: Collection[str]) -> Iterator[str]:
    for name, value in (*(settings.get("param") or ()), *(settings.get("auth_param") or ())):
        if isinstance(value, str) and name.lower() in names:
            yield value


def _headers(settings: Settings) -> Iterator[str]:
    for name, value in settings.get("header") or ():
        if is_secret_header(name):
            yield value
            yield value.partition(" ")[2]


def _proxies(settings: Settings) -> Iterator[str]:
    variables = [value for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    for url in (settings.get("proxy") or "", *variables):
        # RFC 3986 section 3.2.1, on URLs however broken: they are repeated in errors.
        if match := re.search(r"//[^/:]*:([^/]*)@", url):
            yield match[1]
            yield unquote(match[1])
