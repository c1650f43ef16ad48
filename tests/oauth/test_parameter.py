from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tokencli.oauth.parameter import Kind, Parameter, fill, parameter, parameters_of, unique_parameters


@dataclass(frozen=True, kw_only=True)
class Declaring:
    """Two parameters and a field that is none."""

    client_id: str = parameter("client identifier", spec="RFC 6749 section 2.2", metavar="ID")
    scope: tuple[str, ...] = parameter("scope", repeatable=True)
    insecure: bool = parameter("no checks", kind=Kind.FLAG, default=False, profile_key="insecure_skip_tls_verify")
    own: int = field(default=1)


@dataclass(frozen=True, kw_only=True)
class Other:
    """One parameter that has the name of another's, and one of its own."""

    client_id: str | None = parameter("another text", default=None)
    mode: str = parameter("how", choices=("a", "b"), default="a", aliases=("--how",))


def test_a_declaration_tells_everything_of_its_parameter() -> None:
    client_id, scope, insecure = parameters_of(Declaring)
    assert client_id == Parameter(
        "client_id", "client identifier", "RFC 6749 section 2.2", metavar="ID", required=True, default=None
    )
    assert (scope.required, scope.repeatable, scope.default) == (False, True, ())
    assert (insecure.kind, insecure.default, insecure.required) == (Kind.FLAG, False, False)


def test_option_variable_and_profile_key_follow_from_the_name() -> None:
    client_id, _, insecure = parameters_of(Declaring)
    assert (client_id.option, client_id.variable, client_id.key) == ("--client-id", "TOKENCLI_CLIENT_ID", "client_id")
    assert insecure.key == "insecure_skip_tls_verify"


def test_a_name_that_several_declare_is_listed_once_as_first_declared() -> None:
    found = unique_parameters([Declaring, Other])
    assert [one.name for one in found] == ["client_id", "scope", "insecure", "mode"]
    assert found[0].required
    assert (found[3].choices, found[3].aliases) == (("a", "b"), ("--how",))


def test_a_value_is_made_from_what_was_given_and_defaults() -> None:
    given = {"client_id": "app", "scope": ("a",), "insecure": None, "unknown": 5}
    assert fill(Declaring, given) == Declaring(client_id="app", scope=("a",))


def test_a_value_that_lacks_what_is_required_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="client_id"):
        fill(Declaring, {"client_id": None})
