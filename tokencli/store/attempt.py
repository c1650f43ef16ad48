"""A mark that a refresh is under way, so that a run that was cut off can be told from a token that died by itself."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import StoreProblem
from tokencli.settings.paths import state_folder
from tokencli.store.written_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Attempts:
    """The mark of one stored token. It helps to explain; nothing depends on it.

    Attributes:
        fingerprint: The key of the token.
    """

    fingerprint: str

    def begin(self, refresh_token: str) -> None:
        """Marks that this refresh token is about to be sent."""
        with suppress(OSError, StoreProblem):
            write_whole(self._file(), _digest(refresh_token).encode())

    def end(self, *, unless: bool = False) -> None:
        """Takes the mark away: nothing was sent, or the answer came and what it brought was kept.

        Args:
            unless: Whether it stays, because what was sent may be spent.
        """
        if unless:
            return
        with suppress(OSError, StoreProblem):
            self._file().unlink(missing_ok=True)

    def was_cut_off(self, refresh_token: str) -> bool:
        """Whether an earlier run sent this refresh token and never got to keep an answer."""
        with suppress(OSError, StoreProblem):
            return self._file().read_bytes() == _digest(refresh_token).encode()
        return False

    def _file(self) -> Path:
        return state_folder() / "locks" / f"{self.fingerprint}.refreshing"


def _digest(refresh_token: str) -> str:
    # Enough to recognise the same token, and of no use to anybody else.
    return hashlib.sha256(b"tokencli attempt 1\n" + refresh_token.encode()).hexdigest()
