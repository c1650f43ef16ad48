from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError
from keyring.util.platform_ import config_root

from tests.journeys.command import PROCESS_SECONDS, clean_environment
from tests.store.backends import FailingBackend, ForgetfulBackend, HangingBackend, Killed, ShortBackend
from tests.store.records import LONG, record
from tokencli.errors import StoreProblem
from tokencli.store.index import Index
from tokencli.store.keyring_backend import RememberedBackend, keyring_settings_file
from tokencli.store.keyring_store import KeyringStore
from tokencli.store.keyring_vault import KeyringVault

HANGS = """
import os, sys
from pathlib import Path
from tokencli.errors import StoreProblem
from tokencli.store.keyring_backend import RememberedBackend
from tokencli.store.keyring_vault import KeyringVault
try:
    KeyringVault(RememberedBackend(lambda: Path(sys.argv[1])), 0.2).read("name")
except StoreProblem as problem:
    print(problem.what)
"""


class DBusErrorResponse(Exception):
    """As jeepney raises it: no KeyringError."""


class CalledProcessError(subprocess.CalledProcessError):
    def __init__(self, _: str) -> None:
        super().__init__(2, ["pass", "insert", "entry"])


def vault(folder: Path, seconds: float = 3.0) -> KeyringVault:
    return KeyringVault(RememberedBackend(lambda: folder), seconds)


def store(folder: Path, ring: KeyringVault | None = None) -> KeyringStore:
    return KeyringStore(ring or vault(folder), lambda: folder, os.urandom, lambda: Index(lambda: folder))


def remembered(folder: Path) -> Any:
    return json.loads((folder / "keyring-backend.json").read_text())["backend"]


def remember(folder: Path, name: str) -> None:
    (folder / "keyring-backend.json").write_text(json.dumps({"version": 1, "backend": name}))


def test_a_token_of_nine_thousand_characters_survives_a_death_between_any_two_calls_of_the_backend(
    tmp_path: Path,
) -> None:
    keyring.set_keyring(ShortBackend())
    old, new = record(access_token=LONG), record(access_token=LONG[::-1])
    for steps in range(200):
        ShortBackend.values.clear()
        store(tmp_path).put(old)
        ShortBackend.steps_to_live = steps
        try:
            store(tmp_path).put(new)
        except Killed:
            assert store(tmp_path).get(old.fingerprint) in (old, new)
        else:
            break
        finally:
            ShortBackend.steps_to_live = -1
    assert steps > 20
    assert store(tmp_path).get(old.fingerprint) == new


def test_every_entry_has_a_service_name_of_its_own_because_windows_shuffles_users_of_one(tmp_path: Path) -> None:
    keyring.set_keyring(ShortBackend())
    store(tmp_path).put(record(access_token=LONG))
    pairs = [name.rpartition("/") for name in ShortBackend.values]
    assert {user for _, _, user in pairs} == {"tokencli"}
    assert len({service for service, _, _ in pairs}) == len(pairs) > 7


def test_a_backend_that_hangs_is_given_up_and_not_asked_again(tmp_path: Path) -> None:
    keyring.set_keyring(HangingBackend())
    ring = vault(tmp_path, 0.3)
    for _ in range(3):
        with pytest.raises(StoreProblem, match=r"did not answer \(no answer within 0.3 s\)") as caught:
            ring.read("name")
        assert "--store file" in caught.value.help
    assert HangingBackend.asked == 1


def test_a_process_whose_keyring_hangs_comes_to_its_end(tmp_path: Path) -> None:
    environ = clean_environment(tmp_path) | {"PYTHON_KEYRING_BACKEND": "tests.store.backends.HangingBackend"}
    environ["PYTHONPATH"] += os.pathsep + str(Path.cwd())
    # The backend must be viable here, which those of the tests are not.
    script = "import tests.store.backends as b; b.HangingBackend.priority = 1\n" + HANGS
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environ, capture_output=True, text=True, timeout=PROCESS_SECONDS, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "did not answer" in ran.stdout


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (KeyringLocked, "is locked"),
        (NoKeyringError, "NoKeyringError"),
        (InitError, "could not be opened"),
        (CalledProcessError, "CalledProcessError"),
        (DBusErrorResponse, "DBusErrorResponse"),
        (OSError, "OSError"),
        (KeyError, "KeyError"),
    ],
)
def test_whatever_a_backend_raises_becomes_a_sentence_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: type[Exception], words: str
) -> None:
    monkeypatch.setattr(FailingBackend, "problem", problem)
    keyring.set_keyring(FailingBackend())
    with pytest.raises(StoreProblem, match=words) as caught:
        vault(tmp_path).read("name")
    assert "--store" in caught.value.help


def test_a_secret_in_the_words_of_a_backend_is_taken_out(tmp_path: Path) -> None:
    keyring.set_keyring(FailingBackend())
    with pytest.raises(StoreProblem) as caught:
        vault(tmp_path).write("name", "canary-7f3a")
    assert caught.value.what == "the keyring failed (OSError: could not write [redacted])"


def test_a_backend_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no_such_package.Keyring")
    with pytest.raises(StoreProblem, match="no_such_package") as caught:
        vault(tmp_path).read("name")
    assert "PYTHON_KEYRING_BACKEND" in caught.value.help


