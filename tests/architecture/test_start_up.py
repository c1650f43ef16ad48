"""What each command may load from other people's packages; start-up is made of imports, and a set of names cannot flicker.

`python -X importtime` names every module that was loaded or looked for. What the bare interpreter loads does not count,
nor what was looked for and is not there.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.faults.server import MisbehavingServer
from tests.journeys.command import clean_environment
from tokencli.cli.program import COMMANDS
from tokencli.oauth.grants import GRANTS

if TYPE_CHECKING:
    from tests.journeys.command import Command

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUifQ.c2lnbmF0dXJl"
CLIENT = ("--client-id", "app", "--client-secret", "env:SECRET")
REQUEST = ("fetch", "client-credentials", "--token-endpoint", "https://login.example/token", *CLIENT)
PROFILE = (
    '[profiles.ci]\ntoken_endpoint = "https://login.example/token"\nclient_id = "app"\nclient_secret = "env:SECRET"\n'
)
# What click needs is nothing; what httpx needs comes with it.
CLICK = frozenset({"click"})
HTTP = CLICK | {"anyio", "certifi", "h11", "httpcore", "httpx", "idna", "truststore"}
SETTINGS = CLICK | {
    "annotated_types",
    "platformdirs",
    "pydantic",
    "pydantic_core",
    "typing_extensions",
    "typing_inspection",
}
RICH = frozenset({"markdown_it", "mdurl", "pygments", "rich"})


@dataclass(frozen=True)
class Loaded:
    """A run that ended, and the other people's packages it loaded."""

    code: int
    packages: frozenset[str]


def _modules(arguments: list[str], home: Path, env: dict[str, str], stdin: bytes = b"") -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        input=stdin,
        capture_output=True,
        env={**clean_environment(home), "SECRET": "hush-hush-1", **env},
        cwd=home,
        timeout=60,
        check=False,
    )
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.startswith("import time:")]
    return done.returncode, {line.rpartition("|")[2].strip() for line in lines}


@cache
def _bare() -> frozenset[str]:
    """What the interpreter loads before it is asked for anything."""
    with TemporaryDirectory() as home:
        return frozenset(_modules(["-c", "pass"], Path(home), {})[1])


def load(cli: Command, *words: str, env: dict[str, str] | None = None, stdin: bytes = b"") -> Loaded:
    """Runs the command line in a process of its own."""
    code, modules = _modules(["-m", "tokencli", *words], cli.home, env or {}, stdin)
    assert "tokencli.cli.main" in modules  # else this looks at nothing
    tops = {name.partition(".")[0] for name in modules - _bare()}
    return Loaded(code, frozenset(name for name in tops if _of_others(name)))


def _of_others(name: str) -> bool:
    # The interpreter's build data is a module named after the platform, so it is in no list.
    ours = name == "tokencli" or name in sys.stdlib_module_names or name.startswith("_sysconfigdata")
    return not ours and find_spec(name) is not None


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("completion", "bash"), ("fetch", "--help"), ("nonsense",)]
)
def test_what_only_says_something_loads_click_alone(cli: Command, words: tuple[str, ...]) -> None:
    loaded = load(cli, *words)
    assert (loaded.code, loaded.packages) == (2 if words == ("nonsense",) else 0, CLICK)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_click_alone(cli: Command, name: str) -> None:
    assert load(cli, name, "--help") == Loaded(0, CLICK)


@pytest.mark.parametrize("grant", [listed.name for listed in GRANTS])
def test_the_help_of_a_grant_loads_click_alone(cli: Command, grant: str) -> None:
    assert load(cli, "fetch", grant, "--help") == Loaded(0, CLICK)


