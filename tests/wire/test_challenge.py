from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.challenge import Challenge, read_challenges

TOKEN = st.text("!#$%&'*+-.^_`|~0189azAZ", min_size=1)
QUOTED = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"))


def test_a_scheme_alone_is_a_challenge() -> None:
    assert read_challenges(["Negotiate"]) == (Challenge("Negotiate"),)


def test_a_parameter_may_be_a_token_or_quoted() -> None:
    (challenge,) = read_challenges(['Basic realm="the realm", charset=UTF-8'])
    assert challenge == Challenge("Basic", (("realm", "the realm"), ("charset", "UTF-8")))


def test_a_quoted_text_may_hold_commas_equals_signs_and_escaped_quotes() -> None:
    (challenge,) = read_challenges([r'Basic realm="a, b=c \"d\" \\e"'])
    assert challenge.get("realm") == 'a, b=c "d" \\e'


def test_parameter_names_are_compared_without_case_and_schemes_stay_as_written() -> None:
    (challenge,) = read_challenges(['bEARER Error="invalid_token"'])
    assert (challenge.scheme, challenge.get("ERROR"), challenge.get("scope")) == ("bEARER", "invalid_token", None)


def test_white_space_around_the_equals_sign_is_allowed() -> None:
    (challenge,) = read_challenges(['Basic realm = "a"'])
    assert challenge.get("realm") == "a"


def test_two_schemes_in_one_field_are_two_challenges() -> None:
    assert read_challenges(['Basic realm="a", Bearer error="invalid_token", scope="x"']) == (
        Challenge("Basic", (("realm", "a"),)),
        Challenge("Bearer", (("error", "invalid_token"), ("scope", "x"))),
    )


def test_two_fields_are_read_one_after_the_other() -> None:
    assert read_challenges(["Basic", "Bearer"]) == (Challenge("Basic"), Challenge("Bearer"))


def test_schemes_without_parameters_may_stand_between_commas() -> None:
    assert read_challenges([" , Negotiate,, NTLM ,"]) == (Challenge("Negotiate"), Challenge("NTLM"))


@pytest.mark.parametrize("token", ["TlRMTVNTUAAB", "abc==", "a-b._~+/c="])
def test_a_scheme_may_carry_a_bare_token(token: str) -> None:
    assert read_challenges([f"Negotiate {token}, Basic realm=x"]) == (
        Challenge("Negotiate", token68=token),
        Challenge("Basic", (("realm", "x"),)),
    )


def test_parameters_without_a_comma_between_them_are_read_all_the_same() -> None:
    (challenge,) = read_challenges(['Bearer realm="a" error="invalid_token"'])
    assert challenge.get("error") == "invalid_token"


def test_what_does_not_follow_the_grammar_ends_its_field_and_no_other() -> None:
    assert read_challenges(['Basic realm="a", @@@, Bearer', "Digest"]) == (
        Challenge("Basic", (("realm", "a"),)),
        Challenge("Digest"),
    )


def test_a_quote_that_never_ends_loses_nothing_that_came_before() -> None:
    first, *_ = read_challenges(['Bearer error="invalid_token", error_description="never ends'])
    assert first.get("error") == "invalid_token"


@pytest.mark.parametrize("field", ["", " ", ",", '"', "=", '="x"', "\\"])
def test_a_field_without_a_scheme_has_no_challenge(field: str) -> None:
    assert read_challenges([field]) == ()


@given(st.lists(st.text()))
def test_reading_never_raises(fields: list[str]) -> None:
    read_challenges(fields)


@given(st.text('Bearer="\\, \trealm', max_size=60))
def test_reading_text_that_almost_follows_the_grammar_never_raises(field: str) -> None:
    read_challenges([field])


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(TOKEN, TOKEN.filter(lambda name: name.lower() != "error"), QUOTED, QUOTED)
def test_the_error_of_a_well_formed_challenge_is_always_found(scheme: str, name: str, value: str, error: str) -> None:
    field = f'Basic realm="x", {scheme} {name}={_quote(value)}, error={_quote(error)}, Other'
    _, challenge, other = read_challenges([field])
    assert challenge == Challenge(scheme, ((name.lower(), value), ("error", error)))
    assert other == Challenge("Other")
