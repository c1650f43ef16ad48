from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tokencli.errors import StoreProblem
from tokencli.settings.paths import cache_folder, config_file, data_folder, state_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDERS = [(data_folder, "XDG_DATA_HOME"), (state_folder, "XDG_STATE_HOME"), (cache_folder, "XDG_CACHE_HOME")]


@pytest.fixture
def no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under a number that is no user of it."""
    for _, variable in (*FOLDERS, (None, "XDG_CONFIG_HOME")):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54321)


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize(("folder", "variable"), FOLDERS)
def test_without_a_home_no_folder_is_made_up_beside_wherever_we_are(folder: Callable[[], Path], variable: str) -> None:
    with pytest.raises(StoreProblem, match="no home folder") as caught:
        folder()
    assert variable in caught.value.help


@pytest.mark.parametrize(("folder", "variable"), FOLDERS)
def test_the_folder_can_be_named(
    folder: Callable[[], Path], variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(variable, str(tmp_path))
    assert folder() == tmp_path / "tokencli"


@pytest.mark.usefixtures("no_home")
def test_without_a_home_there_is_no_configuration_and_a_named_one_is_still_found(tmp_path: Path) -> None:
    path, named = config_file(None, {})
    assert not named
    assert not path.exists()
    assert config_file(None, {"TOKENCLI_CONFIG": str(tmp_path / "one.toml")}) == (tmp_path / "one.toml", True)
