"""A real Secret Service: gnome-keyring on a message bus of its own, as a desktop session has them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.interop.process import stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_SECONDS = 30
LIMIT_SECONDS = 30
PASSPHRASE = b"the passphrase of the collection"

# The command line of keyring and that of libsecret cannot lock; the library below keyring can.
_LOCK = """
import secretstorage
connection = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(connection)
collection.lock()
assert collection.is_locked()
"""
# It may be on the bus a moment before the collection is open.
_IS_UNLOCKED = """
import secretstorage
print("no" if secretstorage.get_default_collection(secretstorage.dbus_init()).is_locked() else "yes")
"""


@dataclass(frozen=True)
class SecretService:
    """A running keyring, unlocked and empty.

    A test gives `environment` to the command it runs: `tokencli.run(…, **secret_service.environment)`. The command then
    finds this keyring and no other, and its HOME and its folders for configuration, cache and state are those of the
    keyring's person, so they last from one command of a test to the next.
    """

    environment: dict[str, str]
    keyring: subprocess.Popen[bytes]

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """While the context lasts, the keyring is on the bus and never answers, as a wallet that waits for a person."""
        self.keyring.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.keyring.send_signal(signal.SIGCONT)

    def store(self, service: str, user: str, secret: str) -> None:
        """Keeps a secret, as `keyring set SERVICE USER` does."""
        self.run(sys.executable, "-m", "keyring", "set", service, user, said=f"{secret}\n")

    def read(self, service: str, user: str) -> str:
        """The secret that is kept, as another program finds it (libsecret's `secret-tool`); empty for none."""
        return self.run("secret-tool", "lookup", "service", service, "username", user, check=False)

    def lock(self) -> None:
        """Locks the collection; nobody is there who could type the passphrase again."""
        self.run(sys.executable, "-c", _LOCK)

    def run(self, *command: str, said: str = "", check: bool = True) -> str:
        """Runs a program in the session of this keyring, and returns what it writes."""
        environment = {"PATH": os.environ["PATH"], **self.environment}
        done = subprocess.run(
            command, env=environment, input=said, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False
        )
        assert done.returncode == 0 or not check, f"{command[0]} failed: {done.stdout}{done.stderr}"
        return done.stdout


@contextmanager
def running_secret_service(folder: Path) -> Iterator[SecretService]:
    """Runs a message bus and a keyring while the context lasts.

    Args:
        folder: An empty folder that is the home of the session.

    Raises:
        RuntimeError: One of them is not installed, or did not start; with what it said.
    """
    environment = _environment(folder)
    with ExitStack() as ending, (folder / "log.txt").open("wb") as log:

        def start(*command: str) -> subprocess.Popen[bytes]:
            if shutil.which(command[0]) is None:
                raise RuntimeError(f"{command[0]} is not installed")
            process = subprocess.Popen(
                command,
                env={"PATH": os.environ["PATH"], **environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
            ending.callback(stop, process)
            return process

        start("dbus-daemon", "--session", "--nofork", f"--address={environment['DBUS_SESSION_BUS_ADDRESS']}")
        _wait_for(folder / "run" / "bus", folder / "log.txt")
        keyring = start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        assert keyring.stdin
        keyring.stdin.write(PASSPHRASE)  # it unlocks at the end of its input
        keyring.stdin.close()
        keyring.stdin = None
        _wait_for(folder / "run" / "keyring" / "control", folder / "log.txt")
        service = SecretService(environment, keyring)
        _wait_until_unlocked(service)
        yield service


def _environment(folder: Path) -> dict[str, str]:
    folders = {f"XDG_{kind}_HOME": folder / kind.lower() for kind in ("CONFIG", "CACHE", "STATE", "DATA")}
    for made in (*folders.values(), folder / "run"):
        made.mkdir(mode=0o700)
    return {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'run' / 'bus'}",
        **{name: str(path) for name, path in folders.items()},
    }


def _wait_for(path: Path, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while not path.exists():
        if time.monotonic() > limit:
            raise RuntimeError(f"there is no {path}:\n{log.read_text('utf-8', 'replace')}")
        time.sleep(0.05)


def _wait_until_unlocked(service: SecretService) -> None:
    limit = time.monotonic() + START_SECONDS
    while service.run(sys.executable, "-c", _IS_UNLOCKED, check=False).strip() != "yes":
        if time.monotonic() > limit:
            raise RuntimeError("gnome-keyring is not on the bus, or its collection stays locked")
        time.sleep(0.1)
