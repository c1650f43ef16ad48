"""What every output format must be: tokens on stdout and nothing else; after a refusal nothing, unless it shows refusals."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.listing import lines_to_add
from tests.faults.server import issue, refuse, reset_after, respond
from tokencli import render
from tokencli.errors import UsageProblem
from tokencli.render import FORMATS, SHOWS_REFUSALS, load_format

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran

FOLDER = Path(render.__file__).parent
every_format = pytest.mark.parametrize("name", FORMATS)
ACCESS_TOKEN, REFRESH_TOKEN = "at.one-two_three~4+5/6=", "rt-1"
ID_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"
ALL_TOKENS = {"access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN, "id_token": ID_TOKEN, "scope": "openid"}
UNWANTED = "Zq7Wa.Zq7Wb-Zq7Wc/Zq7Wd+Zq7We=="  # nobody asked for a token that came in such an answer
# Ways of not giving tokens, with the exit code of each.
REFUSALS: dict[str, tuple[Any, int]] = {
    "invalid_client": (refuse("invalid_client", 401), 12),
    "invalid_scope": (refuse("invalid_scope", error_description="no such scope"), 16),
    "an error beside a token": (issue(error="access_denied", access_token=UNWANTED), 17),
    "a page": (respond(200, b"<!DOCTYPE html><title>Sign in</title>", ("Content-Type", "text/html")), 23),
    "JSON without an end": (respond(200, f'{{"access_token": "{UNWANTED}'), 23),
    "JSON without a comma": (respond(200, f'{{"access_token": "{UNWANTED}" "token_type": "Bearer"}}'), 23),
    "JSON without a quote": (respond(200, f'{{access_token": "{UNWANTED}", "token_type": "Bearer"}}'), 23),
    "JSON in single quotes": (respond(200, f"{{'access_token': '{UNWANTED}', 'token_type': 'Bearer'}}"), 23),
    "tokens under 400": (respond(400, {"access_token": UNWANTED}), 23),
    "a failing server": (respond(503, b""), 22),
    "no answer": (reset_after(), 20),
}
# No server issues keys of AWS under registered names, so the format must be told which members they are.
AWS_MEMBERS = ("--output-member", "AccessKeyId=token_type", "--output-member", "SecretAccessKey=access_token")
every_refusal = pytest.mark.parametrize("how", REFUSALS)


def _fetch(cli: Command, server: MisbehavingServer, *words: str) -> Ran:
    client = ("--client-id", "app", "--client-secret", "env:SECRET", "--retries", "0")
    typed = ("fetch", "client-credentials", "--token-endpoint", server.url(), *client, *words)
    members = AWS_MEMBERS if "aws" in words else ()
    return cli(*typed, *members, env={"SECRET": "canary-1", "GITHUB_OUTPUT": str(cli.home / "github-output")})


@every_format
def test_it_is_a_documented_module_that_renders_a_run(name: str) -> None:
    module: Any = load_format(name)
    assert (module.__doc__ or "").strip().endswith(".")
    assert (module.render.__doc__ or "").strip()
    assert list(inspect.signature(module.render).parameters) == ["run", "look", "redactor"]


def test_every_module_of_the_folder_that_renders_a_run_is_in_the_list(tmp_path: Path) -> None:
    renders = [path for path in FOLDER.glob("*.py") if _defines_render(path)]
    for path in renders:
        (tmp_path / path.name).touch()
    modules = {name.replace("-", "_") for name in FORMATS}
    lines = lines_to_add(tmp_path, modules, lambda module: f'"{module.replace("_", "-")}": "what it prints",')
    assert not lines, f"add to FORMATS in {FOLDER / '__init__.py'}:\n" + "\n".join(lines)
    assert modules == {path.stem for path in renders}


def _defines_render(path: Path) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    names = [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]
    return "render" in names and path.stem != "__init__"


def test_those_that_show_refusals_are_in_the_list() -> None:
    assert set(FORMATS) > SHOWS_REFUSALS


def test_a_name_that_no_format_has_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageProblem) as refused:
        load_format("yaml")
    assert all(name in refused.value.help for name in FORMATS)


@every_format
def test_help_names_it(cli: Command, name: str) -> None:
    text = re.sub(r"-\n +", "-", cli("fetch", "client-credentials", "--help").out)
    assert re.search(rf"\s{name}[,;]", text)


@every_format
def test_tokens_go_to_stdout_and_nothing_to_stderr(cli: Command, server: MisbehavingServer, name: str) -> None:
    done = _fetch(cli, server.behave(issue(**ALL_TOKENS)), "-o", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\n")
    assert not done.out.endswith("\n\n")
    assert any(token in done.out for token in (ACCESS_TOKEN, REFRESH_TOKEN, ID_TOKEN))
    assert "redacted" not in done.out
    assert "canary" not in done.out


@every_format
def test_a_token_that_was_not_issued_is_said_and_never_an_empty_line(
    cli: Command, server: MisbehavingServer, name: str
) -> None:
    done = _fetch(cli, server.behave(issue()), "-o", name)
    if done.code == 0:
        assert "at-1" in done.out
    else:
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("tokencli: the server issued no ")


@every_format
@every_refusal
def test_a_refusal_leaves_stdout_empty_unless_the_format_shows_it(
    cli: Command, server: MisbehavingServer, name: str, how: str
) -> None:
    behaviour, code = REFUSALS[how]
    done = _fetch(cli, server.behave(behaviour), "-o", name)
    assert done.code == code
    assert bool(done.out) == (name in SHOWS_REFUSALS)
    assert done.out + done.err
    if name != "pretty":
        assert done.err.startswith("tokencli: ")
    assert "canary" not in done.out + done.err
    # Of a refusal, json keeps the server's members unchanged; nothing else shows more than was asked for.
    shown = done.out.replace(f'"access_token": "{UNWANTED}"', "") if name == "json" else done.out
    assert "Zq7W" not in shown + done.err


@every_refusal
def test_a_refusal_leaves_stdout_empty_when_one_member_was_asked_for(
    cli: Command, server: MisbehavingServer, how: str
) -> None:
    behaviour, code = REFUSALS[how]
    done = _fetch(cli, server.behave(behaviour), "--field", "access_token")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("tokencli: ")
