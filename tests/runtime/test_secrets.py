from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.command import Stdin
from tokencli.errors import PersonNeeded, UsageProblem
from tokencli.runtime import secrets as module
from tokencli.runtime.secrets import Secrets
from tokencli.settings.secret_reference import parse_reference

if TYPE_CHECKING:
    from pathlib import Path


class Home:
    """References as they are resolved, with what was noted besides."""

    def __init__(self, environ: dict[str, str] | None = None, *, no_input: bool = False) -> None:
        self.notes: list[str] = []
        keyring = {"orders": "of the keyring"}
        self.secrets = Secrets(keyring.__getitem__, self.notes.append, no_input, environ or {})

    def text(self, reference: str, name: str = "client secret") -> str:
        return self.secrets.text(parse_reference(reference, "--it"), name)

    def octets(self, reference: str) -> bytes:
        return self.secrets.octets(parse_reference(reference, "--it"), "assertion")

    def refusal(self, reference: str) -> UsageProblem:
        with pytest.raises(UsageProblem) as caught:
            self.text(reference)
        return caught.value


def test_a_literal_is_what_stands_there() -> None:
    assert Home().text("literal:a:b") == "a:b"


def test_a_variable_gives_its_value_with_its_line_ends() -> None:
    assert Home({"X": "hush\n"}).text("env:X") == "hush\n"


def test_a_variable_that_is_not_set_is_named() -> None:
    refused = Home().refusal("env:NOT_SET")
    assert (refused.what, refused.help) == (
        "client secret: the environment variable NOT_SET is not set",
        "set it, or change env:NOT_SET",
    )


@pytest.mark.parametrize("secret", ["S3cret", "hush", "-----BEGIN PRIVATE KEY-----", '{"kty": "EC"}'])
def test_a_secret_after_env_is_not_taken_for_a_name_and_told(secret: str) -> None:
    refused = Home().refusal(f"env:{secret}")
    assert refused.what == "client secret: the environment variable that env: names is not set"
    assert secret not in refused.help


@pytest.mark.parametrize("scheme", ["file", "cmd", "kubernetes"])
def test_what_stands_in_a_file_is_not_told_where_its_path_is_wanted(scheme: str) -> None:
    for text in ("-----BEGIN PRIVATE KEY-----\nMC4C\n", '{"kty":"EC","d":"MC4C"}'):
        refused = Home().refusal(f"{scheme}:{text}")
        assert f"{scheme}:[redacted] cannot be" in refused.what
        assert "MC4C" not in refused.what + refused.help


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"a\n", "a"),
        (b"a\r\n", "a"),
        (b"a\n\n", "a\n"),
        (b"a\r", "a\r"),
        (b"a", "a"),
        (b" a \n", " a "),
        ("ü\n".encode(), "ü"),
    ],
)
def test_one_line_end_of_a_file_is_dropped_and_no_more(octets: bytes, text: str, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(octets)
    assert Home().text(f"file:{path}") == text
    assert Home().octets(f"file:{path}") == octets


@pytest.mark.parametrize("place", ["/nowhere/at/all", ".", "\x00", "~nobody-of-this-name/x"])
def test_a_file_that_cannot_be_read_is_named(place: str) -> None:
    assert f"file:{place} cannot be read" in Home().refusal(f"file:{place}").what


def test_a_tilde_in_a_path_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "secret").write_text("hush")
    assert Home().text("file:~/secret") == "hush"


def test_without_a_home_a_tilde_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> str:
        return "~"

    monkeypatch.setattr("os.path.expanduser", none)
    assert "cannot be read" in Home().refusal("file:~/secret").what


def test_a_command_gives_its_output_without_one_line_end() -> None:
    assert Home().text("cmd:printf 'a b\\n\\n'") == "a b\n"


def test_a_command_is_run_without_a_shell(tmp_path: Path) -> None:
    told = Home().text(f"cmd:echo $(id) `id` ; touch {tmp_path}/x | cat > {tmp_path}/y && true *")
    assert told == f"$(id) `id` ; touch {tmp_path}/x | cat > {tmp_path}/y && true *"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("false", "exit code 1"),
        ("sh -c 'exit 7'", "exit code 7"),
        ("no-such-program-anywhere x", "cannot be run"),
        ("'unclosed", "cannot be run"),
        ("   ", "cannot be run"),
        ("\x00", "cannot be run"),
    ],
)
def test_a_command_that_fails_is_named_with_its_reason(command: str, why: str) -> None:
    assert why in Home().refusal(f"cmd:{command}").what


