"""A stored token that is still good, found without reading settings: the way a script takes every time but the first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tokencli.app.token_at_rest import Held, is_good
from tokencli.app.token_place import open_store
from tokencli.errors import TokencliError
from tokencli.settings.paths import config_file
from tokencli.store.shortcut import Shortcut, find_shortcut, keep_shortcut, shortcut_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.app.token_at_rest import Wanted


def quick_key(config: str | None, words: Mapping[str, str | None]) -> str:
    """The key of the shortcut for what stands on the command line.

    Args:
        config: The configuration file that was named; None for the usual one.
        words: Everything else on the line that settings are made from.
    """
    path, _ = config_file(config, os.environ)
    try:
        octets = path.read_bytes()
    except OSError:
        octets = b""
    return shortcut_key(octets, {**words, "config": str(path)}, os.environ)


def quick_token(key: str, now: float, min_validity: float | None) -> Held | None:
    """The stored token, when the shortcut leads to one that is good; None for anything else, which the long way explains.

    Args:
        key: The key of the shortcut.
        now: The wall clock, in seconds since 1970-01-01 UTC.
        min_validity: How long it must still live, in seconds; None for what the settings said.
    """
    shortcut = find_shortcut(key)
    if shortcut is None or shortcut.store == "none":
        return None
    try:
        record = open_store(shortcut.store, no_input=True).get(shortcut.fingerprint)
    except TokencliError:
        return None
    least = shortcut.min_validity if min_validity is None else min_validity
    return Held(record, now) if record is not None and is_good(record, now, least) else None


def remember(key: str, wanted: Wanted) -> None:
    """Keeps the shortcut for what was just worked out."""
    from tokencli.app.token_place import store_kind
    from tokencli.store.configured import configured_inputs, fingerprint

    kind = store_kind(wanted.listed, wanted.settings, no_input=wanted.no_input)
    if kind != "none":
        inputs = configured_inputs(wanted.settings, wanted.listed.name)
        keep_shortcut(key, Shortcut(fingerprint(inputs), kind, wanted.min_validity))
