"""What a run worked out about a stored token, so that the next one with the same settings need not work it out again.

It holds no secret and decides nothing: a shortcut that is lost, stale or damaged only costs the long way.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tokencli import __version__
from tokencli.errors import StoreProblem
from tokencli.settings.paths import cache_folder
from tokencli.store.written_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST = 64  # files; more are left of configurations that are gone
_NO_SETTING = frozenset(
    {"TOKENCLI_STORE_KEY", "TOKENCLI_OUTPUT", "TOKENCLI_COLOR", "TOKENCLI_SHELL", "TOKENCLI_ENV_PREFIX"}
)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Where the token of one set of settings rests.

    Attributes:
        fingerprint: The key of the entry.
        store: The kind of store.
        min_validity: How long a stored token must still live, in seconds.
    """

    fingerprint: str
    store: str
    min_validity: float


def shortcut_key(config: bytes, words: Mapping[str, str | None], environ: Mapping[str, str]) -> str:
    """A digest of everything that settings are made from, without reading any of it.

    Args:
        config: The octets of the configuration file.
        words: What stood on the command line: profile, store and the like.
        environ: The environment; only what settings come from counts.
    """
    given = {name: value for name, value in environ.items() if name.startswith("TOKENCLI_") and name not in _NO_SETTING}
    facts = [__version__, hashlib.sha256(config).hexdigest(), dict(words), given, bool(environ.get("CI"))]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def find_shortcut(key: str) -> Shortcut | None:
    """The shortcut of a key; None when there is none that can be read."""
    with suppress(OSError, StoreProblem, ValueError, TypeError, KeyError):
        document = json.loads(_file(key).read_bytes())
        return Shortcut(str(document["fingerprint"]), str(document["store"]), float(document["min_validity"]))
    return None


def keep_shortcut(key: str, shortcut: Shortcut) -> None:
    """Keeps a shortcut; where nothing can be written, the next run takes the long way again."""
    with suppress(OSError, StoreProblem):
        file = _file(key)
        write_whole(file, json.dumps(asdict(shortcut)).encode())
        old = sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-MOST]
        for one in old:
            one.unlink(missing_ok=True)


def _file(key: str) -> Path:
    return cache_folder() / "shortcuts" / f"{key}.json"
