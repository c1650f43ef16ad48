"""Metadata kept for a while, so that a script that asks for a token sends one request and not two."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import StoreProblem
from tokencli.oauth.endpoints.discovery import Metadata
from tokencli.settings.paths import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEFAULT_SECONDS = 3600.0
LONGEST_SECONDS = 86400.0
_VERSION = 1
# No home is a RuntimeError too, and so is JSON that is nested too deep.
_NOTHING_KEPT = (OSError, StoreProblem, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class MetadataCache:
    """A folder of metadata documents, one file an issuer. What cannot be read or written counts as absent.

    Attributes:
        folder: Names the folder; called only when it is needed.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """

    folder: Callable[[], Path]
    now: Callable[[], float]

    def find(self, issuer: str, *, stale: bool = False) -> Metadata | None:
        """The document of an issuer, if one was kept and is still good.

        Args:
            issuer: The issuer as it was asked for.
            stale: Whether one whose time is over serves too, where nothing may be sent.
        """
        with suppress(*_NOTHING_KEPT, KeyError, TypeError):
            entry = json.loads(self._file(issuer).read_text("utf-8"))
            fresh = stale or entry["fetched_at"] <= self.now() < entry["good_until"]
            if (
                entry["version"] == _VERSION
                and entry["asked"] == issuer
                and fresh
                and isinstance(entry["members"], dict)
            ):
                return Metadata(str(entry["url"]), entry["members"], cached_at=float(entry["fetched_at"]))
        return None

    def keep(self, issuer: str, metadata: Metadata) -> None:
        """Keeps a document for as long as the server allows, an hour where it does not say, never over a day."""
        seconds = DEFAULT_SECONDS if metadata.max_age is None else min(float(metadata.max_age), LONGEST_SECONDS)
        entry = {
            "version": _VERSION,
            "asked": issuer,
            "url": metadata.url,
            "fetched_at": self.now(),
            "good_until": self.now() + seconds,
            "members": metadata.members,
        }
        with suppress(*_NOTHING_KEPT):
            file = self._file(issuer)
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(file, json.dumps(entry))

    def _file(self, issuer: str) -> Path:
        return self.folder() / "metadata" / (hashlib.sha256(issuer.encode()).hexdigest()[:32] + ".json")
