from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings.refusal import refused
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import Kind, Parameter
from tokencli.settings.environment import from_environment
from tokencli.settings.model import all_parameters
from tokencli.settings.origin import Source

CLIENT_ID = Parameter("client_id", "")
SCOPE = Parameter("scope", "", repeatable=True)
INSECURE = Parameter("insecure", "", kind=Kind.FLAG, profile_key="insecure_skip_tls_verify")


def test_a_variable_is_named_after_the_option() -> None:
    found = from_environment([CLIENT_ID], {"TOKENCLI_CLIENT_ID": "app", "CLIENT_ID": "other"})
    assert (found["client_id"].value, str(found["client_id"].origin)) == ("app", "TOKENCLI_CLIENT_ID")
    assert found["client_id"].origin.source is Source.ENVIRONMENT


def test_a_repeatable_setting_stands_one_value_a_line() -> None:
    found = from_environment([SCOPE], {"TOKENCLI_SCOPE": "a b\n\nc\r\n"})
    assert found["scope"].value == ("a b", "c")


def test_an_empty_variable_says_nothing() -> None:
    assert from_environment([CLIENT_ID, SCOPE], {"TOKENCLI_CLIENT_ID": "", "TOKENCLI_SCOPE": ""}) == {}


def test_a_variable_that_means_nothing_is_named_in_the_error() -> None:
    with pytest.raises(UsageProblem, match="TOKENCLI_INSECURE: 'perhaps' is neither true nor false"):
        from_environment([INSECURE], {"TOKENCLI_INSECURE": "perhaps"})


def test_a_flag_can_be_switched_off_by_the_environment() -> None:
    assert from_environment([INSECURE], {"TOKENCLI_INSECURE": "no"})["insecure"].value is False


def test_no_two_settings_share_a_variable() -> None:
    variables = [one.variable for one in all_parameters()]
    assert len(set(variables)) == len(variables)


@given(st.dictionaries(st.sampled_from([one.variable for one in all_parameters()]), st.text(max_size=40), max_size=4))
def test_any_environment_is_read_or_refused_by_the_name_of_a_variable(environ: dict[str, str]) -> None:
    told = refused(lambda: from_environment(all_parameters(), environ))
    assert not told or any(told.startswith(variable) for variable in environ)
