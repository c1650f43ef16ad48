from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.checks.examined import examined

if TYPE_CHECKING:
    from tests.journeys.command import Command

GOOD = '[profiles.ci]\nissuer = "https://login.example"\nclient_id = "ci"\n'
BAD = '[profiles.bad]\nscop = "read"\n'


def test_no_file_is_nothing_wrong(cli: Command) -> None:
    seen = examined(cli)
    assert (seen.code, seen.state("configuration")) == (0, "note")
    assert "tokencli profile add" in seen.checks["configuration"]["help"]


def test_the_profiles_are_named_and_the_one_that_the_rest_is_about_is_told(cli: Command) -> None:
    path = cli.config(GOOD)
    path.chmod(0o600)
    assert examined(cli).what("configuration") == f"{path}: ci (looked at here)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[profiles.ci\n", "is no TOML"),
        (BAD, "did you mean scope?"),
        ('default_profile = "none"\n' + GOOD, "there is no such profile"),
        ("[profiles.ci]\nissuer = 7\n", "issuer"),
    ],
)
def test_a_file_that_a_command_could_not_use_is_an_error_that_says_where(cli: Command, text: str, said: str) -> None:
    cli.config(text).chmod(0o600)
    seen = examined(cli)
    assert (seen.code, seen.state("configuration")) == (10, "error")
    assert said in seen.findings["configuration-not-usable"]["what"]


def test_another_profile_that_is_wrong_is_no_error_for_the_one_that_is_looked_at(cli: Command) -> None:
    cli.config('default_profile = "ci"\n' + GOOD + BAD).chmod(0o600)
    seen = examined(cli)
    assert seen.findings["configuration-not-usable"]["severity"] == "warning"
    assert examined(cli, "bad").findings["configuration-not-usable"]["severity"] == "error"


def test_a_file_that_was_named_and_is_not_there_is_an_error(cli: Command) -> None:
    assert examined(cli, "--config", "/nowhere.toml").code == 10


@pytest.mark.parametrize("value", ['"literal:hush-hush-1"', '"hush-hush-1"'])
def test_a_secret_in_the_file_is_found_and_not_shown(cli: Command, value: str) -> None:
    cli.config(f"{GOOD}client_secret = {value}\n").chmod(0o600)
    done = cli("doctor", "-o", "json")
    assert [one["name"] for one in done.json["findings"]] == ["secret-in-configuration"]
    assert "line 4" in done.json["findings"][0]["where"][0]["value"]
    assert "hush-hush" not in done.out + done.err


def test_a_reference_is_no_secret(cli: Command) -> None:
    cli.config(f'{GOOD}client_secret = "env:SECRET"\nparam = ["a=b", "ticket@env:TICKET"]\n').chmod(0o600)
    assert examined(cli).findings == {}


def test_a_secret_among_the_parameters_is_found(cli: Command) -> None:
    cli.config(f'{GOOD}param = ["ticket@literal:hush-hush-1"]\n').chmod(0o600)
    assert examined(cli).findings["secret-in-configuration"]["where"][0]["name"] == "param"
