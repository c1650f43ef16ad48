from __future__ import annotations

import itertools
from typing import Any

import pytest

from tokencli.oauth.parameter import Kind, Parameter
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.resolve import resolve

TIMEOUT = Parameter("timeout", "", kind=Kind.DURATION, default=30.0)
SECRET = Parameter("client_secret", "", secret=True)
STRICT = Parameter("strict", "", kind=Kind.FLAG, default=False)
LAYERS = ("line", "environment", "profile")


def settings(*layers: str) -> Any:
    options = {"timeout": "1s"} if "line" in layers else {"timeout": None}
    environ = {"TOKENCLI_TIMEOUT": "2s"} if "environment" in layers else {}
    profile = {"timeout": Setting(3.0, Origin(Source.PROFILE, "profile ci"))} if "profile" in layers else {}
    return resolve([TIMEOUT], options, environ, profile, "ci")


@pytest.mark.parametrize(
    "layers", [set_ for size in range(4) for set_ in itertools.combinations(LAYERS, size)], ids=str
)
def test_the_command_line_wins_over_the_environment_over_the_profile_over_the_default(layers: tuple[str, ...]) -> None:
    expected = {"line": (1.0, "--timeout"), "environment": (2.0, "TOKENCLI_TIMEOUT"), "profile": (3.0, "profile ci")}
    found = settings(*layers)
    assert (found.get("timeout"), str(found.origin("timeout"))) == next(
        (expected[one] for one in LAYERS if one in layers), (30.0, "default")
    )


def test_what_nobody_gave_is_not_among_the_given() -> None:
    assert settings().given() == {}
    assert set(settings("profile").given()) == {"timeout"}


def test_what_has_no_value_and_no_default_is_none_from_the_default() -> None:
    found = resolve([SECRET], {}, {}, {})
    assert (found.get("client_secret"), str(found.origin("client_secret"))) == (None, "default")


def test_a_setting_of_the_profile_that_the_command_does_not_take_is_left_out() -> None:
    found = resolve([SECRET], {}, {}, {"timeout": Setting(3.0, Origin(Source.PROFILE, "profile ci"))})
    assert found.values == {}


def test_a_flag_that_was_not_given_does_not_hide_the_profile() -> None:
    profile = {"strict": Setting(True, Origin(Source.PROFILE, "profile ci"))}
    assert resolve([STRICT], {"strict": False}, {}, profile).get("strict") is True


def test_the_names_of_secrets_are_known_whether_or_not_they_were_given() -> None:
    assert resolve([SECRET, TIMEOUT], {}, {}, {}).secret_names == {"client_secret"}
