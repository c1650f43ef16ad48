"""A real Secret Service: gnome-keyring under a D-Bus of its own, with a home of its own, away from whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import secretstorage
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PACKAGES = ("gnome-keyring", "dbus", "dbus-daemon")
PASSWORD = "password of the test keyring"
START_SECONDS = 20
DBUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


@dataclass(frozen=True)
class SecretService:
    """A running service.

    Attributes:
        environ: The variables that lead a process to it.
        daemon: gnome-keyring.
    """

    environ: dict[str, str]
    daemon: subprocess.Popen[bytes]

    def lock(self) -> None:
        """Locks the collection; with no display nobody can unlock it again."""
        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.Collection(bus).lock()

    def items(self) -> dict[str, bytes]:
        """What is in the collection, by service name."""
        with closing(secretstorage.dbus_init()) as bus:
            found = secretstorage.Collection(bus).get_all_items()
            return {item.get_attributes()["service"]: item.get_secret() for item in found}


@contextmanager
def running_secret_service(folder: Path, *, unlocked: bool = True) -> Iterator[SecretService]:
    """Runs one.

    Args:
        folder: An empty folder of its own.
        unlocked: Whether there is a collection, and it is open; else there is none, and nobody to make one.

    Raises:
        RuntimeError: It could not be installed or started.
    """
    _install()
    environ = {name: str(folder / place) for name, place in _FOLDERS.items()}
    for place in environ.values():
        os.makedirs(place, mode=0o700, exist_ok=True)  # noqa: PTH103 - home is the folder itself
    with ExitStack() as stack:
        bus = stack.enter_context(_process(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environ))
        environ["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus)
        daemon = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        keyring = stack.enter_context(_process([*daemon, *(["--unlock"] if unlocked else [])], environ))
        assert keyring.stdin is not None
        keyring.stdin.write(PASSWORD.encode() if unlocked else b"")
        keyring.stdin.close()
        _wait_until(lambda: _is_ready(environ["DBUS_SESSION_BUS_ADDRESS"], unlocked=unlocked))
        yield SecretService(environ, keyring)


_FOLDERS = {
    "HOME": ".",
    "XDG_RUNTIME_DIR": "run",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_STATE_HOME": "state",
}


def _install() -> None:
    if all(shutil.which(name) for name in ("gnome-keyring-daemon", "dbus-daemon")):
        return
    try:
        subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as problem:
        said = (getattr(problem, "stderr", b"") or b"").decode(errors="replace")
        raise RuntimeError(f"install {' '.join(PACKAGES)}: {problem}\n{said}") from problem


@contextmanager
def _process(command: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    env = {name: value for name, value in os.environ.items() if name not in hidden} | environ
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()  # else whoever leaves with an exception waits here for ever


def _is_ready(address: str, *, unlocked: bool) -> bool:
    with closing(open_dbus_connection(address)) as bus:
        # Asked for before it is there, the bus would start a second one.
        owned = new_method_call(DBUS, "NameHasOwner", "s", ("org.freedesktop.secrets",))
        if not bus.send_and_get_reply(owned).body[0]:
            return False
        try:
            return not (unlocked and secretstorage.Collection(bus).is_locked())
        except secretstorage.SecretStorageException:
            return False


def _wait_until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError("gnome-keyring did not start")
        time.sleep(0.02)


def _first_line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().decode().strip()
    if not line:
        raise RuntimeError(f"{process.args!r} did not start")
    return line
