from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.backends import no_keyring_of_this_machine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_keyring_of_this_machine(monkeypatch, tmp_path)