@pytest.mark.parametrize("line", ["tokencli fe", "tokencli fetch cl", "tokencli fetch client-credentials --cl"])
def test_a_completion_loads_click_alone(cli: Command, line: str) -> None:
    asked = {"_TOKENCLI_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    assert load(cli, env=asked) == Loaded(0, CLICK)


@pytest.mark.parametrize("words", [(JWT,), ("-o", "pretty", JWT), ("-o", "json", JWT), ("--field", "claims.iss", JWT)])
def test_decode_loads_click_alone(cli: Command, words: tuple[str, ...]) -> None:
    assert load(cli, "decode", *words) == Loaded(0, CLICK)


def test_decode_of_a_pipe_loads_click_alone(cli: Command) -> None:
    assert load(cli, "decode", stdin=JWT.encode()) == Loaded(0, CLICK)


def test_decode_of_several_tokens_loads_click_alone(cli: Command) -> None:
    assert load(cli, "decode", stdin=f"{JWT}\n{JWT}x\n".encode()) == Loaded(0, CLICK)


def test_two_tokens_are_compared_with_click_alone(cli: Command) -> None:
    assert load(cli, "decode", "--diff", JWT, JWT, "-o", "pretty") == Loaded(0, CLICK)


def test_a_token_is_verified_with_keys_at_hand_without_anything_that_could_send(cli: Command) -> None:
    (cli.home / "keys.json").write_text('{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}', "utf-8")
    loaded = load(cli, "decode", "--verify", JWT, "--jwks", "keys.json", "-o", "json")
    assert loaded.code == 40
    assert loaded.packages <= CLICK | {"_cffi_backend", "cryptography", "jwt", "typing_extensions"}
    assert "jwt" in loaded.packages  # so the names above are those that are looked for


@pytest.mark.parametrize("name", ["redirect-uri-missing", "invalid_client"])
def test_the_explanation_of_a_name_loads_click_alone(cli: Command, name: str) -> None:
    assert load(cli, "explain", name) == Loaded(0, CLICK)


@pytest.mark.parametrize("kind", ["http", "curl", "json"])
def test_a_dry_run_loads_nothing_that_could_send(cli: Command, kind: str) -> None:
    assert load(cli, *REQUEST, f"--dry-run={kind}") == Loaded(0, CLICK)


def test_a_profile_is_validated_without_anything_that_could_send(cli: Command) -> None:
    cli.config(PROFILE)
    loaded = load(cli, "fetch", "client-credentials", "-p", "ci", "--dry-run")
    assert loaded.code == 0
    assert loaded.packages <= SETTINGS
    assert "pydantic" in loaded.packages  # so the names above are those that are looked for


@pytest.mark.parametrize("output", ["token", "json", "env"])
def test_a_token_for_a_script_loads_http_and_nothing_for_people_or_keys(cli: Command, output: str) -> None:
    with MisbehavingServer() as server:
        loaded = load(cli, "fetch", "client-credentials", "--token-endpoint", server.url(), *CLIENT, "-o", output)
    assert loaded.code == 0
    assert "httpx" in loaded.packages
    assert loaded.packages <= HTTP


def test_a_token_for_people_loads_what_draws_it_besides(cli: Command) -> None:
    with MisbehavingServer() as server:
        loaded = load(cli, "fetch", "client-credentials", "--token-endpoint", server.url(), *CLIENT, "-o", "pretty")
    assert loaded.code == 0
    assert "rich" in loaded.packages
    assert loaded.packages <= HTTP | RICH


# What finds a folder, and what opens a sealed file.
OF_A_FILE = frozenset({"_cffi_backend", "cryptography", "platformdirs"})
STORED = 'grant = "client-credentials"\nclient_id = "app"\nclient_secret = "env:SECRET"\n'


@pytest.mark.parametrize("output", ["token", "header", "curl", "exec-credential"])
def test_a_line_whose_stored_token_is_still_good_opens_the_file_and_loads_no_more(cli: Command, output: str) -> None:
    key = {"TOKENCLI_STORE_KEY": f"key:{'A' * 43}"}
    with MisbehavingServer() as server:
        cli.config(f'[profiles.ci]\nstore = "file"\ntoken_endpoint = "{server.url()}"\n{STORED}')
        first = load(cli, "token", "ci", "-o", output, env=key)
    assert (first.code, "click" in first.packages) == (0, True)
    assert load(cli, "token", "ci", "-o", output, env=key) == Loaded(0, OF_A_FILE)


def test_a_line_whose_stored_token_is_in_the_keyring_loads_that_and_no_more(cli: Command) -> None:
    keyring = {
        "PYTHON_KEYRING_BACKEND": "tests.journeys.file_keyring.FileKeyring",
        "TEST_KEYRING_FILE": str(cli.home / "keyring.json"),
    }
    with MisbehavingServer() as server:
        cli.config(f'[profiles.ci]\nstore = "keyring"\ntoken_endpoint = "{server.url()}"\n{STORED}')
        assert load(cli, "token", "ci", env=keyring).code == 0
    again = load(cli, "token", "ci", env=keyring)
    assert again.code == 0
    assert "keyring" in again.packages
    assert not again.packages & (HTTP | RICH | {"pydantic", "jwt", "filelock", "tomlkit"})
