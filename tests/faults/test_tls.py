"""TLS: verified against the system's trust and --ca-cert; what cannot be verified is exit 21 and nothing was sent."""

from __future__ import annotations

import datetime as dt
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.faults.asking import ask
from tests.faults.server import MisbehavingServer, raw, respond

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.command import Command, Ran

PAST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_cert(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def serving(certificate: trustme.LeafCert) -> MisbehavingServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return MisbehavingServer(context)


@pytest.fixture
def good(authority: trustme.CA) -> Iterator[MisbehavingServer]:
    with serving(authority.issue_cert("127.0.0.1", "login.example")) as server:
        yield server


@pytest.fixture
def expired(authority: trustme.CA) -> Iterator[MisbehavingServer]:
    with serving(authority.issue_cert("127.0.0.1", not_after=PAST)) as server:
        yield server


@pytest.fixture
def elsewhere(authority: trustme.CA) -> Iterator[MisbehavingServer]:
    with serving(authority.issue_cert("other.example")) as server:
        yield server


def fetch(cli: Command, server: MisbehavingServer, *words: str) -> Ran:
    return ask(cli, "client-credentials", server.url(), "-o", "token", "--retries", "0", *words)


def test_a_certificate_of_an_unknown_authority_is_exit_21(cli: Command, good: MisbehavingServer) -> None:
    done = fetch(cli, good)
    assert (done.code, done.out) == (21, "")
    assert "TLS with 127.0.0.1" in done.err
    assert "unable to get local issuer certificate" in done.err
    assert good.requests == []


def test_a_certificate_of_a_named_authority_is_good(cli: Command, good: MisbehavingServer, ca_cert: str) -> None:
    done = fetch(cli, good, "--ca-cert", ca_cert)
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert fetch(cli, good, "--cacert", ca_cert).code == 0


def test_an_expired_certificate_is_exit_21(cli: Command, expired: MisbehavingServer, ca_cert: str) -> None:
    done = fetch(cli, expired, "--ca-cert", ca_cert)
    assert (done.code, done.out) == (21, "")
    assert "certificate has expired" in done.err
    assert expired.requests == []


def test_a_certificate_for_another_name_is_exit_21(cli: Command, elsewhere: MisbehavingServer, ca_cert: str) -> None:
    done = fetch(cli, elsewhere, "--ca-cert", ca_cert)
    assert (done.code, done.out) == (21, "")
    assert "127.0.0.1" in done.err
    assert elsewhere.requests == []


def test_resolve_asks_the_certificate_for_the_name_and_not_for_the_address(
    cli: Command, good: MisbehavingServer, elsewhere: MisbehavingServer, ca_cert: str
) -> None:
    for server, code in ((good, 0), (elsewhere, 21)):
        resolve = ("--resolve", f"login.example:{server.port}:127.0.0.1")
        url = server.url(host="login.example")
        done = ask(cli, "client-credentials", url, "--ca-cert", ca_cert, "--retries", "0", *resolve)
        assert done.code == code
    assert good.requests[0].header("host") == f"login.example:{good.port}"
    assert elsewhere.requests == []


@pytest.mark.parametrize("which", ["good", "expired", "elsewhere"])
def test_insecure_takes_any_certificate_and_warns(cli: Command, which: str, request: pytest.FixtureRequest) -> None:
    server: MisbehavingServer = request.getfixturevalue(which)
    done = fetch(cli, server, "--insecure")
    assert (done.code, done.out) == (0, "at-1\n")
    assert done.err.startswith("warning: --insecure: the server's certificate is not verified")


def test_discover_warns_of_insecure_too_and_before_it_asks(cli: Command, good: MisbehavingServer) -> None:
    good.behave(raw(b""))
    done = cli("discover", good.url(""), "--insecure")
    assert done.code == 20
    assert done.err.count("warning: --insecure") == 1


@pytest.mark.parametrize("key", ["insecure", "insecure_skip_tls_verify"])
def test_a_profile_can_only_be_insecure_in_so_many_words(cli: Command, good: MisbehavingServer, key: str) -> None:
    cli.config(f'[profiles.ci]\ntoken_endpoint = "{good.url()}"\nclient_id = "ci"\n{key} = true\n')
    done = cli("fetch", "client-credentials", "-p", "ci", "-o", "token")
    if key == "insecure":
        assert (done.code, done.out, good.requests) == (2, "", [])
        assert "there is no setting 'insecure'" in done.err
    else:
        assert (done.code, done.out) == (0, "at-1\n")
        assert "warning: --insecure" in done.err


def test_tls_to_a_server_that_speaks_none_is_exit_21(cli: Command) -> None:
    with MisbehavingServer(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n") as plain:
        url = plain.url().replace("http:", "https:")
        done = ask(cli, "client-credentials", url, "--retries", "0", "-o", "token")
    assert (done.code, done.out) == (21, "")


@pytest.mark.parametrize("text", [None, "no certificate\n"])
def test_a_ca_cert_that_cannot_be_used_is_exit_2(
    cli: Command, good: MisbehavingServer, tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "bad.pem"
    if text is not None:
        path.write_text(text, "utf-8")
    done = fetch(cli, good, "--ca-cert", str(path))
    assert (done.code, done.out) == (2, "")
    assert "--ca-cert" in done.err
    assert good.requests == []


def diagnose(cli: Command, server: MisbehavingServer, *words: str) -> Ran:
    server.behave(respond(404))
    return cli("diagnose", "--token-endpoint", server.url(), "-o", "json", *words)


def looked(done: Ran) -> dict[str, str]:
    return {one["name"]: f"{one['state']}: {one['what']}" for one in done.json["steps"]}


class TestDiagnose:
    """The step of `diagnose` that looks at the certificate."""

    def test_a_good_certificate_is_told_with_its_authority_and_its_end(
        self, cli: Command, good: MisbehavingServer, ca_cert: str
    ) -> None:
        done = diagnose(cli, good, "--ca-cert", ca_cert)
        assert done.code == 0
        assert looked(done)["tls"].startswith("good: TLS 1.3, certificate of trustme")

    def test_one_that_is_not_trusted_is_shown_all_the_same_and_nothing_is_sent(
        self, cli: Command, good: MisbehavingServer
    ) -> None:
        done = diagnose(cli, good)
        assert done.code == 21
        assert (looked(done)["connection"][:4], looked(done)["tls"][:5]) == ("good", "error")
        first = done.json["findings"][0]
        assert first["name"] == "certificate-not-trusted"
        places = {one["name"]: one["value"] for one in first["where"] if one["exchange"] == "server certificate"}
        assert places["names"] == "login.example, 127.0.0.1"
        assert "trustme" in places["issuer"]
        assert good.requests == []

    def test_an_expired_one_is_told_with_its_dates(
        self, cli: Command, expired: MisbehavingServer, ca_cert: str
    ) -> None:
        done = diagnose(cli, expired, "--ca-cert", ca_cert)
        assert (done.code, done.json["findings"][0]["name"]) == (21, "certificate-expired")
        assert "to 2020-01-01" in str(done.json["findings"][0]["where"])

    def test_one_that_ends_soon_is_a_warning(self, cli: Command, authority: trustme.CA, ca_cert: str) -> None:
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
        with serving(authority.issue_cert("127.0.0.1", not_after=soon)) as server:
            done = diagnose(cli, server, "--ca-cert", ca_cert)
        assert done.code == 0
        assert [(one["name"], one["severity"]) for one in done.json["findings"]] == [
            ("certificate-ends-soon", "warning")
        ]

    @pytest.mark.parametrize("trusted", [True, False])
    def test_a_product_that_opens_connections_is_named(self, trusted: bool, cli: Command, tmp_path: Path) -> None:
        proxy = trustme.CA(organization_name="Zscaler Inc.")
        path = tmp_path / "proxy.pem"
        proxy.cert_pem.write_to_path(path)
        with serving(proxy.issue_cert("127.0.0.1")) as server:
            done = diagnose(cli, server, *(("--ca-cert", str(path)) if trusted else ()))
        finding = next(one for one in done.json["findings"] if one["name"] == "tls-intercepted")
        assert (finding["confidence"], "Zscaler" in finding["what"]) == ("likely", True)
        assert done.code == (0 if trusted else 21)

    def test_a_certificate_that_is_not_verified_is_said_to_be_so(self, cli: Command, good: MisbehavingServer) -> None:
        assert "(not verified)" in looked(diagnose(cli, good, "--insecure"))["tls"]

    def test_what_speaks_no_tls_is_told(self, cli: Command) -> None:
        with MisbehavingServer(greeting=b"220 mail.example ready\r\n") as server:
            url = server.url().replace("http:", "https:")
            done = cli("diagnose", "--token-endpoint", url, "-o", "json")
        assert done.code == 21
        assert looked(done)["tls"].startswith("error")
