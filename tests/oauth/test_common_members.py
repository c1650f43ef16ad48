from __future__ import annotations

from typing import Any

import pytest

from tokencli.errors import UsageProblem
from tokencli.oauth.common_members import CommonMembers

ALL = frozenset({"scope", "resource", "audience", "acr_values"})
OWN = (("grant_type", "password"), ("username", "alice"))


def test_the_members_stand_in_the_order_of_the_contract() -> None:
    common = CommonMembers(
        param=(("x", "1"),), acr_values="loa2", audience=("a1", "a2"), resource=("https://r1", "https://r2"), scope=("b a",)
    )  # fmt: skip
    assert common.token_request(OWN, ALL) == (
        *OWN,
        ("scope", "b a"),
        ("resource", "https://r1"),
        ("resource", "https://r2"),
        ("audience", "a1"),
        ("audience", "a2"),
        ("acr_values", "loa2"),
        ("x", "1"),
    )


def test_scopes_given_apart_and_together_are_joined_by_single_spaces() -> None:
    assert CommonMembers(scope=("a  b", " c ")).token_request((), ALL) == (("scope", "a b c"),)
    assert CommonMembers(scope=(" ",)).token_request((), ALL) == ()


def test_only_what_applies_to_a_grant_is_sent() -> None:
    common = CommonMembers(scope=("a",), resource=("r",), audience=("n",), acr_values="x", param=(("p", "1"),))
    assert common.token_request(OWN, frozenset()) == (*OWN, ("p", "1"))
    assert common.token_request((), frozenset({"audience"})) == (("audience", "n"), ("p", "1"))


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"idp": "corp"}, "idp:corp"),
        ({"tenant": "acme"}, "tenant:acme"),
        ({"acr_values": " a  b ", "idp": "corp", "tenant": "acme"}, "a b idp:corp tenant:acme"),
    ],
)
def test_provider_and_tenant_become_acr_values(given: dict[str, Any], value: str) -> None:
    assert CommonMembers(**given).token_request((), ALL) == (("acr_values", value),)


def test_the_authorization_request_takes_parameters_of_its_own() -> None:
    common = CommonMembers(scope=("a",), param=(("p", "1"),), auth_param=(("q", "2"),))
    assert common.authorization_request(ALL) == (("scope", "a"), ("q", "2"))
    with pytest.raises(UsageProblem, match="--auth-param scope repeats a member"):
        CommonMembers(scope=("a",), auth_param=(("scope", "b"),)).authorization_request(ALL)


def test_a_parameter_that_repeats_a_member_is_refused() -> None:
    with pytest.raises(UsageProblem, match="--param username repeats a member the request has anyway"):
        CommonMembers(param=(("username", "bob"),)).token_request(OWN, ALL)


def test_a_parameter_given_twice_is_refused_unless_the_rfc_allows_it() -> None:
    with pytest.raises(UsageProblem, match="--param x is given more than once"):
        CommonMembers(param=(("x", "1"), ("x", "2"))).token_request(OWN, ALL)
    twice = (("resource", "a"), ("resource", "b"))
    assert CommonMembers(param=twice).token_request(OWN, ALL) == (*OWN, *twice)


def test_with_override_a_parameter_takes_the_place_of_a_member_and_may_stand_twice() -> None:
    common = CommonMembers(param=(("username", "bob"), ("x", "1"), ("x", "2")), override=True)
    assert common.token_request(OWN, ALL) == (("grant_type", "password"), ("username", "bob"), ("x", "1"), ("x", "2"))


def test_authorization_details_go_where_a_grant_takes_them() -> None:
    details = '[{"type": "payment", "amount": 5}]'
    common = CommonMembers(authorization_details=details)
    assert common.token_request((), frozenset({"authorization_details"})) == (("authorization_details", details),)
    assert common.token_request((), ALL) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[", "this is no JSON"),
        ("{}", "a JSON array of objects is wanted"),
        ('["payment"]', "a JSON array of objects is wanted"),
        ("[{}]", "a JSON array of objects is wanted"),
        ('[{"type": "a"}, {"type": ""}]', "a JSON array of objects is wanted"),
    ],
)
def test_authorization_details_of_another_form_are_refused(text: str, what: str) -> None:
    with pytest.raises(UsageProblem, match=f"--authorization-details: {what}"):
        CommonMembers(authorization_details=text).token_request((), frozenset({"authorization_details"}))


@pytest.mark.parametrize(
    ("uri", "good"),
    [
        ("https://api.example", True), ("urn:example:api", True), ("api://orders", True), ("notaurl", False),
        ("https://api.example#f", False), ("https://api.example/#", False), ("/orders", False), ("", False),
    ],
)  # fmt: skip
def test_a_resource_that_is_no_absolute_uri_without_fragment_is_remarked_on(uri: str, good: bool) -> None:
    remarks = CommonMembers(resource=("https://ok.example", uri)).remarks()
    told = f"the resource {uri} is no absolute URI without a fragment"
    assert [one.what for one in remarks] == ([] if good else [told])


def test_what_python_alone_reads_as_json_is_none() -> None:
    with pytest.raises(UsageProblem, match="this is no JSON: NaN is no number"):
        CommonMembers(authorization_details='[{"type": "a", "n": NaN}]').token_request(
            (), frozenset({"authorization_details"})
        )
