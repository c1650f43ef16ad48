"""Records the cases under tests/cases/recorded again, from the real servers.

`python tools/record_cases.py [oidc-provider|keycloak …]` needs the extras dev and interop, and what the servers run on: Node, npm,
Java and Maven. What a case expects stays as somebody judged it; under a new one stands what the rules find today, to be judged.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.interop.certificates import Certificates  # noqa: E402 - after the path
from tests.interop.es256_key import Es256Key  # noqa: E402 - after the path
from tests.interop.keycloak import running_keycloak, words_of_realm  # noqa: E402 - after the path
from tests.interop.node_project import node_modules  # noqa: E402 - after the path
from tests.interop.oidc_provider import PROJECT, running_oidc_provider  # noqa: E402 - after the path
from tests.interop.platform import Platform  # noqa: E402 - after the path
from tests.interop.recordings.conversation import Keys  # noqa: E402 - after the path
from tests.interop.recordings.recording import chapters, write_chapter  # noqa: E402 - after the path
from tests.interop.recordings.servers import recorded_keycloak, recorded_oidc_provider  # noqa: E402 - after the path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.interop.recordings.recording import Recorded


@contextmanager
def _oidc_provider(folder: Path, keys: Keys) -> Iterator[Recorded]:
    (folder / "server").mkdir()
    jwks = (str(keys.issuer.public_jwk), str(keys.client.public_jwk))
    packages = node_modules(PROJECT)
    with running_oidc_provider(folder / "server", packages, ASSERTION_JWK=jwks[0], CLIENT_JWK=jwks[1]) as server:
        yield recorded_oidc_provider(server, keys)


@contextmanager
def _keycloak(folder: Path, keys: Keys) -> Iterator[Recorded]:
    (folder / "certificates").mkdir()
    certificates = Certificates.make(folder / "certificates")
    known = words_of_realm(keys.client, certificates, Platform.make())
    with running_keycloak(folder, certificates, known) as server:
        yield recorded_keycloak(server, keys)


SERVERS = {"oidc-provider": _oidc_provider, "keycloak": _keycloak}


def main() -> None:
    """Records the servers that are named, or all."""
    for name in sys.argv[1:] or SERVERS:
        with tempfile.TemporaryDirectory() as folder:
            keys = _keys(Path(folder))
            with SERVERS[name](Path(folder), keys) as server:
                for path, stories in chapters(name):
                    write_chapter(path, stories, server)
                    print(f"{path.relative_to(ROOT)}: {len(stories)}")


def _keys(folder: Path) -> Keys:
    made = []
    for name in ("client-key", "foreign-key", "assertion-issuer"):
        (folder / name).mkdir()
        made.append(Es256Key.make(folder / name))
    return Keys(*made)


if __name__ == "__main__":
    main()