@pytest.mark.parametrize(
    ("backend", "words"), [(null.Keyring, "keeps nothing"), (fail.Keyring, "no keyring that can be used")]
)
def test_a_backend_that_is_none_is_refused(tmp_path: Path, backend: Any, words: str) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(StoreProblem, match=words) as caught:
        vault(tmp_path).read("name")
    assert "--store file" in caught.value.help


def _plain_text_backend() -> Any:
    names = {"__module__": "keyrings.alt.file", "__qualname__": "PlaintextKeyring"}
    kind: type[ShortBackend] = type("PlaintextKeyring", (ShortBackend,), names)
    return type("HeirOfIt", (kind,), {"__module__": __name__})()


def test_a_backend_that_stores_plain_text_is_refused_by_name_and_so_is_its_heir(tmp_path: Path) -> None:
    keyring.set_keyring(_plain_text_backend())
    with pytest.raises(StoreProblem, match="HeirOfIt stores secrets as plain text"):
        vault(tmp_path).write("name", "text")
    assert ShortBackend.values == {}


class ForgetfulOfAll(null.Keyring):
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own


def test_of_a_chain_the_first_backend_that_may_be_used_is_used(tmp_path: Path) -> None:
    class Chain(ShortBackend):
        backends = (ForgetfulOfAll(), _plain_text_backend(), ShortBackend())

    keyring.set_keyring(Chain())
    vault(tmp_path).write("name", "text")
    assert remembered(tmp_path) == "tests.store.backends.ShortBackend"


def test_a_probe_finds_a_backend_that_drops_what_it_is_given(tmp_path: Path) -> None:
    keyring.set_keyring(ForgetfulBackend())
    with pytest.raises(StoreProblem, match="does not return it"):
        store(tmp_path).probe()


def test_a_probe_leaves_nothing_in_the_keyring(tmp_path: Path) -> None:
    keyring.set_keyring(ShortBackend())
    store(tmp_path).probe()
    assert ShortBackend.values == {}


def test_the_backend_that_worked_is_used_again_without_a_look_up(tmp_path: Path) -> None:
    keyring.set_keyring(ShortBackend())
    vault(tmp_path).write("name", "text")
    keyring.set_keyring(FailingBackend())
    assert vault(tmp_path).read("name") == "text"


def test_a_backend_is_remembered_only_once_it_worked(tmp_path: Path) -> None:
    keyring.set_keyring(FailingBackend())
    with pytest.raises(StoreProblem):
        vault(tmp_path).read("name")
    assert not (tmp_path / "keyring-backend.json").exists()


@pytest.mark.parametrize(
    "name",
    [
        "tests.store.backends.FailingBackend",
        "tests.store.backends.NoSuchBackend",
        "no_such_package.Keyring",
        "keyring.backends.null.Keyring",
        "os.path.join",
        "nonsense",
        "",
    ],
)
def test_a_remembered_backend_that_fails_is_forgotten_and_another_one_looked_up(tmp_path: Path, name: str) -> None:
    remember(tmp_path, name)
    keyring.set_keyring(ShortBackend())
    vault(tmp_path).write("name", "text")
    assert remembered(tmp_path) == "tests.store.backends.ShortBackend"


def test_a_remembered_backend_that_fails_and_is_the_only_one_says_its_own_error(tmp_path: Path) -> None:
    remember(tmp_path, "tests.store.backends.FailingBackend")
    keyring.set_keyring(FailingBackend())
    with pytest.raises(StoreProblem, match="the bus is gone"):
        vault(tmp_path).read("name")


def test_the_backend_does_not_change_in_the_middle_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(tmp_path, "tests.store.backends.ShortBackend")
    ring = vault(tmp_path)
    ring.write("name", "text")

    class Another(ShortBackend):
        def get_password(self, service: str, username: str) -> str | None:
            return "of another place"

    keyring.set_keyring(Another())
    monkeypatch.setattr(ShortBackend, "get_password", FailingBackend.get_password)
    monkeypatch.setattr(ShortBackend, "problem", OSError, raising=False)
    with pytest.raises(StoreProblem, match="the bus is gone"):
        ring.read("name")


def test_a_backend_named_in_the_environment_wins_over_the_remembered_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(tmp_path, "tests.store.backends.ShortBackend")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(StoreProblem, match="keeps nothing"):
        vault(tmp_path).read("name")
    assert remembered(tmp_path) == "tests.store.backends.ShortBackend"


def test_a_backend_named_in_the_settings_of_keyring_wins_over_the_remembered_one(tmp_path: Path) -> None:
    remember(tmp_path, "tests.store.backends.ShortBackend")
    keyring_settings_file().parent.mkdir(parents=True)
    keyring_settings_file().write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n")
    with pytest.raises(StoreProblem, match="keeps nothing"):
        vault(tmp_path).read("name")


def test_the_settings_of_keyring_are_where_keyring_looks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keyring_settings_file() == config_root() / "keyringrc.cfg"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert keyring_settings_file() == config_root() / "keyringrc.cfg"


def test_a_state_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    keyring.set_keyring(ShortBackend())
    blocked = tmp_path / "file"
    blocked.write_text("")
    one = record()
    store(blocked / "folder").put(one)
    assert store(blocked / "folder").get(one.fingerprint) == one
