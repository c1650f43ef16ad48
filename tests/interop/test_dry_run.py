"""The request that would be sent, in a form that other programs send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.interop.oidc_provider import secret_of

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

GRANT = "client-credentials"
AS_CURL = ("--dry-run=curl", "--show-secrets")


def dry_run(tokencli: CommandLine, op: OidcProvider, client_id: str, *options: str, **variables: str) -> Finished:
    """A dry run of client credentials, after the metadata was fetched: a dry run itself sends nothing."""
    discover(tokencli, op)
    return tokencli.fetch(GRANT, op, client_id, *options, **variables)


def discover(tokencli: CommandLine, op: OidcProvider) -> None:
    trust = ("--ca-cert", str(op.ca_file)) if op.ca_file else ()
    assert tokencli.run("discover", op.issuer, *trust).code == 0


@pytest.mark.parametrize("client_id", ["basic", "post", "weird id:1"])
def test_the_printed_curl_command_fetches_a_token(tokencli: CommandLine, op: OidcProvider, client_id: str) -> None:
    method = "post" if client_id == "post" else "basic"
    printed = dry_run(tokencli, op, client_id, "--auth-method", method, *AS_CURL)
    assert printed.code == 0
    answer = tokencli.shell(printed.out)
    assert op.introspect(json.loads(answer.out)["access_token"])["client_id"] == client_id


def test_the_printed_curl_command_keeps_odd_characters_of_parameters(tokencli: CommandLine, op: OidcProvider) -> None:
    discover(tokencli, op)
    person = ("--username", "alice", "--password", "env:PW", "--param", 'note=it\'s "100 %" & $HOME `x` é')
    printed = tokencli.fetch("password", op, "basic", *person, *AS_CURL, PW="alice-pw")
    assert printed.code == 0
    assert "access_token" in json.loads(tokencli.shell(printed.out).out)


def test_the_printed_curl_command_fetches_a_token_over_tls(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    printed = dry_run(tokencli, tls_op, "basic", *AS_CURL)
    answer = tokencli.shell(printed.out)
    assert answer.code == 0, f"{printed.out}{answer.err}"
    assert "access_token" in json.loads(answer.out)


@pytest.mark.parametrize("kind", ["--dry-run", "--dry-run=http", "--dry-run=curl", "--dry-run=json"])
def test_a_dry_run_sends_nothing_and_shows_no_secret(tokencli: CommandLine, op: OidcProvider, kind: str) -> None:
    done = dry_run(tokencli, op, "basic", kind, SECRET="not-the-secret")
    assert done.code == 0
    assert op.events() == ()
    assert "not-the-secret" not in done.said
    assert "[redacted]" in done.out
    assert "--show-secrets" in done.err


def test_a_dry_run_shows_the_secret_when_asked(tokencli: CommandLine, op: OidcProvider) -> None:
    done = dry_run(tokencli, op, "post", "--auth-method", "post", "--dry-run", "--show-secrets")
    assert done.code == 0
    assert f"client_secret={secret_of('post')}" in done.out


def test_a_dry_run_with_the_token_endpoint_needs_no_metadata(tokencli: CommandLine, op: OidcProvider) -> None:
    done = tokencli.fetch(GRANT, op, "basic", "--token-endpoint", op.token_endpoint, "--dry-run")
    assert done.code == 0
    assert "grant_type=client_credentials" in done.out


def test_a_dry_run_without_metadata_names_the_command_that_fetches_them(
    tokencli: CommandLine, op: OidcProvider
) -> None:
    done = tokencli.fetch(GRANT, op, "basic", "--dry-run")
    assert done.code == 2
    assert f"tokencli discover {op.issuer}" in done.err
