"""A proxy that opens TLS connections and reads along, as companies have them (proxy.py), as a process."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import trustme

from tests.interop.process import stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_SECONDS = 60
OWNER = "Example Company TLS Inspection"
CONNECTION_LOG = "tests.interop.connection_log.ConnectionLog"  # imported by the proxy: it needs the extra interop
MARK = "carries a connection to"
PERSON = "employee:proxy-password-of-the-employee"


@dataclass(frozen=True)
class InterceptingProxy:
    """A running proxy.

    Attributes:
        address: Its host and port.
        authority: The authority in whose name it shows certificates of its own for every server.
        log: What it did, a line for each connection.
    """

    address: str
    authority: Path
    log: Path

    @property
    def url(self) -> str:
        """Where it is, with the name and password that it wants."""
        return f"http://{PERSON}@{self.address}"

    @property
    def url_without_password(self) -> str:
        return f"http://{self.address}"

    def connections_to(self, host: str) -> int:
        """How many connections to a host it carried so far, those that are open among them."""
        return self.log.read_text("utf-8").count(f"{MARK} {host}\n")


@contextmanager
def running_intercepting_proxy(folder: Path, upstream_authority: Path) -> Iterator[InterceptingProxy]:
    """Runs a proxy while the context lasts.

    Args:
        folder: An empty folder for its keys, its certificates and its log.
        upstream_authority: The authority that it trusts itself.

    Raises:
        RuntimeError: It did not start; with what it said.
    """
    authority = trustme.CA(organization_name=OWNER, key_type=trustme.KeyType.RSA)
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    authority.private_key_pem.write_to_path(str(folder / "authority.key"))
    leaf = authority.issue_cert("leaf.example", key_type=trustme.KeyType.RSA)
    leaf.private_key_pem.write_to_path(str(folder / "leaf.key"))
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "proxy", *_options(folder, upstream_authority)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield InterceptingProxy(f"127.0.0.1:{_port(process, folder)}", folder / "authority.pem", folder / "log.txt")
    finally:
        stop(process)


def _options(folder: Path, upstream_authority: Path) -> list[str]:
    options = {
        "hostname": "127.0.0.1",
        "port": 0,
        "port-file": folder / "port",
        "num-workers": 1,
        "num-acceptors": 1,
        "basic-auth": PERSON,
        "plugins": CONNECTION_LOG,
        "data-dir": folder / "data",
        "ca-cert-dir": folder / "certificates",
        "ca-file": upstream_authority,
        "ca-cert-file": folder / "authority.pem",
        "ca-key-file": folder / "authority.key",
        "ca-signing-key-file": folder / "leaf.key",
    }
    return ["--threaded", *(word for name, value in options.items() for word in (f"--{name}", str(value)))]


def _port(process: subprocess.Popen[bytes], folder: Path) -> int:
    limit = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < limit:
        if (folder / "port").is_file() and (said := (folder / "port").read_text("utf-8").strip()):
            return int(said)
        time.sleep(0.1)
    raise RuntimeError(f"the proxy did not start:\n{(folder / 'log.txt').read_text('utf-8')}")
