"""What `status` shows, kept beside the secrets so that none has to be opened: helpful, and never needed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from tokencli.errors import LockNotGot, StoreProblem
from tokencli.store.lock import holding
from tokencli.store.written_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tokencli.store.record import Record

VERSION = 1
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What may be known of a stored token without opening it.

    Attributes:
        fingerprint: Its key.
        store: The kind of store it is in.
        profile: The profile.
        issuer: The issuer, or the token endpoint where no issuer is known.
        client_id: The client.
        scope: The scope words granted, or those asked for where the server named none.
        subject: Whose token it is.
        expires_at: When the access token ends, in seconds since 1970-01-01 UTC; None when that is unknown.
        has_refresh_token: Whether it can be renewed.
    """

    fingerprint: str
    store: str
    profile: str
    issuer: str
    client_id: str
    scope: tuple[str, ...]
    subject: str
    expires_at: float | None
    has_refresh_token: bool


def summary(record: Record, store: str) -> Summary:
    """What may be known of a record without opening it."""
    granted = record.members.get("scope")
    words = (
        granted.split() if isinstance(granted, str) else [word for text in record.inputs.scope for word in text.split()]
    )
    return Summary(
        fingerprint=record.fingerprint,
        store=store,
        profile=record.profile,
        issuer=record.issuer or record.token_endpoint,
        client_id=record.inputs.client_id,
        scope=tuple(words),
        subject=record.subject,
        expires_at=record.expires_at,
        has_refresh_token=bool(record.refresh_token),
    )


@dataclass(frozen=True, slots=True)
class Index:
    """The list of what is stored. Lost, damaged or not writable, it is empty and nothing else suffers.

    Attributes:
        folder: Names the state folder; called only when it is needed.
    """

    folder: Callable[[], Path]

    def entries(self) -> tuple[Summary, ...]:
        """What is stored, in the order of profile and fingerprint."""
        found = (_summary(one) for one in (self._read() or {}).values())
        return tuple(sorted((one for one in found if one), key=lambda one: (one.profile, one.fingerprint)))

    def note(self, record: Record, store: str) -> None:
        """Lists a record."""
        self._change(lambda entries: entries.update({record.fingerprint: _document(summary(record, store))}))

    def forget(self, fingerprint: str) -> None:
        """Takes a record from the list."""
        self._change(lambda entries: entries.pop(fingerprint, None))

    def rebuild(self, records: Iterable[Record], store: str) -> None:
        """Makes the list of one store afresh from its records; those of other stores stay."""
        fresh = {one.fingerprint: _document(summary(one, store)) for one in records}

        def change(entries: dict[str, Any]) -> None:
            for key in [key for key, one in entries.items() if isinstance(one, dict) and one.get("store") == store]:
                del entries[key]
            entries.update(fresh)

        self._change(change)

    def _change(self, change: Callable[[dict[str, Any]], object]) -> None:
        with suppress(OSError, StoreProblem, LockNotGot):
            file = self.folder() / "index.json"
            with holding(file.with_name("index.lock"), _WAIT_SECONDS):
                entries = self._read()
                if entries is None:  # a later tokencli keeps it
                    return
                change(entries)
                write_whole(file, json.dumps({"version": VERSION, "entries": entries}, indent=1).encode())

    def _read(self) -> dict[str, Any] | None:
        """The entries; none when there is no readable list, None when a later tokencli wrote it."""
        with suppress(OSError, StoreProblem, ValueError):
            document = json.loads((self.folder() / "index.json").read_bytes())
            if (
                isinstance(document, dict)
                and isinstance(document.get("version"), int)
                and document["version"] > VERSION
            ):
                return None
            if isinstance(document, dict) and isinstance(document.get("entries"), dict):
                return dict(document["entries"])
        return {}


def _document(one: Summary) -> dict[str, Any]:
    return {each.name: getattr(one, each.name) for each in fields(Summary)}


def _summary(document: Any) -> Summary | None:
    """Reads an entry; None when it is not as it was written."""
    with suppress(KeyError, TypeError):
        one = Summary(**{**document, "scope": tuple(document["scope"])})
        texts = (one.fingerprint, one.store, one.profile, one.issuer, one.client_id, one.subject, *one.scope)
        if all(isinstance(text, str) for text in texts) and isinstance(one.expires_at, int | float | None):
            return one
    return None
