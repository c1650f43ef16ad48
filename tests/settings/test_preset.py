from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tokencli.errors import UsageProblem
from tokencli.settings.model import all_parameters
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.resolve import Settings, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping


def _resolved(options: Mapping[str, Any], environ: Mapping[str, str] | None = None, **profile: str) -> Settings:
    values = {name: Setting(value, Origin(Source.PROFILE, "profile dev")) for name, value in profile.items()}
    return resolve(all_parameters(), options, environ or {}, values)


def test_a_preset_says_which_provider_a_value_came_from() -> None:
    settings = _resolved({"provider": "google"})
    assert settings.get("issuer") == "https://accounts.google.com"
    assert settings.origin("issuer") == Origin(Source.PROVIDER, "provider google")
    assert settings.origin("provider").place == "--provider"


@pytest.mark.parametrize("layer", ["command line", "environment", "profile"])
def test_what_was_said_wins_over_what_the_provider_fills_in_when_both_come_from_one_place(layer: str) -> None:
    pair = {"provider": "github", "token_endpoint": "https://other.example/token"}
    match layer:
        case "command line":
            settings = _resolved(pair)
        case "environment":
            settings = _resolved({}, {f"TOKENCLI_{name.upper()}": value for name, value in pair.items()})
        case _:
            settings = _resolved({}, {}, **pair)
    assert settings.get("token_endpoint") == "https://other.example/token"
    assert settings.origin("authorization_endpoint").place == "provider github"


def test_a_stronger_layer_wins_over_the_preset_of_the_profile() -> None:
    settings = _resolved({"issuer": "https://other.example"}, provider="google")
    assert settings.get("issuer") == "https://other.example"


def test_a_provider_that_is_named_for_one_run_is_not_passed_over_for_the_server_of_the_profile() -> None:
    with pytest.raises(UsageProblem) as problem:
        _resolved({"provider": "google"}, issuer="https://login.example")
    assert "two servers are named: provider google (--provider)" in problem.value.what
    assert "https://login.example (profile dev)" in problem.value.what


def test_how_a_secret_is_sent_is_filled_in_only_where_there_is_a_secret() -> None:
    assert _resolved({"provider": "github", "client_id": "a"}).get("auth_method") is None
    with_secret = _resolved({"provider": "github", "client_id": "a", "client_secret": "env:S"})
    assert with_secret.get("auth_method") == "post"
    assert with_secret.origin("auth_method").place == "provider github"


@pytest.mark.parametrize(
    ("given", "environ", "where"),
    [({"provider": "gogle"}, {}, "--provider: "), ({}, {"TOKENCLI_PROVIDER": "okta"}, "TOKENCLI_PROVIDER: ")],
)
def test_a_wrong_provider_is_refused_with_the_place_it_stands_in(
    given: dict[str, str], environ: dict[str, str], where: str
) -> None:
    with pytest.raises(UsageProblem) as problem:
        _resolved(given, environ)
    assert problem.value.what.startswith(where)


def test_a_tenant_that_makes_no_address_is_refused() -> None:
    with pytest.raises(UsageProblem, match="fragment"):
        _resolved({"provider": "hydra:https://login.example/#part"})
