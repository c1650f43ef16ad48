"""Where the stored token of a command line is, as a run worked it out: the same line need not work it out again.

It holds no secret and decides nothing: a shortcut that is lost, stale or damaged only costs the long way.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tokencli import __version__
from tokencli.errors import StoreProblem
from tokencli.settings.paths import cache_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MOST = 64  # files; more are left of lines that nobody runs any more
_NO_SETTING = frozenset({"TOKENCLI_STORE_KEY", "TOKENCLI_COLOR"})


class Shortcut(NamedTuple):
    """Where the stored token of a line is.

    Attributes:
        config: The configuration file that the line names; None for the usual one.
        settings: The digest of that file.
        store: The kind of store.
        fingerprint: The key of the entry.
        min_validity: How long a stored token must still live, in seconds.
        output: The output format.
    """

    config: str | None
    settings: str
    store: str
    fingerprint: str
    min_validity: float
    output: str


def digest(octets: bytes) -> str:
    """The first half of the SHA-256, in hexadecimal digits."""
    return hashlib.sha256(octets).hexdigest()[:32]


def line_key(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """A digest of a command line and of all in the environment that settings come from.

    Args:
        words: The words after the program's name.
        environ: The environment.
    """
    given = {name: value for name, value in environ.items() if name.startswith("TOKENCLI_") and name not in _NO_SETTING}
    facts = json.dumps([__version__, list(words), given, bool(environ.get("CI"))], sort_keys=True)
    return digest(facts.encode())


def find_shortcut(key: str) -> Shortcut | None:
    """The shortcut of a line; None when there is none that can be read."""
    try:
        document = json.loads(_file(key).read_bytes())
    except (OSError, StoreProblem, ValueError, RecursionError):
        return None
    match document:
        case [
            str() | None as config,
            str() as settings,
            str() as store,
            str() as fingerprint,
            int() | float() as min_validity,
            str() as output,
        ]:
            return Shortcut(config, settings, store, fingerprint, min_validity, output)
        case _:
            return None


def keep_shortcut(key: str, shortcut: Shortcut) -> None:
    """Keeps the shortcut of a line; where nothing can be written, the next run takes the long way again."""
    from tokencli.store.written_file import write_whole

    with suppress(OSError, StoreProblem):
        file = _file(key)
        write_whole(file, json.dumps(shortcut).encode())
        old = sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-MOST]
        for one in old:
            one.unlink(missing_ok=True)


def _file(key: str) -> Path:
    return cache_folder() / "shortcuts" / f"{key}.json"
