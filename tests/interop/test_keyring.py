"""A client secret that rests in the operating system's keyring: gnome-keyring behind the Secret Service."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.secret_service import SecretService

pytestmark = pytest.mark.interop


def fetch(tokencli: CommandLine, op: OidcProvider, reference: str, **variables: str) -> Finished:
    client = ("--client-id", "basic", "--client-secret", reference)
    return tokencli.run("fetch", "client-credentials", "--issuer", op.issuer, *client, "-o", "token", **variables)


def keep(keyring: SecretService, secret: str, *command: str) -> None:
    """Keeps a secret with another program, in the session of the keyring."""
    environment = {"PATH": os.environ["PATH"], **keyring.environ}
    subprocess.run(command, env=environment, input=secret, text=True, timeout=60, check=True)


def keyring_set(service: str, user: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "keyring", "set", service, user)


@pytest.fixture
def silent_bus(tmp_path: Path) -> Iterator[str]:
    """The address of a message bus that takes a connection and never says a word."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        listening.listen()
        yield f"unix:path={tmp_path / 'bus'}"


def test_a_secret_is_read_by_its_service_and_user(
    tokencli: CommandLine, op: OidcProvider, secret_service: SecretService
) -> None:
    keep(secret_service, op.secret_of("basic"), *keyring_set("interop", "basic"))
    done = fetch(tokencli, op, "keyring:interop/basic", **secret_service.environ)
    assert done.code == 0, done.said
    assert op.introspect(done.out.strip())["client_id"] == "basic"
    assert done.err == ""


def test_a_service_alone_means_the_user_tokencli(
    tokencli: CommandLine, op: OidcProvider, secret_service: SecretService
) -> None:
    keep(secret_service, op.secret_of("basic"), *keyring_set("interop", "tokencli"))
    done = fetch(tokencli, op, "keyring:interop", **secret_service.environ)
    assert done.code == 0, done.said


def test_a_secret_that_another_program_stored_is_read(
    tokencli: CommandLine, op: OidcProvider, secret_service: SecretService
) -> None:
    attributes = ("service", "interop", "username", "basic")
    keep(secret_service, op.secret_of("basic"), "secret-tool", "store", "--label", "interop", *attributes)
    done = fetch(tokencli, op, "keyring:interop/basic", **secret_service.environ)
    assert done.code == 0, done.said


def test_a_secret_that_is_not_there_is_named_with_the_command_that_stores_it(
    tokencli: CommandLine, op: OidcProvider, secret_service: SecretService
) -> None:
    done = fetch(tokencli, op, "keyring:interop/nobody", **secret_service.environ)
    assert (done.code, done.out) == (2, "")
    assert "keyring set interop nobody" in done.err
    assert op.events() == ()


def test_a_locked_collection_is_told_as_such(
    tokencli: CommandLine, op: OidcProvider, secret_service: SecretService
) -> None:
    keep(secret_service, op.secret_of("basic"), *keyring_set("interop", "basic"))
    secret_service.lock()
    done = fetch(tokencli, op, "keyring:interop/basic", **secret_service.environ)
    assert (done.code, done.out) == (50, "")
    assert "unlock" in done.err
    assert op.secret_of("basic") not in done.err


def test_no_message_bus_is_no_keyring(tokencli: CommandLine, op: OidcProvider) -> None:
    done = fetch(tokencli, op, "keyring:interop/basic")
    assert (done.code, done.out) == (50, "")
    assert "env:" in done.err


def test_a_message_bus_that_is_gone_is_no_keyring(tokencli: CommandLine, op: OidcProvider, tmp_path: Path) -> None:
    done = fetch(tokencli, op, "keyring:interop/basic", DBUS_SESSION_BUS_ADDRESS=f"unix:path={tmp_path / 'bus'}")
    assert (done.code, done.out) == (50, "")


def test_a_message_bus_that_never_answers_is_no_keyring(
    tokencli: CommandLine, op: OidcProvider, silent_bus: str
) -> None:
    done = fetch(tokencli, op, "keyring:interop/basic", DBUS_SESSION_BUS_ADDRESS=silent_bus)
    assert (done.code, done.out) == (50, "")


def test_a_keyring_that_never_answers_is_waited_for_three_seconds(
    tokencli: CommandLine, op: OidcProvider, secret_service: SecretService
) -> None:
    secret_service.daemon.send_signal(signal.SIGSTOP)
    done = fetch(tokencli, op, "keyring:interop/basic", **secret_service.environ)
    assert (done.code, done.out) == (50, "")
    assert "within 3 s" in done.err
