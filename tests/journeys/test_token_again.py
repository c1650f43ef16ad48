"""A line that printed a stored token is answered from memory the next time, and never with what is no longer right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer, issue, refuse
from tokencli.runtime import system

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.command import Command

KEY = f"key:{'A' * 43}"
ENV = {"TOKENCLI_STORE_KEY": KEY, "SECRET": "hush-hush-1"}


def profile(server: MisbehavingServer, more: str = "") -> str:
    return (
        f'[profiles.ci]\ngrant = "client-credentials"\nstore = "file"\ntoken_endpoint = "{server.url()}"\n'
        f'client_id = "app"\nclient_secret = "env:SECRET"\n{more}'
    )


@pytest.fixture
def prepared(cli: Command, server: MisbehavingServer) -> Command:
    """A line was run once; every further request gets another token."""
    server.behave(issue(access_token="first"), issue(access_token="second", id_token="e30.e30.c2ln"))
    cli.config(profile(server))
    assert cli("token", "ci", env=ENV).out == "first\n"
    return cli


def shortcuts(cli: Command) -> list[Path]:
    return sorted((cli.home / ".cache" / "tokencli" / "shortcuts").iterdir())


def without_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise AssertionError("the line was read")

    monkeypatch.setattr("tokencli.cli.program.run_program", fail)


def test_the_same_line_is_not_read_again(prepared: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    without_the_long_way(monkeypatch)
    ran = prepared("token", "ci", env=ENV)
    assert (ran.code, ran.out, ran.err) == (0, "first\n", "")


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (("-o", "header"), "Authorization: Bearer first\n"),
        (("-o", "curl"), 'header = "Authorization: Bearer first"\n'),
        (("--output=token", "--no-input"), "first\n"),
    ],
)
def test_each_form_of_the_line_prints_again_what_it_printed(
    prepared: Command, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], printed: str
) -> None:
    assert prepared("token", "ci", *words, env=ENV).out == printed
    without_the_long_way(monkeypatch)
    assert prepared("token", "ci", *words, env=ENV).out == printed


def test_a_format_from_the_environment_belongs_to_the_line(prepared: Command) -> None:
    header = {**ENV, "TOKENCLI_OUTPUT": "header"}
    assert [prepared("token", "ci", env=header).out for _ in range(2)] == ["Authorization: Bearer first\n"] * 2
    assert prepared("token", "ci", env=ENV).out == "first\n"


def test_an_edited_configuration_is_read(prepared: Command, server: MisbehavingServer) -> None:
    prepared.config(profile(server, 'scope = ["more"]\n'))
    assert prepared("token", "ci", env=ENV).out == "second\n"


def test_another_file_of_settings_under_the_same_name_is_read(cli: Command, server: MisbehavingServer) -> None:
    server.behave(issue(access_token="first"), issue(access_token="second"))
    for folder, scope in (("one", "a"), ("other", "b")):
        (cli.home / folder).mkdir()
        (cli.home / folder / "my.toml").write_text(profile(server, f'scope = ["{scope}"]\n'), "utf-8")
    line = ("token", "ci", "--config", "my.toml")
    assert cli.process(*line, env=ENV, cwd=cli.home / "one").out == "first\n"
    assert cli.process(*line, env=ENV, cwd=cli.home / "other").out == "second\n"
    assert cli.process(*line, env=ENV, cwd=cli.home / "one").out == "first\n"


def test_a_setting_in_the_environment_is_read(prepared: Command) -> None:
    assert prepared("token", "ci", env={**ENV, "TOKENCLI_SCOPE": "more"}).out == "second\n"


def test_a_token_that_is_about_to_end_is_renewed(prepared: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = system.wall_clock
    monkeypatch.setattr(system, "wall_clock", lambda: clock() + 3600 - 30)  # 60 s are wanted
    assert prepared("token", "ci", env=ENV).out == "second\n"


def test_what_the_line_wants_of_the_token_counts(prepared: Command) -> None:
    assert prepared("token", "ci", "--min-validity", "10m", env=ENV).out == "first\n"
    assert prepared("token", "ci", "--min-validity", "2h", env=ENV).out == "second\n"


def test_force_is_never_answered_from_memory(prepared: Command) -> None:
    assert [prepared("token", "ci", "--force", env=ENV).out for _ in range(2)] == ["second\n"] * 2
    assert prepared("token", "ci", env=ENV).out == "second\n"


@pytest.mark.parametrize("words", [("-v",), ("--client-secret", "hush-hush-1"), ("-o", "json"), ("--field", "scope")])
def test_a_line_that_says_more_leaves_nothing_behind(prepared: Command, words: tuple[str, ...]) -> None:
    before = shortcuts(prepared)
    prepared("token", "ci", *words, env=ENV)
    assert shortcuts(prepared) == before


def test_a_key_that_is_gone_is_asked_for(prepared: Command) -> None:
    ran = prepared("token", "ci", env={"SECRET": ENV["SECRET"]})
    assert (ran.code, ran.out) == (2, "")
    assert "TOKENCLI_STORE_KEY is not set" in ran.err


def test_a_token_that_was_logged_out_is_fetched_afresh(prepared: Command) -> None:
    assert prepared("logout", "ci", env=ENV).code == 0
    assert prepared("token", "ci", env=ENV).out == "second\n"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '"x"', '[null, "", "file", "x", "60", "token"]', "\x00", "[" * 100_000]
)
def test_a_damaged_shortcut_costs_only_time(prepared: Command, text: str) -> None:
    (file,) = shortcuts(prepared)
    good = file.read_text("utf-8")
    file.write_text(text, "utf-8")
    assert prepared("token", "ci", env=ENV).out == "first\n"
    assert file.read_text("utf-8") == good


@pytest.mark.parametrize("position", range(6))
def test_a_shortcut_that_leads_elsewhere_costs_only_time(prepared: Command, position: int) -> None:
    (file,) = shortcuts(prepared)
    document = json.loads(file.read_text("utf-8"))
    document[position] = ["gone.toml", "0", "none", "0" * 32, 1e9, "token"][position]
    file.write_text(json.dumps(document), "utf-8")
    assert prepared("token", "ci", env=ENV).out == "first\n"


def test_where_nothing_can_be_kept_the_line_is_read_each_time(prepared: Command) -> None:
    (file,) = shortcuts(prepared)
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("no folder", "utf-8")
    assert [prepared("token", "ci", env=ENV).out for _ in range(2)] == ["first\n"] * 2


def test_a_refusal_is_not_kept(cli: Command, server: MisbehavingServer) -> None:
    server.behave(refuse("invalid_client", 401))
    cli.config(profile(server))
    assert cli("token", "ci", env=ENV).code == 12
    assert not (cli.home / ".cache" / "tokencli" / "shortcuts").exists()


def test_what_is_kept_holds_no_secret(prepared: Command) -> None:
    (file,) = shortcuts(prepared)
    text = file.name + file.read_text("utf-8")
    assert not [secret for secret in ("first", KEY, ENV["SECRET"]) if secret in text]
    assert file.stat().st_mode & 0o077 == 0


def test_an_entry_of_a_later_version_is_left_to_the_long_way(
    prepared: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tokencli.store.resting_token.VERSION", 0)
    ran = prepared("token", "ci", env=ENV)
    assert "was written by a later tokencli" in ran.err


def test_only_so_many_shortcuts_are_kept(prepared: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokencli.store.shortcut.MOST", 2)
    for number in range(3):
        prepared("token", "ci", "--min-validity", f"{number}s", env=ENV)
    assert len(shortcuts(prepared)) == 2
