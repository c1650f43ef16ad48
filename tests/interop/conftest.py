"""The servers of the suite, each started at most once, and what every test gets afresh.

Nothing here is ever skipped: a server that cannot be installed or started fails the tests that need it.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.interop.certificates import Certificates
from tests.interop.chromium import Chromium, running_chromium
from tests.interop.command_line import CommandLine
from tests.interop.es256_key import Es256Key
from tests.interop.intercepting_proxy import InterceptingProxy, running_intercepting_proxy
from tests.interop.keycloak import Keycloak, running_keycloak, words_of_realm
from tests.interop.node_project import node_modules
from tests.interop.oidc_provider import PROJECT, OidcProvider, running_oidc_provider
from tests.interop.person import KeycloakPerson, OidcProviderPerson
from tests.interop.platform import Platform
from tests.interop.secret_service import SecretService, running_secret_service
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
def assertion_issuer(tmp_path_factory: pytest.TempPathFactory) -> Es256Key:
    """The one issuer of JWT assertions that the server trusts (RFC 7523)."""
    return Es256Key.make(tmp_path_factory.mktemp("assertion-issuer"))


@pytest.fixture(scope="session")
def client_key(tmp_path_factory: pytest.TempPathFactory) -> Es256Key:
    """The key of the clients whose `jwks` is `CLIENT_JWK`."""
    return Es256Key.make(tmp_path_factory.mktemp("client-key"))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates.make(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def plain_server(
    tmp_path_factory: pytest.TempPathFactory, packages: Path, assertion_issuer: Es256Key, client_key: Es256Key
) -> Iterator[OidcProvider]:
    folder = tmp_path_factory.mktemp("oidc-provider")
    with running_oidc_provider(
        folder,
        packages,
        ASSERTION_JWK=str(assertion_issuer.public_jwk),
        CLIENT_JWK=str(client_key.public_jwk),
    ) as running:
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
    client = {"TLS_CA": str(certificates.authority), "CLIENT_CERT": str(certificates.self_signed.chain)}

    def running(shown: Certificate) -> AbstractContextManager[OidcProvider]:
        folder = tmp_path_factory.mktemp(f"tls-{shown.chain.stem}")
        return running_oidc_provider(folder, packages, certificate=shown, ca_file=certificates.authority, **client)

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


@pytest.fixture(scope="session")
def platform() -> Platform:
    """The platform that jobs run on, as Keycloak knows it."""
    return Platform.make()


@pytest.fixture(scope="session")
def keycloak(
    tmp_path_factory: pytest.TempPathFactory, certificates: Certificates, client_key: Es256Key, platform: Platform
) -> Iterator[Keycloak]:
    known = words_of_realm(client_key, certificates, platform)
    with running_keycloak(tmp_path_factory.mktemp("keycloak"), certificates, known) as running:
        yield running


@pytest.fixture
def secure_keycloak(keycloak: Keycloak, certificates: Certificates) -> Keycloak:
    """The same server over https, where it asks for a certificate."""
    return keycloak.over_tls(certificates.authority)


@pytest.fixture(scope="session")
def intercepting_proxy(
    tmp_path_factory: pytest.TempPathFactory, certificates: Certificates
) -> Iterator[InterceptingProxy]:
    with running_intercepting_proxy(tmp_path_factory.mktemp("proxy"), certificates.authority) as running:
        yield running


@pytest.fixture
def secret_service(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SecretService]:
    """A real keyring, unlocked and empty, for one test.

    A command is led to it by `tokencli.run(…, **secret_service.environ)`: it then finds this keyring and no other, and its
    home and its folders are the keyring's, so that what it keeps there lasts from one command of a test to the next.
    """
    with running_secret_service(tmp_path_factory.mktemp("secret-service")) as running:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", running.environ["DBUS_SESSION_BUS_ADDRESS"])  # for `lock`
        yield running


@pytest.fixture(scope="session")
def chromium_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with running_chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture
def chromium(chromium_process: Chromium) -> Chromium:
    """A browser in which nobody is signed in anywhere."""
    chromium_process.forget()
    return chromium_process


@pytest.fixture
def alice_at_op(chromium: Chromium) -> OidcProviderPerson:
    """Alice in front of the browser, at the pages of oidc-provider."""
    return OidcProviderPerson(chromium, "alice")


@pytest.fixture
def alice_at_keycloak(chromium: Chromium) -> KeycloakPerson:
    """Alice in front of the browser, at the pages of Keycloak."""
    return KeycloakPerson(chromium, "alice")


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
