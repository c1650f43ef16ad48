from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from tokencli.errors import UsageProblem
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.grants import GRANTS, Listed, find_grant
from tokencli.oauth.identifiers import DEVICE_CODE, ID_JAG_PROFILE, REGISTERED_GRANT_TYPES
from tokencli.oauth.parameter import parameters_of

every_grant = pytest.mark.parametrize("listed", GRANTS, ids=[listed.name for listed in GRANTS])


@every_grant
def test_a_grant_is_found_by_every_name_it_has(listed: Listed) -> None:
    names = [listed.name, listed.name.upper(), listed.name.replace("-", "_"), *listed.aliases]
    registered = listed.load().registered
    assert {find_grant(name) for name in [*names, *([registered] if ":" in registered else [])]} == {listed}


def test_a_registered_name_is_compared_to_the_letter() -> None:
    assert find_grant(DEVICE_CODE).name == "device-code"
    with pytest.raises(UsageProblem):
        find_grant(DEVICE_CODE.upper())


def test_a_grant_nobody_knows_leads_to_those_there_are_and_to_custom() -> None:
    with pytest.raises(UsageProblem) as problem:
        find_grant("urn:example:ticket")
    assert problem.value.what == "there is no grant 'urn:example:ticket'"
    assert all(listed.name in problem.value.help for listed in GRANTS)
    assert problem.value.help.endswith("for any other, custom --grant-type urn:example:ticket")


@every_grant
def test_a_grant_describes_itself_whole(listed: Listed) -> None:
    grant: Any = listed.load()
    assert grant.registered in {*REGISTERED_GRANT_TYPES, ID_JAG_PROFILE} or listed.name == "custom"
    assert grant.spec.startswith(("RFC ", "OpenID ", "UMA "))
    assert not grant.summary.endswith(".")
    assert grant.endpoints[-1] == "token_endpoint"
    assert grant.takes <= {declared.name for declared in parameters_of(CommonMembers)}
    assert "--issuer" in grant.example


@every_grant
def test_every_field_of_a_grant_is_a_declared_parameter_and_its_value_frozen(listed: Listed) -> None:
    grant: Any = listed.load()
    assert [one.name for one in fields(grant)] == [one.name for one in parameters_of(grant)]
    assert grant.__dataclass_params__.frozen


def test_only_what_needs_a_person_is_interactive() -> None:
    assert {listed.name for listed in GRANTS if listed.interactive} == {"authorization-code", "device-code", "ciba"}
