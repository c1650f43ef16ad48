from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.store.records import record
from tokencli.store.configured import ConfiguredInputs
from tokencli.store.index import Index

if TYPE_CHECKING:
    from pathlib import Path


def index(folder: Path) -> Index:
    return Index(lambda: folder)


def test_it_lists_what_may_be_known_of_a_token_without_opening_it(tmp_path: Path) -> None:
    index(tmp_path).note(record("dev", members={"access_token": "x", "scope": "a granted"}), "file")
    (one,) = index(tmp_path).entries()
    assert (one.profile, one.store, one.issuer, one.client_id) == ("dev", "file", "https://login.example", "app")
    assert (one.scope, one.subject, one.expires_at) == (("a", "granted"), "alice", 1_772_370_000.0)
    assert not one.has_refresh_token


def test_the_scope_asked_for_stands_there_where_the_server_named_none(tmp_path: Path) -> None:
    index(tmp_path).note(record(inputs=ConfiguredInputs(scope=("a b", "c"))), "file")
    assert index(tmp_path).entries()[0].scope == ("a", "b", "c")


def test_no_token_stands_in_it(tmp_path: Path) -> None:
    index(tmp_path).note(
        record(access_token="canary-1", members={"access_token": "canary-1", "refresh_token": "canary-2"}), "file"
    )
    assert "canary" not in (tmp_path / "index.json").read_text()


def test_profiles_stand_in_order_and_a_forgotten_one_is_gone(tmp_path: Path) -> None:
    for profile in ("c", "a", "b"):
        index(tmp_path).note(record(profile), "file")
    index(tmp_path).forget(record("b").fingerprint)
    assert [one.profile for one in index(tmp_path).entries()] == ["a", "c"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 1}', '{"version": "x", "entries": {"a": 1, "b": null, "c": {"profile": 1}, "d": []}}'],
)
def test_a_damaged_index_lists_nothing_and_is_made_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "index.json").write_text(text)
    assert index(tmp_path).entries() == ()
    index(tmp_path).note(record(), "keyring")
    assert [one.fingerprint for one in index(tmp_path).entries()] == [record().fingerprint]


def test_a_damaged_entry_does_not_hide_the_others(tmp_path: Path) -> None:
    for profile in ("a", "b", "c"):
        index(tmp_path).note(record(profile), "file")
    document = json.loads((tmp_path / "index.json").read_text())
    document["entries"][record("b").fingerprint]["expires_at"] = "tomorrow"
    del document["entries"][record("c").fingerprint]["scope"]
    (tmp_path / "index.json").write_text(json.dumps(document))
    assert [one.profile for one in index(tmp_path).entries()] == ["a"]


def test_an_index_of_a_later_version_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    text = '{"version": 2, "entries": {}}'
    (tmp_path / "index.json").write_text(text)
    index(tmp_path).note(record(), "file")
    assert index(tmp_path).entries() == ()
    assert (tmp_path / "index.json").read_text() == text


def test_it_can_be_made_again_from_the_records_of_one_store_and_keeps_those_of_others(tmp_path: Path) -> None:
    index(tmp_path).note(record("kept"), "keyring")
    index(tmp_path).note(record("gone"), "file")
    index(tmp_path).rebuild([record("one"), record("two")], "file")
    assert [(one.profile, one.store) for one in index(tmp_path).entries()] == [
        ("kept", "keyring"),
        ("one", "file"),
        ("two", "file"),
    ]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    one = index(tmp_path / "file" / "folder")
    one.note(record(), "file")
    one.forget(record().fingerprint)
    assert one.entries() == ()
