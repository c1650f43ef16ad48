from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer, refuse
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.command import Command

CLIENT = ("--client-id", "demo", "--client-secret", "env:S")
SECRET = {"S": "demo-secret"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def test_a_token_is_fetched_from_the_server_that_a_product_stands_for(cli: Command, sandbox: Sandbox) -> None:
    ran = cli("fetch", "client-credentials", "--provider", f"hydra:{sandbox.issuer}", *CLIENT, "-v", env=SECRET)
    assert ran.code == 0, ran.err
    assert ran.json["access_token"]
    assert f"issuer         {sandbox.issuer}   (from provider hydra)" in ran.err
    assert "(from --provider)" in ran.err


def test_a_profile_holds_the_product_and_show_says_what_it_fills_in(cli: Command, sandbox: Sandbox) -> None:
    added = cli(
        "profile", "add", "dev", "--provider", f"hydra:{sandbox.issuer}", *CLIENT, "--grant", "client_credentials"
    )
    assert added.code == 0, added.err
    shown = {one["name"]: one for one in cli("profile", "show", "dev", "-o", "json").json["settings"]}
    assert shown["issuer"] == {"name": "issuer", "value": sandbox.issuer, "origin": "provider hydra"}
    assert shown["provider"]["origin"].startswith("profile dev, config.toml line")
    assert cli("fetch", "client-credentials", "-p", "dev", env=SECRET).code == 0


@pytest.mark.parametrize("given", ["--provider", "TOKENCLI_PROVIDER"])
def test_a_product_that_is_named_keeps_the_only_profile_out_of_it(cli: Command, given: str) -> None:
    cli.config('[profiles.dev]\nissuer = "https://login.example"\nclient_id = "a"\nclient_secret = "env:S"\n')
    words = ("--provider", "github") if given == "--provider" else ()
    ran = cli("fetch", "client-credentials", *words, "--dry-run", env={} if words else {given: "github"})
    assert ran.code == 0
    assert "Host: github.com" in ran.out
    assert "client_secret" not in ran.out + ran.err


def test_a_product_and_the_server_of_a_named_profile_are_two_servers(cli: Command) -> None:
    cli.config('[profiles.dev]\nissuer = "https://login.example"\nclient_id = "a"\n')
    ran = cli("fetch", "client-credentials", "-p", "dev", "--provider", "github", "--dry-run")
    assert (ran.code, ran.out) == (2, "")
    assert "two servers are named" in ran.err


def test_a_wrong_product_is_refused_with_the_nearest_one_and_the_list(cli: Command) -> None:
    ran = cli("fetch", "client-credentials", "--provider", "keyclaok:https://sso.example/a", "--dry-run")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean keycloak?" in ran.err
    assert "identityserver3" in ran.err


def test_a_profile_with_a_wrong_product_names_the_line(cli: Command) -> None:
    cli.config('[profiles.dev]\nclient_id = "a"\nprovider = "okta"\n')
    ran = cli("fetch", "client-credentials", "-p", "dev", "--dry-run")
    assert ran.code == 2
    assert "config.toml line 3" in ran.err
    assert "okta:dev-123.okta.com/default" in ran.err


def test_completion_offers_the_products(cli: Command) -> None:
    ran = cli.process(
        env={
            "_TOKENCLI_COMPLETE": "bash_complete",
            "COMP_WORDS": "tokencli fetch client-credentials --provider identity",
            "COMP_CWORD": "4",
        }
    )
    assert {line.partition(",")[2] for line in ran.out.splitlines()} == {
        "identityserver",
        "identityserver3",
        "identityserver4",
    }


def test_everything_works_without_knowing_any_product(
    cli: Command, sandbox: Sandbox, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokencli.providers.PROVIDERS", ())
    assert cli("fetch", "client-credentials", "--issuer", sandbox.issuer, *CLIENT, env=SECRET).code == 0
    server.behave(refuse("unauthorized_client"))
    ran = cli("fetch", "client-credentials", "--token-endpoint", server.url("/connect/token"), *CLIENT, env=SECRET)
    assert ran.code == 14
    assert ran.json["tokencli"]["findings"]
