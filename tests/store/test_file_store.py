from __future__ import annotations

import base64
import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.processes import KEY, file_store, start
from tests.store.records import LONG, record
from tokencli.errors import StoreProblem, UsageProblem
from tokencli.store import sealed
from tokencli.store.file_store import FileStore
from tokencli.store.index import Index
from tokencli.store.store_key import Passphrase, RawKey, read_store_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.store.store_key import StoreKey


def with_key(folder: Path, key: StoreKey) -> FileStore:
    return FileStore(lambda: folder / "tokens", lambda: key, os.urandom, lambda: Index(lambda: folder))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_is_for_this_user_alone_and_so_is_its_folder(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file_store(tmp_path / "data").put(record())
    finally:
        os.umask(before)
    assert mode(tmp_path / "data") == 0o700
    assert {path.name: mode(path) for path in (tmp_path / "data").iterdir()} == {
        "tokens": 0o600,
        "tokens.lock": 0o600,
        "index.json": 0o600,
        "index.lock": 0o600,
    }


def test_nothing_secret_and_nothing_of_the_profile_stands_in_the_file(tmp_path: Path) -> None:
    file_store(tmp_path).put(record("profile-name", "canary-91bc"))
    octets = (tmp_path / "tokens").read_bytes()
    for text in (b"canary-91bc", b"refresh-token", b"profile-name", b"login.example"):
        assert text not in octets
        assert base64.b64encode(text)[:-4] not in octets


def test_two_writings_of_the_same_tokens_have_nothing_in_common_but_the_form(tmp_path: Path) -> None:
    file_store(tmp_path).put(record())
    first = (tmp_path / "tokens").read_bytes()
    file_store(tmp_path).put(record())
    second = (tmp_path / "tokens").read_bytes()
    assert first.partition(b"\n")[2] != second.partition(b"\n")[2]


def test_a_passphrase_opens_what_was_sealed_with_it_and_keeps_its_salt(tmp_path: Path) -> None:
    one = record()
    with_key(tmp_path, Passphrase("correct horse")).put(one)
    first = (tmp_path / "tokens").read_bytes().partition(b"\n")[0]
    with_key(tmp_path, Passphrase("correct horse")).put(record("other"))
    second = (tmp_path / "tokens").read_bytes().partition(b"\n")[0]
    assert with_key(tmp_path, Passphrase("correct horse")).get(one.fingerprint) == one
    assert first.partition(b'"nonce"')[0] == second.partition(b'"nonce"')[0]
    with pytest.raises(StoreProblem, match="not the key it was sealed with"):
        with_key(tmp_path, Passphrase("wrong horse")).get(one.fingerprint)


def test_another_key_is_said_and_the_file_stays_as_it_is(tmp_path: Path) -> None:
    file_store(tmp_path).put(record())
    before = (tmp_path / "tokens").read_bytes()
    other = with_key(tmp_path, RawKey(bytes(32)))
    for attempt in (
        lambda: other.get(record().fingerprint),
        lambda: other.put(record("other")),
        other.list,
        other.probe,
    ):
        with pytest.raises(StoreProblem, match="not the key it was sealed with") as caught:
            attempt()
        assert str(tmp_path / "tokens") in caught.value.what
    assert (tmp_path / "tokens").read_bytes() == before


def test_a_passphrase_where_a_raw_key_is_wanted_is_told_apart_from_a_wrong_key(tmp_path: Path) -> None:
    file_store(tmp_path).put(record())
    with pytest.raises(StoreProblem, match=r"is sealed with key:…, and TOKENCLI_STORE_KEY is a passphrase"):
        with_key(tmp_path, Passphrase("words")).list()


def test_the_key_is_asked_for_once_and_not_before_it_is_needed(tmp_path: Path) -> None:
    asked: list[int] = []

    def ask() -> StoreKey:
        asked.append(1)
        return KEY

    one = FileStore(lambda: tmp_path / "tokens", ask, os.urandom, lambda: Index(lambda: tmp_path))
    assert one.get(record().fingerprint) is None
    assert asked == []
    one.put(record())
    one.put(record("other"))
    assert asked == [1]


@given(st.integers(0, 999), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_a_file_with_a_changed_octet_anywhere_is_refused(tmp_path: Path, place: int, change: int) -> None:
    original = tmp_path / "original"
    if not original.exists():
        file_store(tmp_path).put(record())
        original.write_bytes((tmp_path / "tokens").read_bytes())
    octets = bytearray(original.read_bytes())
    octets[place * len(octets) // 1000] ^= change
    (tmp_path / "tokens").write_bytes(octets)
    with pytest.raises(StoreProblem):
        file_store(tmp_path).get(record().fingerprint)


@pytest.mark.parametrize(
    "text", [b"", b"\n", b"{}\n", b"[]\nx", b"null\nx", b"\xff\xfe\n", b'{"format":"tokencli-store","version":1}\n']
)
def test_a_file_that_is_none_of_ours_is_refused_and_kept(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "tokens").write_bytes(text)
    with pytest.raises(StoreProblem, match="no token file, or is damaged"):
        file_store(tmp_path).put(record())
    assert (tmp_path / "tokens").read_bytes() == text


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    file_store(tmp_path).put(record())
    octets = (tmp_path / "tokens").read_bytes()
    for length in range(0, len(octets), 7):
        (tmp_path / "tokens").write_bytes(octets[:length])
        with pytest.raises(StoreProblem):
            file_store(tmp_path).list()


def test_a_file_of_a_later_form_is_refused_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr(sealed, "VERSION", sealed.VERSION + 1)
        file_store(tmp_path).put(record())
    before = (tmp_path / "tokens").read_bytes()
    with pytest.raises(StoreProblem, match="this tokencli knows") as caught:
        file_store(tmp_path).put(record("other"))
    assert caught.value.help == "update tokencli"
    assert (tmp_path / "tokens").read_bytes() == before


@pytest.mark.parametrize(
    "cost", ['"n": 1073741824', '"p": 1000', '"r": 100000000', '"n": 0', '"n": true', '"kdf": "argon2"']
)
def test_a_file_that_asks_for_absurd_work_is_refused_before_any_is_done(tmp_path: Path, cost: str) -> None:
    name = cost.partition(":")[0]
    head = {'"n"': '"n": 32768', '"r"': '"r": 8', '"p"': '"p": 3', '"kdf"': '"kdf": "scrypt"'} | {name: cost}
    line = (
        '{"format": "tokencli-store", "version": 1, '
        + ", ".join(head.values())
        + ', "salt": "AAAA", "nonce": "AAAA"}\n'
    )
    (tmp_path / "tokens").write_text(line)
    with pytest.raises(StoreProblem, match="no token file, or is damaged"):
        with_key(tmp_path, Passphrase("words")).list()


def test_an_entry_under_the_key_of_another_is_not_handed_out(tmp_path: Path) -> None:
    one, other = record("one"), record("other")
    with file_store(tmp_path)._changing() as entries:
        entries[one.fingerprint] = other.document()
    with pytest.raises(StoreProblem, match="belongs to other settings"):
        file_store(tmp_path).get(one.fingerprint)


def test_a_full_disk_is_said_and_the_old_file_kept(tmp_path: Path) -> None:
    file_store(tmp_path).put(record())
    before = (tmp_path / "tokens").read_bytes()
    with start("write_beyond_the_limit", tmp_path) as writer:
        said, _ = writer.communicate()
    assert said.startswith("StoreProblem ")
    assert "cannot be written: the file would be larger than this process may write" in said
    assert (tmp_path / "tokens").read_bytes() == before
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


@contextmanager
def _not_root() -> Iterator[None]:
    """A person without special rights; root may write everywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(user)


def test_a_folder_that_cannot_be_written_is_said_and_what_is_in_it_can_still_be_read() -> None:
    one = record()
    with tempfile.TemporaryDirectory() as name:  # one that everybody may look into, other than those of pytest
        folder = Path(name)
        store = file_store(folder)
        store.put(one)
        for path in folder.iterdir():
            path.chmod(0o644)
        folder.chmod(0o555)
        attempts: list[Callable[[], None]] = [lambda: store.put(record("other")), store.probe]
        with _not_root():
            assert store.get(one.fingerprint) == one
            for attempt in attempts:
                with pytest.raises(StoreProblem, match="cannot be written: permission was denied") as caught:
                    attempt()
                assert "--store none" in caught.value.help
        folder.chmod(0o700)


def test_a_writer_killed_at_any_moment_leaves_a_file_that_opens_and_holds_one_of_its_tokens(tmp_path: Path) -> None:
    for lines in range(1, 9):
        with start("write_for_ever", tmp_path) as writer:
            assert writer.stdout is not None
            for _ in range(lines):
                assert writer.stdout.readline() == "written\n"
            writer.kill()
        found = file_store(tmp_path).get(record().fingerprint)
        assert found is not None
        assert found.access_token in {LONG, LONG[::-1]}
    file_store(tmp_path).put(record())
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_a_killed_writer_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    (tmp_path / ".tokens.x7f3").write_bytes(b"half a file")
    file_store(tmp_path).put(record())
    assert not (tmp_path / ".tokens.x7f3").exists()


def test_of_twenty_processes_that_write_at_once_no_token_is_lost(tmp_path: Path) -> None:
    writers = [start("put_one", tmp_path, f"profile-{number}") for number in range(20)]
    for writer in writers:
        with writer:
            assert writer.wait() == 0
    wanted = {record(f"profile-{number}").fingerprint for number in range(20)}
    assert set(file_store(tmp_path).list()) == wanted
    assert {one.fingerprint for one in Index(lambda: tmp_path).entries()} == wanted


def test_a_raw_key_is_used_as_it_is_in_base64url_with_or_without_padding() -> None:
    octets = bytes(range(224, 256))
    text = base64.urlsafe_b64encode(octets).decode()
    assert "_" in text
    assert read_store_key(f"key:{text}") == read_store_key(f"key:{text.rstrip('=')}") == RawKey(octets)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not set"),
        ("key:", "0 octets"),
        ("key:AAAA", "3 octets"),
        ("key:!!", "no base64url"),
        ("key:é", "no base64url"),
    ],
)
def test_a_key_that_is_none_is_refused_with_the_way_to_make_one(text: str, words: str) -> None:
    with pytest.raises(UsageProblem, match=words) as caught:
        read_store_key(text)
    assert "key:" in caught.value.help or "urandom" in caught.value.help


def test_everything_else_is_a_passphrase_to_the_last_space() -> None:
    assert read_store_key(" with spaces ") == Passphrase(" with spaces ")


def test_no_key_shows_itself() -> None:
    assert "secret" not in repr(Passphrase("secret"))
    assert "secret" not in repr(RawKey(b"secret" * 6))
