"""`doctor` as a person and a script meet it: its screens, its JSON, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from tests.journeys.terminal import on_terminal
from tokencli import render
from tokencli.app.checks import CHECKS

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

SCHEMA = json.loads((Path(render.__file__).parent / "output.schema.json").read_text("utf-8"))
KEPT_NOWHERE = {"TOKENCLI_STORE": "none"}
BROKEN = '[profiles.dev]\nscop = "read"\n'


def test_a_machine_that_is_well_is_exit_0_and_every_check_has_its_line(cli: Command) -> None:
    done = cli("doctor", "-o", "pretty", env=KEPT_NOWHERE)
    assert (done.code, done.err) == (0, "")
    names = [line.split()[1] for line in done.out.splitlines() if line[:1] in "✓–!✗" and line.strip()]
    assert names == [one.name for one in CHECKS]


def test_a_pipe_gets_json_of_the_published_shape(cli: Command) -> None:
    cli.config(BROKEN)
    done = cli("doctor")
    Draft202012Validator(SCHEMA).validate(done.json)
    assert [one["severity"] for one in done.json["findings"]] == sorted(
        one["severity"] for one in done.json["findings"]
    )
    assert done.code == 10


def test_one_member_can_be_asked_for(cli: Command) -> None:
    cli.config(BROKEN)
    assert cli("doctor", "--field", "findings.0.name", env=KEPT_NOWHERE).out == "configuration-not-usable\n"


def test_a_profile_that_does_not_exist_is_exit_2(cli: Command) -> None:
    cli.config('[profiles.dev]\nclient_id = "app"\n')
    done = cli("doctor", "deb")
    assert (done.code, done.out) == (2, "")
    assert "did you mean dev?" in done.err


def test_several_profiles_of_which_none_is_chosen_do_not_stop_it(cli: Command) -> None:
    cli.config('[profiles.a]\nclient_id = "a"\n[profiles.b]\nclient_id = "b"\n').chmod(0o600)
    assert cli("doctor", env=KEPT_NOWHERE).code == 0


def test_nothing_is_sent_that_nobody_asked_for(cli: Command, server: MisbehavingServer) -> None:
    cli.config(f'[profiles.dev]\nissuer = "{server.url("")}"\n')
    cli("doctor", env=KEPT_NOWHERE)
    assert server.requests == []


def test_the_sandbox_has_the_time_of_this_machine(cli: Command, sandbox: Sandbox) -> None:
    done = cli("doctor", "--issuer", sandbox.issuer, "--field", "checks.5.state", env=KEPT_NOWHERE)
    assert done.out == "good\n"


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_the_screen_is_no_wider_than_the_terminal(cli: Command, columns: int) -> None:
    cli.config(BROKEN)
    seen = on_terminal(cli, "doctor", "--store", "none", columns=columns, env={"BROWSER": "w3m"})
    assert seen.code == 10
    assert [line for line in seen.text.splitlines() if len(line) > columns] == []
    assert "error: configuration-not-usable" in seen.text
    assert "warning: browser-not-found" in seen.text
    assert "help" in seen.text


def test_nothing_is_said_only_by_colour(cli: Command) -> None:
    cli.config(BROKEN)
    words = ("doctor", "--store", "none")
    coloured, plain = on_terminal(cli, *words), on_terminal(cli, *words, env={"NO_COLOR": "1"})
    assert (coloured.coloured, plain.coloured) == (True, False)
    seen, alike = ([word for word in one.text.split() if word != "no"] for one in (coloured, plain))
    assert seen == alike
