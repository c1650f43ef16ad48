from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from tests.app.checks.examined import examined
from tests.store.backends import FailingBackend, ForgetfulBackend, HangingBackend, ShortBackend
from tokencli.store.keyring_call import within_limit

if TYPE_CHECKING:
    from tests.journeys.command import Command

PERSON = '[profiles.dev]\ngrant = "authorization_code"\nclient_id = "app"\n'
NOBODY = '[profiles.ci]\ngrant = "client_credentials"\nclient_id = "ci"\n'


def test_a_keyring_is_named_and_was_asked_to_return_a_value_and_nothing_is_left_in_it(cli: Command) -> None:
    seen = examined(cli)
    assert seen.state("store") == "good"
    assert seen.what("store") == "keyring tests.store.backends.ShortBackend keeps a value and returns it"
    assert ShortBackend.values == {}


def test_a_keyring_that_drops_what_it_is_given_is_found_out(cli: Command) -> None:
    keyring.set_keyring(ForgetfulBackend())
    seen = examined(cli)
    assert (seen.code, seen.state("store")) == (10, "error")
    assert "does not return it" in seen.findings["tokens-not-kept"]["what"]
    assert "ForgetfulBackend" in seen.what("store")


def test_a_locked_keyring_says_so_and_what_to_do(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FailingBackend, "problem", KeyringLocked)
    keyring.set_keyring(FailingBackend())
    found = examined(cli).findings["tokens-not-kept"]
    assert "is locked" in found["what"]
    assert "unlock it" in found["help"]
    assert "exit code 50" in found["why"]


def test_a_keyring_that_hangs_is_given_up(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokencli.store.keyring_vault.within_limit", lambda _, ask: within_limit(0.3, ask))
    keyring.set_keyring(HangingBackend())
    seen = examined(cli)
    assert "did not answer" in seen.findings["tokens-not-kept"]["what"]
    assert HangingBackend.asked == 1


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_keyring_is_an_error_where_a_person_signs_in(cli: Command, backend: type) -> None:
    keyring.set_keyring(backend())
    assert examined(cli).code == 10
    cli.config(PERSON).chmod(0o600)
    assert examined(cli, env={"CI": "1"}).code == 10


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_keyring_is_a_warning_where_nobody_does(cli: Command, backend: type) -> None:
    keyring.set_keyring(backend())
    assert examined(cli, env={"CI": "1"}).code == 0
    assert examined(cli, "--no-input").code == 0
    cli.config(NOBODY).chmod(0o600)
    seen = examined(cli)
    assert (seen.code, seen.state("store")) == (0, "warning")


def test_the_keyring_is_not_touched_where_a_command_would_not_touch_it(cli: Command) -> None:
    keyring.set_keyring(HangingBackend())
    cli.config(NOBODY).chmod(0o600)
    seen = examined(cli, env={"CI": "1"})
    assert (seen.state("store"), HangingBackend.asked) == ("note", 0)


def test_a_store_of_none_is_what_was_asked_for(cli: Command) -> None:
    seen = examined(cli, "--store", "none")
    assert (seen.code, seen.state("store")) == (0, "note")
    assert seen.checks["store"]["help"] == "as --store says"


def test_the_encrypted_file_is_written_and_read(cli: Command) -> None:
    seen = examined(cli, "--store", "file", env={"TOKENCLI_STORE_KEY": "key:" + "A" * 43})
    assert (seen.code, seen.state("store")) == (0, "good")
    assert "encrypted file" in seen.what("store")


def test_the_encrypted_file_of_another_key_is_an_error(cli: Command) -> None:
    examined(cli, "--store", "file", env={"TOKENCLI_STORE_KEY": "key:" + "A" * 43})
    assert examined(cli, "--store", "file", env={"TOKENCLI_STORE_KEY": "key:" + "Q" * 43}).code == 10


def test_the_encrypted_file_without_a_key_is_not_opened_and_nobody_is_asked(cli: Command) -> None:
    seen = examined(cli, "--store", "file")
    assert (seen.code, seen.state("store")) == (0, "note")
    assert "TOKENCLI_STORE_KEY" in seen.checks["store"]["help"]
