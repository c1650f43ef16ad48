"""Keycloak from Maven Central, as a process that a test run starts and stops."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.interop.cache import cached, download
from tests.interop.certificates import Certificates
from tests.interop.client_keys import client_jwks
from tests.interop.process import stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.interop.es256_key import Es256Key
    from tests.interop.platform import Platform

VERSION = "26.7.3"  # the newest that runs on Java 17
REALM_FILES = Path(__file__).parent / "servers" / "keycloak"
REALMS: dict[str, dict[str, Any]] = {
    path.stem.removesuffix("-realm"): json.loads(path.read_text("utf-8")) for path in REALM_FILES.glob("*-realm.json")
}
DOWNLOAD_SECONDS = 300
START_SECONDS = 300

_GET = ("mvn", "--quiet", "--batch-mode", "dependency:copy", "-DoutputDirectory=.")
_FEATURES = (
    "jwt-authorization-grant",
    "identity-assertion-jwt",
)  # not yet on by themselves: RFC 7523 section 2.1, ID-JAG
# Options of the build decide what is prepared once, so that no start has to prepare it again.
_START = (
    "start-dev",
    "--db=dev-mem",
    f"--features={','.join(_FEATURES)}",
    "--https-client-auth=request",  # RFC 8705: whoever shows no certificate is let in too
    "--http-host=127.0.0.1",
    "--http-port=0",
    "--https-port=0",
)
_PREPARED = f"keycloak-{VERSION}-{hashlib.sha256(' '.join(_START).encode()).hexdigest()[:8]}"
_JAVA = {"JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx512m", "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1"}
_LISTENING = re.compile(r"Listening on: (http://\S+) and (https://\S+)")


@dataclass(frozen=True)
class Keycloak:
    """A running server, with a realm of the suite: `hasty` is one in which everything expires after a second.

    Attributes:
        root: Where it speaks plain http.
        ca_file: The authority that its clients are to trust; None over plain http.
        realm: The realm.
        secure_root: Where it speaks https and asks for a certificate.
    """

    root: str
    ca_file: Path | None = None
    realm: str = "tokencli"
    secure_root: str = ""

    @property
    def issuer(self) -> str:
        return f"{self.root}/realms/{self.realm}"

    @property
    def token_endpoint(self) -> str:
        return f"{self.issuer}/protocol/openid-connect/token"

    def secret_of(self, client_id: str) -> str:
        """The secret that the server has for a client; empty for one that has none."""
        return next(str(one.get("secret", "")) for one in REALMS[self.realm]["clients"] if one["clientId"] == client_id)

    def over_tls(self, ca_file: Path) -> Keycloak:
        """The same server over https, where its issuer is another one."""
        return replace(self, root=self.secure_root, ca_file=ca_file)


def words_of_realm(client_key: Es256Key, certificates: Certificates, platform: Platform) -> dict[str, str]:
    """What a realm is told of the run: the words that stand between `@` in its file, with what they stand for."""
    return {
        "the keys of the client": client_jwks(client_key),
        "the subject of the client": certificates.client.subject,
        "the public key of the platform": platform.public_pem,
    }


@contextmanager
def running_keycloak(folder: Path, certificates: Certificates, known: Mapping[str, str]) -> Iterator[Keycloak]:
    """Runs a server while the context lasts; it keeps everything in memory.

    Args:
        folder: An empty folder for it; its log stays there.
        certificates: What it shows, and the authority of its clients.
        known: What the realm is told of the run: the words that stand between `@` in its file, with what they stand for.

    Raises:
        RuntimeError: It could not be downloaded, or did not start; with what it said.
    """
    home = folder / "home"
    shutil.copytree(cached(_PREPARED, _install), home)
    (home / "data" / "import").mkdir(parents=True)
    for path in REALM_FILES.glob("*-realm.json"):
        realm = path.read_text("utf-8")
        for words, value in known.items():
            realm = realm.replace(json.dumps(f"@{words}@"), json.dumps(value))
        (home / "data" / "import" / path.name).write_text(realm, "utf-8")
    options = (
        "--import-realm",
        f"--https-certificate-file={certificates.good.chain}",
        f"--https-certificate-key-file={certificates.good.key}",
        f"--truststore-paths={certificates.authority}",
    )
    try:
        with _started(home, folder / "log.txt", *options) as (root, secure_root):
            yield Keycloak(root, secure_root=secure_root)
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
    with tempfile.TemporaryDirectory() as made:
        shown = Certificates.make(Path(made)).good
        options = (f"--https-certificate-file={shown.chain}", f"--https-certificate-key-file={shown.key}")
        with _started(folder, folder / "log.txt", *options):
            pass
    shutil.rmtree(folder / "data")


@contextmanager
def _started(home: Path, log: Path, *options: str) -> Iterator[tuple[str, str]]:
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
        yield _roots(process, log)
    finally:
        stop(process)


def _roots(process: subprocess.Popen[bytes], log: Path) -> tuple[str, str]:
    """Where the server listens with http and with https, once it says so."""
    limit = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < limit:
        if said := _LISTENING.search(log.read_text("utf-8", "replace")):
            return said[1], said[2]
        time.sleep(0.2)
    raise RuntimeError(f"Keycloak did not start:\n{log.read_text('utf-8', 'replace')}")
