"""The families of `profile import` and `profile export`: every member is in its list, and says what it reads or writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.contracts.listing import lines_to_add
from tokencli.render import export
from tokencli.render.export import EXPORTS, load_export
from tokencli.settings import importers
from tokencli.settings.importers import IMPORTERS, load_importer

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize(("family", "listed"), [(importers, IMPORTERS), (export, EXPORTS)], ids=["import", "export"])
def test_every_member_of_the_folder_is_in_the_list(family: ModuleType, listed: dict[str, str]) -> None:
    folder = Path(str(family.__file__)).parent
    lines = lines_to_add(folder, list(listed), lambda name: f'"{name}": "…",')
    assert not lines, f"add to the list in {folder / '__init__.py'}:\n" + "\n".join(lines)


def test_every_member_has_what_its_family_promises() -> None:
    assert all(callable(load_importer(name).recognise) and callable(load_importer(name).read) for name in IMPORTERS)
    assert all(callable(load_export(name).render) for name in EXPORTS)
