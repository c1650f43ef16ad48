from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.app.variables import free_variable, is_variable

OWNED = (
    "PATH",
    "HOME",
    "USER",
    "USERNAME",
    "SHELL",
    "PWD",
    "IFS",
    "LANG",
    "LC_ALL",
    "LD_PRELOAD",
    "BASH_ENV",
    "PYTHONPATH",
    "HTTPS_PROXY",
)


@pytest.mark.parametrize(
    ("what", "alone", "profile"),
    [
        ("api-key", "API_KEY", "CI_API_KEY"),
        ("2fa", "CI_2FA", "CI_2FA"),
        ("é ü", "___", "CI____"),
        ("client_secret", "CLIENT_SECRET", "CI_CLIENT_SECRET"),
    ],
)
def test_a_name_is_made_of_what_the_secret_is(what: str, alone: str, profile: str) -> None:
    assert free_variable("ci", what, (), alone=True) == alone
    assert free_variable("ci", what, (), alone=False) == profile


@pytest.mark.parametrize("name", OWNED)
def test_what_a_shell_has_a_meaning_for_is_not_set(name: str) -> None:
    assert free_variable("ci", name.lower(), (), alone=True) == f"CI_{name}"


def test_a_name_that_is_in_use_gets_the_profile_before_it_and_then_a_number() -> None:
    used: list[str] = []
    for what in ("api-key", "api_key", "api key", "api.key"):
        used.append(free_variable("ci", what, used, alone=True))
    assert used == ["API_KEY", "CI_API_KEY", "CI_API_KEY_2", "CI_API_KEY_3"]
    assert free_variable("ci", "key", ["key"], alone=True) == "CI_KEY"


def test_a_profile_that_begins_with_a_digit_makes_a_name_all_the_same() -> None:
    assert free_variable("1st", "pin", (), alone=False) == "PROFILE_1ST_PIN"


@given(st.text(), st.text(), st.sets(st.text("AB_", min_size=1, max_size=3)), st.booleans())
def test_every_name_is_one_that_a_shell_takes_and_nothing_else_has(
    profile: str, what: str, used: set[str], alone: bool
) -> None:
    made = free_variable(profile, what, used, alone=alone)
    assert is_variable(made)
    assert made not in used
