"""A proxy of a company, which opens TLS connections and shows certificates of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.interop.intercepting_proxy import PERSON

if TYPE_CHECKING:
    from tests.interop.command_line import CommandLine, Finished
    from tests.interop.intercepting_proxy import InterceptingProxy
    from tests.interop.oidc_provider import OidcProvider

pytestmark = pytest.mark.interop

PASSWORD = PERSON.rpartition(":")[2]


def fetch(tokencli: CommandLine, op: OidcProvider, *options: str, **variables: str) -> Finished:
    client = ("--client-id", "basic", "--client-secret", "env:SECRET")
    variables = {"SECRET": op.secret_of("basic"), **variables}
    return tokencli.run(
        "fetch", "client-credentials", "--issuer", op.issuer, *client, *options, "-o", "token", **variables
    )


def test_discovery_and_token_come_through_a_proxy_whose_authority_is_given(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    before = intercepting_proxy.connections_to("localhost")
    trust = ("--ca-cert", str(intercepting_proxy.authority))
    done = fetch(tokencli, tls_op, "--proxy", intercepting_proxy.url, *trust)
    assert done.code == 0, done.said
    assert tls_op.introspect(done.out.strip())["active"] is True
    assert intercepting_proxy.connections_to("localhost") > before


def test_a_proxy_of_the_environment_is_used(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    before = intercepting_proxy.connections_to("localhost")
    trust = ("--ca-cert", str(intercepting_proxy.authority))
    done = fetch(tokencli, tls_op, *trust, HTTPS_PROXY=intercepting_proxy.url)
    assert done.code == 0, done.said
    assert intercepting_proxy.connections_to("localhost") > before


def test_an_empty_proxy_goes_around_that_of_the_environment(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    before = intercepting_proxy.connections_to("localhost")
    trust = ("--ca-cert", str(tls_op.ca_file))
    done = fetch(tokencli, tls_op, "--proxy", "", *trust, HTTPS_PROXY=intercepting_proxy.url)
    assert done.code == 0, done.said
    assert intercepting_proxy.connections_to("localhost") == before


def test_the_authority_of_the_server_is_not_enough_and_interception_is_named(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    trust = ("--ca-cert", str(tls_op.ca_file))
    done = fetch(tokencli, tls_op, "--proxy", intercepting_proxy.url, *trust)
    assert (done.code, done.out) == (21, "")
    assert "intercept" in done.err
    assert "--ca-cert" in done.err
    assert "may have reached" not in done.err  # the proxy was asked for a way; the server was not asked for anything
    assert PASSWORD not in done.err


def test_a_proxy_that_wants_a_password_is_no_connection(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    tls_op.events()
    trust = ("--ca-cert", str(intercepting_proxy.authority))
    done = fetch(tokencli, tls_op, "--proxy", intercepting_proxy.url_without_password, *trust)
    assert (done.code, done.out) == (20, "")
    assert "407" in done.err
    assert "proxy" in done.err
    assert tls_op.events() == ()


def test_a_wrong_password_of_the_proxy_is_not_shown(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    wrong = f"http://employee:not-the-password@{intercepting_proxy.address}"
    done = fetch(tokencli, tls_op, "--proxy", wrong, "-v")
    assert done.code == 20
    assert "407" in done.err
    assert "not-the-password" not in done.err


def test_the_printed_curl_command_goes_the_same_way(
    tokencli: CommandLine, tls_op: OidcProvider, intercepting_proxy: InterceptingProxy
) -> None:
    way = ("--proxy", intercepting_proxy.url, "--ca-cert", str(intercepting_proxy.authority))
    assert tokencli.run("discover", tls_op.issuer, *way).code == 0
    printed = fetch(tokencli, tls_op, *way, "--dry-run=curl", "--show-secrets")
    answer = tokencli.shell(printed.out)
    assert answer.code == 0, f"{printed.out}{answer.err}"
    assert tls_op.introspect(answer.document["access_token"])["active"] is True
