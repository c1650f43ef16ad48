from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.at_terminal import AtTerminal
from tokencli.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.command import Command

CTRL_C, CTRL_D = b"\x03", b"\x04"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def _profile(home: Path, name: str) -> dict[str, Any]:
    text = (home / ".config" / "tokencli" / "config.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)["profiles"][name]
    return table


def test_a_person_makes_a_profile_by_answering_and_the_command_that_is_named_gets_a_token(
    cli: Command, sandbox: Sandbox
) -> None:
    with AtTerminal(cli.home, "profile", "add") as person:
        person.answers("Name of the profile", "dev")
        person.answers("Issuer URL", sandbox.issuer)
        person.sees("found its metadata at")
        person.sees("Grant, of those the server offers")
        person.answers("Number or word", "client-credentials")
        person.sees("Client authentication, of what the server offers")
        person.answers("Number or word [basic]", "")
        person.answers("Client identifier", "demo")
        person.sees("Scopes the server lists:")
        person.answers("Scopes to ask for", "read")
        person.sees("Where is the client secret?")
        person.answers("Number or word", "env")
        person.answers("[DEV_CLIENT_SECRET]", "")
        person.sees("next: tokencli fetch client-credentials -p dev")
        assert person.ends() == 0
    assert _profile(cli.home, "dev") == {
        "grant": "client_credentials",
        "issuer": sandbox.issuer,
        "auth_method": "basic",
        "client_id": "demo",
        "client_secret": "env:DEV_CLIENT_SECRET",
        "scope": ["read"],
    }
    fetched = cli("fetch", "client-credentials", "-p", "dev", "-o", "json", env={"DEV_CLIENT_SECRET": "demo-secret"})
    assert fetched.code == 0
    assert fetched.json["scope"] == "read"


def test_a_secret_goes_into_the_keyring_and_neither_onto_the_screen_nor_into_the_file(
    cli: Command, sandbox: Sandbox
) -> None:
    keyring = cli.home / "keyring.json"
    env = {
        "PYTHON_KEYRING_BACKEND": "tests.journeys.file_keyring.FileKeyring",
        "TEST_KEYRING_FILE": str(keyring),
    }
    with AtTerminal(cli.home, "profile", "add", "dev", env=env) as person:
        person.answers("Issuer URL", sandbox.issuer)
        person.answers("Number or word", "client-credentials")
        person.answers("Number or word", "post")
        person.answers("Client identifier", "demo-post")
        person.answers("Scopes to ask for", "")
        person.answers("Number or word [put]", "")
        person.answers("Client secret (not shown)", "demo-post-secret")
        person.sees("kept in the keyring as tokencli-dev-client-secret")
        assert person.ends() == 0
        assert "demo-post-secret" not in person.screen
    assert _profile(cli.home, "dev")["client_secret"] == "keyring:tokencli-dev-client-secret"
    assert json.loads(keyring.read_text("utf-8")) == {"tokencli-dev-client-secret/tokencli": "demo-post-secret"}
    fetched = cli.process("fetch", "client-credentials", "-p", "dev", "-o", "token", env=env)
    assert fetched.code == 0, fetched.err


def test_a_keyring_that_fails_is_said_and_another_place_can_be_chosen(cli: Command, sandbox: Sandbox) -> None:
    env = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    with AtTerminal(cli.home, "profile", "add", "dev", env=env) as person:
        person.answers("Issuer URL", sandbox.issuer)
        person.answers("Number or word", "client-credentials")
        person.answers("Number or word", "basic")
        person.answers("Client identifier", "demo")
        person.answers("Scopes to ask for", "")
        person.answers("Number or word", "put")
        person.answers("Client secret (not shown)", "demo-secret")
        person.sees("the keyring could not be written to")
        person.answers("Number or word", "prompt")
        assert person.ends() == 0
    assert _profile(cli.home, "dev")["client_secret"] == "prompt:"


def test_wrong_answers_are_said_to_be_wrong_and_asked_for_again(cli: Command, sandbox: Sandbox) -> None:
    cli.config('[profiles.taken]\nissuer = "https://login.example"\n')
    with AtTerminal(cli.home, "profile", "add", columns=60) as person:
        person.answers("Name of the profile", "taken")
        person.sees("there is a profile 'taken' already")
        person.answers("Name of the profile", "two words")
        person.sees("cannot be a profile's name")
        person.answers("Name of the profile", "dev")
        person.answers("Issuer URL", "?")
        person.sees("keycloak")
        person.answers("Issuer URL", "login.example")
        person.sees("a URL begins with its scheme: https://login.example")
        person.answers("Issuer URL", "gogle")
        person.sees("did you mean google?")
        person.answers("Issuer URL", "okta")
        person.sees("the domain of the organisation")
        # A slash too many: the metadata says how the issuer calls itself.
        person.answers("Issuer URL", f"{sandbox.issuer}/")
        person.sees("only the final slash differs")
        person.answers("Number or word [named]", "")
        person.sees("found its metadata")
        person.answers("Number or word", "99")
        person.sees("give a number from 1 to")
        person.answers("Number or word", "client-credentials")
        person.answers("Number or word", "none")
        person.answers("Client identifier", "demo-public")
        person.answers("Scopes to ask for", "a,b")
        person.sees("not commas")
        person.answers("Scopes to ask for", "read unheard-of")
        person.sees("the server does not list unheard-of")
        assert person.ends() == 0
    assert _profile(cli.home, "dev")["issuer"] == sandbox.issuer
    assert _profile(cli.home, "dev")["scope"] == ["read", "unheard-of"]


def test_a_server_without_metadata_is_made_up_of_its_endpoints(cli: Command) -> None:
    with AtTerminal(cli.home, "profile", "add", "dev") as person:
        person.answers("Issuer URL", "http://127.0.0.1:1")
        person.sees("What now?")
        person.answers("Number or word", "endpoint")
        person.answers("Token endpoint URL", "login.example/token")
        person.sees("is no http or https URL")
        person.answers("Token endpoint URL", "https://login.example/token")
        person.answers("Number or word", "device-code")
        person.answers("Device authorization endpoint URL", "https://login.example/device")
        person.answers("Number or word", "none")
        person.answers("Client identifier", "")
        person.answers("Scopes to ask for", "")
        assert person.ends() == 0
    assert _profile(cli.home, "dev") == {
        "grant": "device_code",
        "token_endpoint": "https://login.example/token",
        "device_authorization_endpoint": "https://login.example/device",
        "auth_method": "none",
    }


def test_a_product_without_metadata_is_named_and_asked_nothing_more_of_the_server(cli: Command) -> None:
    with AtTerminal(cli.home, "profile", "add", "gh") as person:
        person.answers("Issuer URL", "github")
        person.sees("GitHub: there is no metadata")
        person.answers("Number or word", "device-code")
        person.answers("Number or word [post]", "none")
        person.answers("Client identifier", "an-app")
        person.answers("Scopes to ask for", "repo")
        person.sees("next: tokencli fetch device-code -p gh")
        assert person.ends() == 0
    assert _profile(cli.home, "gh")["provider"] == "github"
    tried = cli("fetch", "device-code", "-p", "gh", "--dry-run")
    assert tried.code == 0
    assert tried.out.startswith("POST /login/device/code")
    assert "(from provider github)" in tried.err


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 3)])
def test_who_leaves_the_conversation_leaves_nothing_behind(cli: Command, key: bytes, code: int) -> None:
    with AtTerminal(cli.home, "profile", "add", "dev") as person:
        person.sees("Issuer URL")
        person.presses(key)
        assert person.ends() == code
        assert "Traceback" not in person.screen
    assert not (cli.home / ".config").exists()


@pytest.mark.parametrize("options", [("--no-input",), ("--issuer", "https://login.example", "--grant", "password")])
def test_nothing_is_asked_where_input_is_forbidden_or_settings_are_given(
    cli: Command, options: tuple[str, ...]
) -> None:
    with AtTerminal(cli.home, "profile", "add", "dev", *options) as person:
        code = person.ends()
        assert "Issuer URL" not in person.screen
    assert code == (2 if options[0] == "--no-input" else 0)


def test_without_a_terminal_it_says_what_is_missing(cli: Command) -> None:
    ran = cli("profile", "add", "dev")
    assert ran.code == 2
    assert "a profile without settings means nothing" in ran.err
    ran = cli("profile", "add", "--issuer", "https://login.example")
    assert ran.code == 2
    assert "no name" in ran.err
