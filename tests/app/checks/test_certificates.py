from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.app.checks.examined import examined

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    trustme.CA().cert_pem.write_to_path(path)
    return path


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty folder of authorities."""
    folder = tmp_path / "nothing"
    folder.mkdir()
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    return folder


def test_the_source_of_the_authorities_is_named_and_what_is_added_too(cli: Command, authority: Path) -> None:
    seen = examined(cli, "--ca-cert", str(authority))
    assert seen.state("certificates") == "good"
    assert f"{authority} (--ca-cert)" in seen.what("certificates")


def test_a_variable_that_replaces_the_systems_authorities_is_named(
    cli: Command, authority: Path, nothing: Path
) -> None:
    seen = examined(cli, env={"SSL_CERT_FILE": str(authority)})
    assert seen.what("certificates") == f"1 authorities of {authority} (SSL_CERT_FILE)"


@pytest.mark.parametrize("variable", ["CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_a_variable_that_adds_authorities_is_named(cli: Command, authority: Path, variable: str) -> None:
    assert f" and {authority} ({variable})" in examined(cli, env={variable: str(authority)}).what("certificates")


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_a_variable_that_names_no_file_is_an_error_because_it_would_end_a_run(cli: Command, variable: str) -> None:
    seen = examined(cli, env={variable: "/nowhere.pem"})
    assert (seen.code, seen.state("certificates")) == (10, "error")
    assert seen.findings["authorities-not-usable"]["what"].startswith(f"{variable}: /nowhere.pem cannot be used")


def test_a_variable_that_names_no_folder_is_a_warning(cli: Command) -> None:
    seen = examined(cli, env={"SSL_CERT_DIR": "/nowhere"})
    assert seen.findings["authorities-not-usable"]["what"].startswith("SSL_CERT_DIR names /nowhere")
    assert seen.findings["authorities-not-usable"]["severity"] == "warning"


def test_a_file_of_authorities_that_cannot_be_read_is_an_error(cli: Command) -> None:
    assert examined(cli, "--ca-cert", "/nowhere.pem").findings["authorities-not-usable"]["severity"] == "error"
    profile = cli.config('[profiles.ci]\nissuer = "https://login.example"\nca_cert = "/nowhere.pem"\n')
    profile.chmod(0o600)
    assert examined(cli).code == 10


def test_a_machine_that_knows_no_authority_is_in_error(
    cli: Command, nothing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truststore._openssl._CA_FILE_CANDIDATES", [])
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: ssl.DefaultVerifyPaths(*[""] * 6))
    seen = examined(cli)
    assert (seen.code, seen.state("certificates")) == (10, "error")


def test_verification_that_is_switched_off_is_a_warning_that_says_where(cli: Command) -> None:
    text = '[profiles.ci]\nissuer = "https://login.example"\ninsecure_skip_tls_verify = true\n'
    cli.config(text).chmod(0o600)
    found = examined(cli).findings["certificates-not-verified"]
    assert found["severity"] == "warning"
    assert "config.toml line 3" in found["why"]
