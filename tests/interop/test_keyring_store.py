from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import keyring
import pytest

from tests.interop.secret_service import SecretService, running_secret_service
from tests.journeys.command import PROCESS_SECONDS, ROOT
from tests.store.records import LONG, record
from tokencli.settings.paths import state_folder
from tokencli.store.index import Index
from tokencli.store.keyring_backend import RememberedBackend
from tokencli.store.keyring_store import KeyringStore
from tokencli.store.keyring_vault import KeyringVault
from tokencli.store.secret_service import QuickSecretService

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.interop


# What keyring leaves open when it fails would be held against the next test.
ASK = """
import sys
from tests.interop.test_keyring_store import store
from tests.store.records import record
from tokencli.errors import StoreProblem
try:
    sys.stdout.write(repr(store(float(sys.argv[1])).get(record().fingerprint) == record()))
except StoreProblem as problem:
    sys.stdout.write(f"{problem.what}; {problem.help}")
"""
READ = """
import sys
from tests.store.records import record
from tokencli.settings.paths import state_folder
from tokencli.store.index import Index
from tokencli.store.keyring_backend import RememberedBackend
from tokencli.store.keyring_store import KeyringStore
from tokencli.store.keyring_vault import KeyringVault
store = KeyringStore(KeyringVault(RememberedBackend(state_folder)), state_folder, bytes, lambda: Index(state_folder))
assert store.get(record().fingerprint) == record()
sys.stdout.write(repr({"keyring", "filelock", "logging", "httpx", "pydantic"} & set(sys.modules)))
"""


def store(seconds: float = 3.0) -> KeyringStore:
    vault = KeyringVault(RememberedBackend(state_folder), seconds)
    return KeyringStore(vault, state_folder, os.urandom, lambda: Index(state_folder))


def said_by(script: str, *arguments: str) -> str:
    """What a process of its own says, in the environment of the test."""
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PROCESS_SECONDS,
        check=True,
    ).stdout


def led_to(service: SecretService, patch: pytest.MonkeyPatch) -> None:
    patch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    patch.setattr(keyring.core, "_keyring_backend", None)
    for name, value in service.environ.items():
        patch.setenv(name, value)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    with running_secret_service(tmp_path) as one:
        led_to(one, monkeypatch)
        yield one


@pytest.mark.usefixtures("service")
def test_a_token_of_nine_thousand_characters_is_there_for_the_next_run_and_is_forgotten_without_a_trace(
    service: SecretService,
) -> None:
    one = record(access_token=LONG)
    store().probe()
    store().put(record(access_token="first"))
    store().put(one)
    assert store().get(one.fingerprint) == one
    assert store().list() == (one.fingerprint,)
    assert len(service.items()) == 1
    store().delete(one.fingerprint)
    assert store().get(one.fingerprint) is None
    assert service.items() == {}


@pytest.mark.usefixtures("service")
def test_the_direct_way_reads_what_keyring_wrote_and_keyring_reads_the_same() -> None:
    one = record()
    store().put(one)
    again = store()
    assert again.get(one.fingerprint) == one
    assert isinstance(again.vault, KeyringVault)
    assert isinstance(again.vault._backend, QuickSecretService)
    name = f"tokencli:{one.fingerprint}"
    assert keyring.get_password(name, "tokencli") == again.vault.read(name)


@pytest.mark.usefixtures("service")
def test_the_next_run_reads_a_token_without_loading_keyring() -> None:
    store().put(record())
    assert said_by(READ) == "set()"


def test_a_locked_keyring_is_said_with_what_to_do(service: SecretService) -> None:
    store().put(record())
    service.lock()
    said = said_by(ASK, "3")
    assert said.startswith("the keyring is locked")
    assert "--store file" in said


def test_a_keyring_that_nobody_ever_opened_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_secret_service(tmp_path, unlocked=False) as closed:
        led_to(closed, monkeypatch)
        said = said_by(ASK, "3")
    assert said.startswith("the keyring could not be opened")
    assert "--store file" in said


def test_a_keyring_that_hangs_is_given_up_and_works_again_once_it_answers(service: SecretService) -> None:
    store().put(record())
    service.daemon.send_signal(signal.SIGSTOP)
    try:
        said = said_by(ASK, "1")
    finally:
        service.daemon.send_signal(signal.SIGCONT)
    assert said.startswith("the keyring did not answer (no answer within 1 s)")
    assert said_by(ASK, "3") == "True"


def test_a_keyring_whose_daemon_died_is_said(service: SecretService) -> None:
    store().put(record())
    service.daemon.kill()
    service.daemon.wait()
    assert "--store file" in said_by(ASK, "3")  # the bus starts another one, whose collection nobody opened


@pytest.mark.usefixtures("service")
def test_without_a_bus_there_is_no_keyring_and_the_remembered_one_is_forgotten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store().put(record())
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    assert said_by(ASK, "3").startswith("this machine has no keyring that can be used")
    assert not (state_folder() / "keyring-backend.json").exists()
