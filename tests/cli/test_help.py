"""`--help` of every command: readable, with a real example, and with the section of every protocol parameter."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from tokencli.cli.program import cli as program
from tokencli.oauth.grants import GRANTS
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.model import grant_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.command import Command
    from tokencli.oauth.grants import Listed

HEADINGS = ["Get tokens:", "Look inside:", "Find out why it failed:", "Set up:"]
TOLD_BY_THE_PROTOCOL = {"Grant", "Request", "Server", "Client"}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command with the words that name it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = list(commands(program))


def examples(text: str) -> list[str]:
    return [line.strip() for line in text.partition("Examples:\n")[2].splitlines() if line.startswith("  tokencli")]


def test_the_commands_stand_under_the_four_headings_in_their_order(cli: Command) -> None:
    done = cli("--help")
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if line in HEADINGS] == HEADINGS
    assert all(
        re.search(rf"^  {name}  ", done.out, re.MULTILINE) for name in program.list_commands(click.Context(program))
    )


@pytest.mark.parametrize("words", [(), *ALL], ids=" ".join)
def test_every_help_has_an_example_that_the_program_understands(
    cli: Command, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = cli(*words, "--help")
    assert (done.code, done.err) == (0, "")
    found = examples(done.out)
    assert found
    # Nothing is run: only whether the words of each example are commands, options and values that exist.
    monkeypatch.setattr(click.Command, "invoke", lambda *_: 0)
    for example in found:
        for command in re.split(r" [|;>] ?|; ", example):
            if command.startswith("tokencli "):
                understood = cli(*shlex.split(command)[1:])
                assert (understood.code, understood.err) == (0, ""), command


@pytest.mark.parametrize("words", ALL, ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_says_how_to_call_the_command(cli: Command, words: tuple[str, ...], flag: str) -> None:
    assert cli(*words, flag).out.startswith(f"Usage: tokencli {' '.join(words)} ")


@pytest.mark.parametrize("listed", GRANTS, ids=lambda one: one.name)
def test_a_grant_names_its_section_and_that_of_every_protocol_parameter(cli: Command, listed: Listed) -> None:
    grant = listed.load()
    text = " ".join(cli("fetch", listed.name, "--help").out.split())
    assert f"({grant.spec})" in text
    for title, parameters in grant_sections(listed).items():
        for one in parameters if title in TOLD_BY_THE_PROTOCOL else ():
            if one.spec:
                assert f"[{one.spec}]" in text, one.name
    assert all(one.spec for one in parameters_of(grant) if one.required)


@pytest.mark.parametrize("listed", GRANTS, ids=lambda one: one.name)
def test_a_grant_shows_only_what_applies_to_it(cli: Command, listed: Listed) -> None:
    name = listed.name
    text = cli("fetch", name, "--help").out
    for option, grants in {
        "--username": {"password"},
        "--code ": {"authorization-code"},
        "--device-code": {"device-code"},
        "--subject-token ": {"token-exchange", "id-jag"},
        "--assertion ": {"jwt-bearer", "saml2-bearer"},
        "--grant-type": {"custom"},
        "--refresh-token": {"refresh-token"},
    }.items():
        assert (f"  {option}" in text) == (name in grants), option


def test_only_what_must_be_given_is_called_required(cli: Command) -> None:
    text = cli("fetch", "password", "--help").out
    required = {line.split()[0] for line in text.splitlines() if "(required)" in line}
    assert required == {"--username", "--password"}
    assert "(required)" not in cli("profile", "add", "--help").out


@pytest.mark.parametrize("alias", [(alias, one.name) for one in GRANTS for alias in one.aliases])
def test_an_alias_is_the_same_command(cli: Command, alias: tuple[str, str]) -> None:
    short, long = alias
    assert cli("fetch", short, "--help").out.splitlines()[1:] == cli("fetch", long, "--help").out.splitlines()[1:]


def test_help_shows_no_value_of_the_environment(cli: Command) -> None:
    env = {"TOKENCLI_CLIENT_SECRET": "hush-hush-1", "TOKENCLI_PASSWORD": "hush-hush-2", "TOKENCLI_TRACE": "hush-hush-3"}
    assert "hush-hush" not in cli("fetch", "password", "--help", env=env).out


def test_the_version_is_one_line(cli: Command) -> None:
    for flag in ("-V", "--version"):
        assert re.fullmatch(r"tokencli \d+\.\d+\.\d+\S*\n", cli(flag).out)
