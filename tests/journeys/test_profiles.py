"""Profiles: which one is used, and how they are listed, shown, added, edited and removed without losing a comment."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.journeys.sandbox_client import token_requests
from tests.journeys.terminal import on_terminal

if TYPE_CHECKING:
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

TWO = """\
# what the team uses
[profiles.ci]          # for the pipeline
grant = "client_credentials"
token_endpoint = "{issuer}/token"
client_id = "demo"
# kept in the vault
client_secret = "env:CI_SECRET"
scope = ["read", "write"]   # both

[profiles.post]
token_endpoint = "{issuer}/token"
client_id = "demo-post"
client_secret = "literal:demo-post-secret"
auth_method = "post"
"""
ENV = {"CI_SECRET": "demo-secret"}


def two(cli: Command, sandbox: Sandbox, before: str = "") -> str:
    text = before + TWO.format(issuer=sandbox.issuer)
    cli.config(text)
    return text


def client_that_asked(sandbox: Sandbox) -> str:
    form = dict(token_requests(sandbox)[-1].form)
    return form.get("client_id", "demo")


@pytest.mark.parametrize(
    ("words", "env", "default", "used"),
    [
        (("-p", "post"), {"TOKENCLI_PROFILE": "ci"}, "ci", "demo-post"),
        (("--profile", "ci"), {"TOKENCLI_PROFILE": "post"}, "post", "demo"),
        ((), {"TOKENCLI_PROFILE": "post"}, "ci", "demo-post"),
        ((), {}, "post", "demo-post"),
    ],
)
def test_the_option_wins_over_the_variable_over_the_default(
    cli: Command, sandbox: Sandbox, words: tuple[str, ...], env: dict[str, str], default: str, used: str
) -> None:
    two(cli, sandbox, f'default_profile = "{default}"\n')
    done = cli("fetch", "client-credentials", *words, "-o", "token", env={**ENV, **env})
    assert done.code == 0
    assert client_that_asked(sandbox) == used


def test_the_only_profile_needs_no_name(cli: Command, sandbox: Sandbox) -> None:
    cli.config(TWO.format(issuer=sandbox.issuer).partition("[profiles.post]")[0])
    assert cli("fetch", "client-credentials", "-o", "token", env=ENV).code == 0
    assert dict(token_requests(sandbox)[-1].form)["scope"] == "read write"


@pytest.mark.parametrize("words", [("fetch", "client-credentials", "-o", "token"), ("profile", "show")])
def test_several_profiles_and_no_choice_is_exit_2_with_the_names(
    cli: Command, sandbox: Sandbox, words: tuple[str, ...]
) -> None:
    two(cli, sandbox)
    done = cli(*words)
    assert (done.code, done.out) == (2, "")
    assert "ci, post" in done.err
    assert "-p" in done.err


@pytest.mark.parametrize(
    ("words", "env", "before"),
    [
        (("-p", "cii"), {}, ""),
        ((), {"TOKENCLI_PROFILE": "cii"}, ""),
        ((), {}, 'default_profile = "cii"\n'),
    ],
)
def test_a_profile_that_is_not_there_is_exit_2_with_the_nearest_and_all_names(
    cli: Command, sandbox: Sandbox, words: tuple[str, ...], env: dict[str, str], before: str
) -> None:
    two(cli, sandbox, before)
    done = cli("fetch", "client-credentials", *words, env=env)
    assert (done.code, done.out) == (2, "")
    assert "did you mean ci?" in done.err
    assert "ci, post" in done.err


def test_no_profile_and_no_server_is_exit_2_and_says_what_to_give(cli: Command) -> None:
    done = cli("fetch", "client-credentials")
    assert (done.code, done.out) == (2, "")
    assert "no server is named" in done.err
    assert all(word in done.err for word in ("--issuer", "--token-endpoint", "-p"))


def test_a_profile_that_nobody_named_does_not_hand_its_secret_to_another_server(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox, 'default_profile = "post"\n')
    done = cli("fetch", "client-credentials", "--token-endpoint", f"{sandbox.issuer}/token", "-o", "token")
    assert done.code != 0
    assert all("demo-post-secret" not in one.body.decode() for one in sandbox.requests)


def test_another_file_is_named_by_option_or_variable(cli: Command, sandbox: Sandbox) -> None:
    path = cli.home / "team.toml"
    path.write_text(TWO.format(issuer=sandbox.issuer), "utf-8")
    for words, env in ((("--config", str(path)), {}), ((), {"TOKENCLI_CONFIG": str(path)})):
        assert cli("fetch", "client-credentials", "-p", "post", *words, "-o", "token", env=env).code == 0
    missing = cli("fetch", "client-credentials", "--config", "no-such.toml")
    assert (missing.code, missing.out) == (2, "")
    assert "there is no configuration file no-such.toml" in missing.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("client_secrte = 'env:X'", "line 3: there is no setting 'client_secrte' (did you mean client_secret?)"),
        ("client-id = 'x'", "there is no setting 'client-id' (did you mean client_id?)"),
        ("retries = 'many'", "line 3: retries: 'many' is no whole number"),
        ("token_endpoint = 'login.example'", "is no http or https URL"),
        ("auth_method = 'basics'", "did you mean basic?"),
        ("client_id = ['a', 'b']", "one value is wanted, not a list"),
        ("scope = [1.5, true]", "a text is wanted, not True"),
        ("insecure = true", "(did you mean insecure_skip_tls_verify?)"),
    ],
)
def test_what_a_profile_cannot_say_is_refused_with_its_line(cli: Command, line: str, words: str) -> None:
    cli.config(f"# a comment\n[profiles.ci]\n{line}\n")
    done = cli("fetch", "client-credentials")
    assert (done.code, done.out) == (2, "")
    assert "profile ci, config.toml" in done.err
    if words == "(did you mean insecure_skip_tls_verify?)":
        assert "there is no setting 'insecure'" in done.err
    else:
        assert words in done.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("default_profil = 'x'", "did you mean default_profile?"),
        ("client_id = 'x'", "settings stand under [profiles.NAME]"),
        ("profiles = 3", "profiles must be tables"),
        ("[profiles.ci", "is no TOML"),
        ("default_profile = 3", "must be a name in quotes"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_words(cli: Command, text: str, words: str) -> None:
    cli.config(text)
    done = cli("profile", "list")
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_list_shows_every_profile_and_marks_the_default(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox, 'default_profile = "post"\n')
    rows = cli("profile", "list").json["profiles"]
    assert [(row["name"], row["default"], row["client_id"]) for row in rows] == [
        ("ci", False, "demo"),
        ("post", True, "demo-post"),
    ]
    lines = cli("profile", "list", "-o", "pretty").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["ci", "client_credentials"], ["*", "post"]]
    assert "demo-post-secret" not in "".join(lines)


def test_show_says_where_every_value_comes_from_and_no_secret(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox)
    environ = {"TOKENCLI_CLIENT_ID": "from-the-environment", **ENV}
    shown = {one["name"]: one for one in cli("profile", "show", "ci", env=environ).json["settings"]}
    assert shown["client_id"] == {"name": "client_id", "value": "from-the-environment", "origin": "TOKENCLI_CLIENT_ID"}
    assert shown["scope"] == {"name": "scope", "value": "read, write", "origin": "profile ci, config.toml line 8"}
    assert shown["client_secret"]["value"] == "env:CI_SECRET"
    pretty = cli("profile", "show", "post", "-o", "pretty").out
    assert "literal:[redacted]" in pretty
    assert "demo-post-secret" not in pretty


def test_add_makes_a_profile_that_works(cli: Command, sandbox: Sandbox) -> None:
    server = ("--issuer", sandbox.issuer, "--grant", "client_credentials")
    client = ("--client-id", "demo", "--client-secret", "env:CI_SECRET", "--scope", "read", "--scope", "write")
    done = cli("profile", "add", "ci", *server, *client)
    assert (done.code, done.out) == (0, "")
    assert "tokencli fetch client-credentials -p ci" in done.err
    path = cli.home / ".config" / "tokencli" / "config.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert cli("fetch", "client-credentials", "-p", "ci", "-o", "token", env=ENV).code == 0


def test_add_keeps_what_is_there(cli: Command, sandbox: Sandbox) -> None:
    before = two(cli, sandbox)
    assert cli("profile", "add", "third", "--issuer", "https://login.example").code == 0
    after = (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    assert after.startswith(before)
    assert after.endswith('[profiles.third]\nissuer = "https://login.example"\n')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ci", "--issuer", "https://login.example"), "there is a profile 'ci' already"),
        (("a b", "--issuer", "https://login.example"), "cannot be a profile's name"),
        (("../x", "--issuer", "https://login.example"), "cannot be a profile's name"),
        (("new",), "a profile without settings means nothing"),
        (("new", "--issuer", "login.example"), "is no http or https URL"),
        (("new", "--client-secret", "hush-hush-1"), "a profile holds references to secrets"),
        (("new", "--retries", "many"), "is no whole number"),
    ],
)
def test_add_refuses_what_makes_no_profile_and_changes_nothing(
    cli: Command, sandbox: Sandbox, words: tuple[str, ...], said: str
) -> None:
    before = two(cli, sandbox)
    done = cli("profile", "add", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "hush-hush-1" not in done.err
    assert (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8") == before


def test_edit_changes_one_line_and_keeps_comments_and_order(cli: Command, sandbox: Sandbox) -> None:
    before = two(cli, sandbox)
    assert cli("profile", "edit", "ci", "--client-id", "other").code == 0
    after = (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    assert after == before.replace('client_id = "demo"\n', 'client_id = "other"\n')


def test_edit_takes_a_setting_out_and_leaves_the_rest(cli: Command, sandbox: Sandbox) -> None:
    before = two(cli, sandbox)
    assert cli("profile", "edit", "post", "--unset", "auth_method").code == 0
    after = (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    assert after == before.replace('auth_method = "post"\n', "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ci", "--unset", "client_di"), "did you mean client_id?"),
        (("cii", "--client-id", "x"), "did you mean ci?"),
        (("ci",), "nothing is to be changed"),
        (("ci", "--timeout", "soon"), "is no duration"),
        (("ci", "--password", "hush-hush-1"), "a profile holds references to secrets"),
    ],
)
def test_edit_refuses_in_words_and_changes_nothing(
    cli: Command, sandbox: Sandbox, words: tuple[str, ...], said: str
) -> None:
    before = two(cli, sandbox)
    done = cli("profile", "edit", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8") == before


def test_edit_opens_the_editor_on_a_terminal_and_checks_what_came_of_it(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox)
    good = on_terminal(cli, "profile", "edit", "ci", env={"EDITOR": "sed -i s/vault/safe/"})
    assert good.code == 0
    assert "# kept in the safe" in (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    bad = on_terminal(cli, "profile", "edit", "ci", env={"EDITOR": "sed -i s/client_id/client_di/"})
    assert bad.code == 2
    assert "did you mean client_id?" in bad.text


def test_remove_takes_out_the_profile_alone_and_the_default_with_it(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox, 'default_profile = "post"\n')
    assert cli("profile", "remove", "post", "--yes").code == 0
    after = (cli.home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    assert "# kept in the vault" in after
    assert "post" not in after
    assert [row["name"] for row in cli("profile", "list").json["profiles"]] == ["ci"]


def test_remove_asks_on_a_terminal(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox)
    remove = ("profile", "remove", "post")
    # The person cancelled: exit 3.
    assert on_terminal(cli, *remove, typed="n\n", prompt="[y/N]").code == 3
    assert len(cli("profile", "list").json["profiles"]) == 2
    assert on_terminal(cli, *remove, typed="y\n", prompt="[y/N]").code == 0
    assert len(cli("profile", "list").json["profiles"]) == 1


def test_remove_without_a_terminal_wants_a_yes(cli: Command, sandbox: Sandbox) -> None:
    two(cli, sandbox)
    done = cli("profile", "remove", "post")
    assert (done.code, done.out) == (2, "")
    assert "--yes" in done.err
    assert len(cli("profile", "list").json["profiles"]) == 2


def test_no_profile_at_all_is_said_with_the_command_that_makes_one(cli: Command) -> None:
    assert cli("profile", "list").json["profiles"] == []
    assert "tokencli profile add" in cli("profile", "list", "-o", "pretty").out
    assert cli("profile", "show").code == 2
    assert cli("profile", "remove", "x", "--yes").code == 2


def test_a_config_folder_that_cannot_be_written_is_exit_2(cli: Command) -> None:
    (cli.home / ".config").write_text("a file, no folder", "utf-8")
    done = cli("profile", "add", "ci", "--issuer", "https://login.example")
    assert (done.code, done.out) == (2, "")
    assert json.dumps(done.err)
    assert "config.toml" in done.err
