"""The stored token of a line that was run before: the way a script takes every time but the first.

A run that printed a stored token keeps a shortcut under the words of its line. The same line leads to the same entry for as
long as the configuration is the same; whatever is not as it was then, the long way explains.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from tokencli.app.open_store import open_store
from tokencli.errors import TokencliError
from tokencli.settings.paths import config_file
from tokencli.store.resting_token import RestingToken, read_resting_token
from tokencli.store.shortcut import Shortcut, digest, find_shortcut, keep_shortcut, line_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.token_at_rest import Wanted


class Again(NamedTuple):
    """A stored token that is still good, and how it was printed.

    Attributes:
        tokens: The token.
        output: The output format.
    """

    tokens: RestingToken
    output: str


def quick_token(words: Sequence[str], now: float) -> Again | None:
    """The stored token that a line printed last time, where it is still good; None for anything else.

    Args:
        words: The words of the line.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """
    shortcut = find_shortcut(line_key(words, os.environ))
    if shortcut is None or shortcut.settings != _digest_of_file(shortcut.config):
        return None
    try:
        document = open_store(shortcut.store, no_input=True).document(shortcut.fingerprint)
    except TokencliError:
        return None
    token = read_resting_token(document)
    return Again(token, shortcut.output) if token and token.is_good(now, shortcut.min_validity) else None


def remember(words: Sequence[str], config: str | None, output: str, wanted: Wanted) -> None:
    """Keeps a shortcut for a line that just printed a token.

    Args:
        words: The words of the line.
        config: The configuration file that was named; None for the usual one.
        output: The output format.
        wanted: What the line wanted.
    """
    from tokencli.app.token_place import store_kind
    from tokencli.store.configured import configured_inputs, fingerprint

    kind = store_kind(wanted.listed, wanted.settings, no_input=wanted.no_input)
    if kind == "none":
        return
    key = fingerprint(configured_inputs(wanted.settings, wanted.listed.name))
    shortcut = Shortcut(config, _digest_of_file(config), kind, key, wanted.min_validity, output)
    keep_shortcut(line_key(words, os.environ), shortcut)


def _digest_of_file(config: str | None) -> str:
    path, _ = config_file(config, os.environ)
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
