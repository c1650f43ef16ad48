"""No connection, and TLS that is not good enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.interop.oidc_provider import secret_of

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

GRANT = "client-credentials"
BASIC = ("--client-id", "basic", "--client-secret", "env:SECRET", "-o", "token")


def test_a_port_where_nobody_listens_is_no_connection(tokencli: CommandLine, closed_port: int) -> None:
    issuer = f"http://127.0.0.1:{closed_port}"
    done = tokencli.run("fetch", GRANT, "--issuer", issuer, *BASIC, "--retries", "0", SECRET=secret_of("basic"))
    assert done.code == 20
    assert done.out == ""
    assert str(closed_port) in done.err


def test_a_token_endpoint_where_nobody_listens_is_no_connection(tokencli: CommandLine, closed_port: int) -> None:
    endpoint = f"http://127.0.0.1:{closed_port}/token"
    done = tokencli.run("fetch", GRANT, "--token-endpoint", endpoint, *BASIC, "--retries", "0", SECRET="x")
    assert done.code == 20
    assert done.out == ""


def test_a_name_that_does_not_exist_is_no_connection(tokencli: CommandLine) -> None:
    done = tokencli.run("fetch", GRANT, "--issuer", "https://nobody.invalid", *BASIC, "--retries", "0", SECRET="x")
    assert done.code == 20
    assert "nobody.invalid" in done.err


def test_an_authority_given_on_the_line_is_trusted(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    done = tokencli.fetch(GRANT, tls_op, "basic", "-o", "token")
    assert done.code == 0
    assert done.err == ""
    assert tls_op.introspect(done.out.strip())["active"] is True


def test_curls_name_for_the_authority_works_too(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    trust = ("--cacert", str(tls_op.ca_file))
    done = tokencli.run("fetch", GRANT, "--issuer", tls_op.issuer, *trust, *BASIC, SECRET=secret_of("basic"))
    assert done.code == 0


def test_an_authority_that_nobody_named_is_not_trusted(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    done = tokencli.run("fetch", GRANT, "--issuer", tls_op.issuer, *BASIC, SECRET=secret_of("basic"))
    assert done.code == 21
    assert done.out == ""
    assert "--ca-cert" in done.err


def test_a_certificate_of_another_authority_is_not_trusted(tokencli: CommandLine, rogue_op: OidcProvider) -> None:
    done = tokencli.fetch(GRANT, rogue_op, "basic", "-o", "token")
    assert done.code == 21
    assert "certificate" in done.err


def test_an_expired_certificate_is_named_as_such(tokencli: CommandLine, expired_op: OidcProvider) -> None:
    done = tokencli.fetch(GRANT, expired_op, "basic", "-o", "token")
    assert done.code == 21
    assert "expired" in done.err


def test_a_certificate_for_another_host_is_named_as_such(tokencli: CommandLine, wrong_host_op: OidcProvider) -> None:
    done = tokencli.fetch(GRANT, wrong_host_op, "basic", "-o", "token")
    assert done.code == 21
    assert "localhost" in done.err
    assert "certificate" in done.err


def test_no_secret_reaches_a_server_that_is_not_trusted(tokencli: CommandLine, tls_op: OidcProvider) -> None:
    tls_op.events()
    endpoint = ("--token-endpoint", tls_op.token_endpoint)
    done = tokencli.run("fetch", GRANT, *endpoint, *BASIC, SECRET="not-the-secret")
    assert done.code == 21
    assert tls_op.events() == ()


def test_insecure_connects_and_warns(tokencli: CommandLine, rogue_op: OidcProvider) -> None:
    line = ("--issuer", rogue_op.issuer, "--insecure", *BASIC)
    done = tokencli.run("fetch", GRANT, *line, SECRET=secret_of("basic"))
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert "--insecure" in done.err
