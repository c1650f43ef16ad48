from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import keyring
import pytest

from tests.store import failing_keyrings as backends
from tokencli.errors import StoreProblem, UsageProblem
from tokencli.store import keyring_call
from tokencli.store.keyring_secret import read_keyring_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Use = Callable[[backends.Fake], backends.Fake]

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command


@pytest.fixture
def use() -> Iterator[Use]:
    """Makes a keyring the one of this machine."""
    before = keyring.get_keyring()

    def use_it(backend: backends.Fake) -> backends.Fake:
        keyring.set_keyring(backend)
        return backend

    yield use_it
    keyring.set_keyring(before)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("orders", ("orders", "tokencli")),
        ("orders/alice", ("orders", "alice")),
        ("https://as.example/alice", ("https://as.example", "alice")),
        ("orders/", ("orders", "")),
    ],
)
def test_a_name_is_a_service_and_after_the_last_slash_a_user(name: str, asked: tuple[str, str], use: Use) -> None:
    backend = use(backends.Fake())
    with pytest.raises(UsageProblem):
        read_keyring_secret(name)
    assert backend.asked == [asked]


def test_the_secret_is_what_the_keyring_holds_white_space_and_all(use: Use) -> None:
    use(backends.Fake(orders_tokencli=" hush\n"))
    assert read_keyring_secret("orders") == " hush\n"


def test_a_secret_that_is_not_there_names_the_command_that_stores_it(use: Use) -> None:
    use(backends.Fake())
    with pytest.raises(UsageProblem) as caught:
        read_keyring_secret("orders/alice")
    assert caught.value.help == "store it with: keyring set orders alice"


@pytest.mark.parametrize(
    ("backend", "told"),
    [
        (backends.SecretService, "KeyringLocked: Failed to unlock the collection!"),
        (backends.DBusGone, "ConnectionRefusedError"),
        (backends.Fail, "NoKeyringError: No recommended backend"),
        (backends.Uninitialised, "InitError"),
    ],
)
def test_a_keyring_that_fails_is_a_problem_of_the_store_in_its_own_words(
    backend: type[backends.Fake], told: str, use: Use
) -> None:
    use(backend())
    with pytest.raises(StoreProblem, match="the keyring could not be read") as caught:
        read_keyring_secret("orders")
    assert told in caught.value.what
    assert "env:" in caught.value.help


def test_a_keyring_that_never_answers_is_left_at_its_limit(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    wallet = use(backends.KWallet())
    assert isinstance(wallet, backends.KWallet)
    monkeypatch.setattr("tokencli.store.keyring_secret.TIME_LIMIT_SECONDS", 0.05)
    try:
        with pytest.raises(StoreProblem, match=r"no answer within 0\.05 s"):
            read_keyring_secret("orders")
        # The thread that still waits must not keep the process alive.
        assert all(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread())
    finally:
        wallet.released.set()


def test_the_limit_is_what_a_person_waits_without_wondering() -> None:
    assert keyring_call.TIME_LIMIT_SECONDS == 3


def test_an_error_in_the_import_of_a_backend_is_a_problem_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ImportError("libsecret is not installed")

    monkeypatch.setattr(keyring, "get_password", fail)
    with pytest.raises(StoreProblem, match="libsecret is not installed"):
        read_keyring_secret("orders")


def test_on_the_command_line_a_failing_keyring_is_exit_50_and_nothing_is_sent(
    cli: Command, server: MisbehavingServer, use: Use
) -> None:
    use(backends.SecretService())
    words = ("--token-endpoint", server.url(), "--client-id", "app", "--client-secret", "keyring:orders")
    done = cli("fetch", "client-credentials", *words)
    assert (done.code, done.out, server.requests) == (50, "", [])
    assert "unlock it" in done.err


def test_on_the_command_line_a_secret_of_the_keyring_is_sent(cli: Command, server: MisbehavingServer, use: Use) -> None:
    use(backends.Fake(orders_alice="hush-hush"))
    words = ("--token-endpoint", server.url(), "--client-id", "app", "--auth-method", "post")
    done = cli("fetch", "client-credentials", *words, "--client-secret", "keyring:orders/alice")
    assert done.code == 0, done.err
    assert b"client_secret=hush-hush" in server.requests[0].body


def test_decode_reads_a_token_of_the_keyring(cli: Command, use: Use) -> None:
    use(backends.Fake(jwt_tokencli="eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9."))
    assert cli("decode", "keyring:jwt", "--field", "claims.sub").out == "alice\n"
