"""Keycloak from Maven Central, as a process that a test run starts and stops."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.interop.cache import cached, download
from tests.interop.process import stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.interop.es256_key import Es256Key

VERSION = "26.7.3"  # the newest that runs on Java 17
REALM_FILES = Path(__file__).parent / "servers" / "keycloak"
REALMS: dict[str, dict[str, Any]] = {
    path.stem.removesuffix("-realm"): json.loads(path.read_text("utf-8")) for path in REALM_FILES.glob("*-realm.json")
}
DOWNLOAD_SECONDS = 300
START_SECONDS = 300

_GET = ("mvn", "--quiet", "--batch-mode", "dependency:copy", "-DoutputDirectory=.")
# Options of the build decide what is prepared once, so that no start has to prepare it again.
_START = ("start-dev", "--db=dev-mem", "--http-host=127.0.0.1", "--http-port=0")
_JAVA = {"JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx512m", "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1"}
_LISTENING = re.compile(r"Listening on: (http://\S+)")


@dataclass(frozen=True)
class Keycloak:
    """A running server, with a realm of the suite: `hasty` is one in which everything expires after a second."""

    root: str
    ca_file: Path | None = None
    realm: str = "tokencli"

    @property
    def issuer(self) -> str:
        return f"{self.root}/realms/{self.realm}"

    @property
    def token_endpoint(self) -> str:
        return f"{self.issuer}/protocol/openid-connect/token"

    def secret_of(self, client_id: str) -> str:
        """The secret that the server has for a client; empty for a public one."""
        return next(str(one.get("secret", "")) for one in REALMS[self.realm]["clients"] if one["clientId"] == client_id)


@contextmanager
def running_keycloak(folder: Path, client_key: Es256Key) -> Iterator[Keycloak]:
    """Runs a server while the context lasts; it keeps everything in memory.

    Args:
        folder: An empty folder for it; its log stays there.
        client_key: The key of the clients that sign.

    Raises:
        RuntimeError: It could not be downloaded, or did not start; with what it said.
    """
    home = folder / "home"
    shutil.copytree(cached(f"keycloak-{VERSION}", _install), home)
    (home / "data" / "import").mkdir(parents=True)
    keys = json.dumps(
        {"keys": [{**json.loads(client_key.public_jwk.read_text("utf-8")), "use": "sig", "alg": "ES256"}]}
    )
    for path in REALM_FILES.glob("*-realm.json"):
        realm = path.read_text("utf-8").replace(json.dumps("@the keys of the client@"), json.dumps(keys))
        (home / "data" / "import" / path.name).write_text(realm, "utf-8")
    try:
        with _started(home, folder / "log.txt", "--import-realm") as root:
            yield Keycloak(root)
    finally:
        shutil.rmtree(home)


def _install(folder: Path) -> None:
    """Unpacks the server, and starts it once: the first start prepares what later ones find."""
    archive = folder / f"keycloak-quarkus-dist-{VERSION}.zip"
    artifact = f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{VERSION}:zip"
    download((*_GET, artifact), folder=folder, seconds=DOWNLOAD_SECONDS)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    for part in (folder / f"keycloak-{VERSION}").iterdir():
        part.rename(folder / part.name)
    (folder / f"keycloak-{VERSION}").rmdir()
    (folder / "bin" / "kc.sh").chmod(0o755)
    with _started(folder, folder / "log.txt"):
        pass
    shutil.rmtree(folder / "data")


@contextmanager
def _started(home: Path, log: Path, *options: str) -> Iterator[str]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [home / "bin" / "kc.sh", *_START, *options],
            env={**os.environ, **_JAVA},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,  # kc.sh has Java as its child
        )
    try:
        yield _root(process, log)
    finally:
        stop(process)


def _root(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where the server listens, once it says so."""
    limit = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < limit:
        if said := _LISTENING.search(log.read_text("utf-8", "replace")):
            return said[1]
        time.sleep(0.2)
    raise RuntimeError(f"Keycloak did not start:\n{log.read_text('utf-8', 'replace')}")
