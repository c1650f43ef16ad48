from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from tokencli.errors import UsageProblem
from tokencli.runtime.tls import BUNDLE_VARIABLES, tls_context

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BUNDLE_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def shakes_hands(context: ssl.SSLContext, authority: trustme.CA, name: str = "as.example") -> bool:
    """Whether a server of this authority is believed, without a socket."""
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("as.example").configure_cert(server_context)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(back, there, server_hostname=name)
    server = server_context.wrap_bio(there, back, server_side=True)
    for _ in range(4):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return False
            except ssl.SSLError:
                return False
    return client.version() is not None


def plain(context: ssl.SSLContext) -> ssl.SSLContext:
    """What truststore works on; it has no memory connections itself."""
    return getattr(context, "_ctx", context)


def bundle(authority: trustme.CA, path: Path) -> str:
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def test_an_authority_that_nobody_named_is_not_believed(authority: trustme.CA) -> None:
    assert not shakes_hands(plain(tls_context(None, insecure=False)), authority)


def test_a_named_authority_is_believed_for_the_right_name_alone(authority: trustme.CA, tmp_path: Path) -> None:
    context = plain(tls_context(bundle(authority, tmp_path / "ca.pem"), insecure=False))
    assert shakes_hands(context, authority)
    assert not shakes_hands(context, authority, "other.example")


@pytest.mark.parametrize("variable", BUNDLE_VARIABLES)
def test_an_authority_of_the_environment_comes_on_top(
    variable: str, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = trustme.CA()
    monkeypatch.setenv(variable, bundle(authority, tmp_path / "env.pem"))
    context = plain(tls_context(bundle(other, tmp_path / "option.pem"), insecure=False))
    assert (shakes_hands(context, authority), shakes_hands(context, other)) == (True, True)


def test_the_store_of_the_operating_system_is_trusted_besides(authority: trustme.CA, tmp_path: Path) -> None:
    context = tls_context(bundle(authority, tmp_path / "ca.pem"), insecure=False)
    assert type(context).__module__.startswith("truststore")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    "content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", None]
)
@pytest.mark.parametrize("place", ["--ca-cert", *BUNDLE_VARIABLES])
def test_a_bundle_that_cannot_be_used_is_named_by_where_it_was_named(
    place: str, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    if place != "--ca-cert":
        monkeypatch.setenv(place, str(path))
    with pytest.raises(UsageProblem, match=rf"{place}: .*ca\.pem cannot be used"):
        tls_context(str(path) if place == "--ca-cert" else None, insecure=False)


def test_a_folder_of_the_environment_is_taken_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    assert tls_context(None, insecure=False).verify_mode is ssl.CERT_REQUIRED


def test_insecure_believes_everybody_and_reads_no_bundle(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    assert shakes_hands(tls_context("/nowhere", insecure=True), authority, "other.example")


def test_old_protocols_are_not_spoken() -> None:
    assert tls_context(None, insecure=False).minimum_version >= ssl.TLSVersion.TLSv1_2
