"""The servers of the suite, each started at most once, and what every test gets afresh.

Nothing here is ever skipped: a server that cannot be installed or started fails the tests that need it.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.interop.assertions import AssertionIssuer
from tests.interop.certificates import Certificates
from tests.interop.command_line import CommandLine
from tests.interop.node_project import node_modules
from tests.interop.oidc_provider import PROJECT, OidcProvider, running_oidc_provider
from tests.interop.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.interop.certificates import Certificate

    TlsServer = Callable[[Certificate], AbstractContextManager[OidcProvider]]


@pytest.fixture(scope="session")
def packages() -> Path:
    """What the servers are made of, installed once; when that fails it is not tried again for each server."""
    return node_modules(PROJECT)


@pytest.fixture(scope="session")
def assertion_issuer(tmp_path_factory: pytest.TempPathFactory) -> AssertionIssuer:
    return AssertionIssuer.make(tmp_path_factory.mktemp("assertion-issuer"))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def plain_server(
    tmp_path_factory: pytest.TempPathFactory, packages: Path, assertion_issuer: AssertionIssuer
) -> Iterator[OidcProvider]:
    folder = tmp_path_factory.mktemp("oidc-provider")
    with running_oidc_provider(folder, packages, ASSERTION_JWK=str(assertion_issuer.public_jwk)) as running:
        yield running


@pytest.fixture
def op(plain_server: OidcProvider) -> OidcProvider:
    """The server over plain http, with nothing remembered of earlier tests."""
    plain_server.events()
    plain_server.asked()
    return plain_server


@pytest.fixture(scope="session")
def tls_server(tmp_path_factory: pytest.TempPathFactory, packages: Path, certificates: Certificates) -> TlsServer:
    """Runs a server that shows one of the certificates, to a client that trusts the authority of the suite."""

    def running(shown: Certificate) -> AbstractContextManager[OidcProvider]:
        folder = tmp_path_factory.mktemp(f"tls-{shown.chain.stem}")
        return running_oidc_provider(folder, packages, certificate=shown, ca_file=certificates.authority)

    return running


@pytest.fixture(scope="session")
def tls_op(tls_server: TlsServer, certificates: Certificates) -> Iterator[OidcProvider]:
    with tls_server(certificates.good) as running:
        yield running


@pytest.fixture(scope="session")
def expired_op(tls_server: TlsServer, certificates: Certificates) -> Iterator[OidcProvider]:
    with tls_server(certificates.expired) as running:
        yield running


@pytest.fixture(scope="session")
def wrong_host_op(tls_server: TlsServer, certificates: Certificates) -> Iterator[OidcProvider]:
    with tls_server(certificates.wrong_host) as running:
        yield running


@pytest.fixture(scope="session")
def rogue_op(tls_server: TlsServer, certificates: Certificates) -> Iterator[OidcProvider]:
    with tls_server(certificates.rogue) as running:
        yield running


@pytest.fixture
def alice(op: OidcProvider) -> Visitor:
    return Visitor(op, "alice")


@pytest.fixture
def tokencli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that stays ours and where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        yield port


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
    return port