def test_a_command_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMAND_TIME_LIMIT_SECONDS", 0.05)
    assert "did not end within 0.05 s" in Home().refusal("cmd:sleep 30").what


def test_what_a_command_says_on_stderr_reaches_the_person(capfd: pytest.CaptureFixture[str]) -> None:
    """Password managers ask there for a finger or a key."""
    Home().text("cmd:sh -c 'echo touch your key >&2; echo hush'")
    assert capfd.readouterr().err == "touch your key\n"


def test_the_keyring_is_asked_by_name() -> None:
    assert Home().text("keyring:orders") == "of the keyring"


def test_standard_input_holds_one_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(b"first\nsecond\n"))
    home = Home()
    assert home.text("stdin:") == "first\nsecond"
    with pytest.raises(UsageProblem, match="password: standard input was already read"):
        home.text("stdin:", "password")


@pytest.mark.parametrize("reference", ["stdin:", "prompt:"])
def test_one_secret_that_is_needed_twice_is_asked_for_once(reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key signs the request object and the client's assertion."""
    monkeypatch.setattr(sys, "stdin", Stdin(b"hush\n"))
    _typed(monkeypatch, "first", "second")
    home = Home()
    assert home.text(reference) == home.text(reference)


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def _typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Lets a person type; returns the prompts as they come."""
    prompts: list[str] = []
    left = list(answers)

    def type_it(prompt: str, stream: Any = None) -> str:
        prompts.append(prompt)
        return left.pop(0)

    monkeypatch.setattr("getpass.getpass", type_it)
    monkeypatch.setattr(sys, "stderr", Screen())
    return prompts


@pytest.mark.parametrize(
    ("reference", "prompt"), [("prompt:", "client secret: "), ("prompt:PIN of the card", "PIN of the card: ")]
)
def test_a_person_is_asked_by_the_name_of_the_secret_or_in_the_words_given(
    reference: str, prompt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = _typed(monkeypatch, "hush")
    assert (Home().text(reference), prompts) == ("hush", [prompt])


def test_nobody_is_asked_where_that_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = _typed(monkeypatch, "hush")
    with pytest.raises(PersonNeeded, match="--no-input forbids it"):
        Home(no_input=True).text("prompt:")
    assert prompts == []


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    with pytest.raises(PersonNeeded, match="there is no terminal"):
        Home().text("prompt:")


@pytest.mark.parametrize("reference", ["env:X", "literal:", "cmd:true"])
def test_an_empty_secret_is_refused(reference: str) -> None:
    assert "is empty" in Home({"X": ""}).refusal(reference).what


def test_what_is_no_utf_8_is_no_text_and_may_be_octets(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"\xff\xfe")
    assert "no UTF-8" in Home().refusal(f"file:{path}").what
    assert Home().octets(f"file:{path}") == b"\xff\xfe"


@pytest.mark.parametrize("value", [" hush", "hush ", "\thush", "hush\u00a0"])
def test_white_space_at_an_edge_is_kept_and_noted_without_the_value(value: str) -> None:
    home = Home({"X": value})
    assert home.text("env:X") == value
    assert home.notes == ["client secret: the value from env:X has white space at its edge; it is sent as it is"]


def test_every_secret_that_was_read_is_known_for_the_redaction(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"<xml/>\xff")
    home = Home({"X": "one"})
    home.text("env:X")
    home.text("keyring:orders")
    home.octets(f"file:{tmp_path / 'secret'}")
    assert home.secrets.known == {"one", "of the keyring", "<xml/>\ufffd"}


def test_the_path_of_a_key_without_its_scheme_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text("a key")
    with pytest.raises(UsageProblem) as refused:
        Home().octets(str(path))
    assert refused.value.help == "write file:PATH"
    assert str(path) not in refused.value.what
    assert Home().octets(f"literal:{path}") == str(path).encode()
    assert Home().octets("x" * 5000) == b"x" * 5000
