"""What every token store must do, whatever it is made of."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.backends import ShortBackend, no_keyring_of_this_machine
from tests.store.records import LONG, record
from tokencli.errors import StoreProblem
from tokencli.store import resting_token
from tokencli.store.file_store import FileStore
from tokencli.store.index import Index
from tokencli.store.keyring_backend import RememberedBackend
from tokencli.store.keyring_store import KeyringStore
from tokencli.store.keyring_vault import KeyringVault
from tokencli.store.memory_store import MemoryStore
from tokencli.store.store_key import RawKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tokencli.store.token_store import TokenStore


@dataclass(frozen=True)
class Place:
    """A place for tokens.

    Attributes:
        open: Opens it, as each run does.
    """

    open: Callable[[], TokenStore]


def _memory(folder: Path) -> Place:
    store = MemoryStore()
    return Place(lambda: store)


def _file(folder: Path) -> Place:
    key = RawKey(bytes(range(32)))
    return Place(
        lambda: FileStore(lambda: folder / "data" / "tokens", lambda: key, os.urandom, lambda: Index(lambda: folder))
    )


def _keyring(folder: Path) -> Place:
    keyring.set_keyring(ShortBackend())
    return Place(
        lambda: KeyringStore(
            KeyringVault(RememberedBackend(lambda: folder)),
            lambda: folder,
            os.urandom,
            lambda: Index(lambda: folder),
        )
    )


PLACES = {"memory": _memory, "file": _file, "keyring": _keyring}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    no_keyring_of_this_machine(monkeypatch, tmp_path)
    return PLACES[request.param](tmp_path)


def test_what_was_put_is_found_again_in_every_detail(place: Place) -> None:
    one = record()
    place.open().put(one)
    assert place.open().get(one.fingerprint) == one


def test_what_was_never_put_is_not_there(place: Place) -> None:
    assert place.open().get(record().fingerprint) is None
    assert place.open().list() == ()


def test_a_token_of_nine_thousand_characters_comes_back_whole(place: Place) -> None:
    one = record(access_token=LONG)
    place.open().put(one)
    assert place.open().get(one.fingerprint) == one


def test_a_second_put_replaces_the_first(place: Place) -> None:
    for token in ("first", LONG, "third"):
        place.open().put(record(access_token=token))
        found = place.open().get(record().fingerprint)
        assert found is not None
        assert found.access_token == token
    assert place.open().list() == (record().fingerprint,)


def test_entries_of_two_profiles_stand_apart(place: Place) -> None:
    one, other = record("one", "1"), record("other", LONG)
    place.open().put(one)
    place.open().put(other)
    place.open().delete(one.fingerprint)
    assert place.open().get(one.fingerprint) is None
    assert place.open().get(other.fingerprint) == other
    assert place.open().list() == (other.fingerprint,)


def test_forgetting_what_is_not_there_is_no_error(place: Place) -> None:
    place.open().delete(record().fingerprint)
    assert place.open().list() == ()


def test_a_probe_leaves_everything_as_it_was(place: Place) -> None:
    one = record()
    place.open().put(one)
    place.open().probe()
    assert place.open().list() == (one.fingerprint,)
    assert place.open().get(one.fingerprint) == one


def test_a_probe_of_an_empty_place_leaves_no_entry(place: Place) -> None:
    place.open().probe()
    assert place.open().list() == ()


@pytest.mark.parametrize("place", ["file", "keyring"], indirect=True)
def test_an_entry_of_a_later_version_is_neither_read_nor_replaced_but_can_be_forgotten(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = record()
    with monkeypatch.context() as later:
        later.setattr(resting_token, "VERSION", resting_token.VERSION + 1)
        place.open().put(one)
    with pytest.raises(StoreProblem, match="later tokencli"):
        place.open().get(one.fingerprint)
    with pytest.raises(StoreProblem, match="later tokencli"):
        place.open().put(replace(one, subject="bob"))
    with monkeypatch.context() as later:
        later.setattr(resting_token, "VERSION", resting_token.VERSION + 1)
        assert place.open().get(one.fingerprint) == one
    place.open().delete(one.fingerprint)
    assert place.open().get(one.fingerprint) is None


@given(texts=st.lists(st.text(max_size=4000), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_any_text_survives(place: Place, texts: list[str]) -> None:
    for text in texts:
        place.open().put(record(access_token=text))
        found = place.open().get(record().fingerprint)
        assert found is not None
        assert found.access_token == text
