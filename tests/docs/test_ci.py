"""docs/ci.md: every recipe that says it is run is run here, as it stands on the page."""

from __future__ import annotations

import configparser
import json
import os
import shlex
import shutil
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.docs.conftest import PAGE
from tests.docs.recipes import links, recipes, sections
from tests.faults.server import MisbehavingServer, respond
from tests.journeys.command import PROCESS_SECONDS, Ran

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

SECRET = "demo-secret"


def needs(*programs: str) -> pytest.MarkDecorator:
    """Leaves a test out on a machine without the program that the recipe is for."""
    missing = [one for one in programs if shutil.which(one) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} is not on this machine")


def sh(script: str, environ: Mapping[str, str], cwd: Path) -> Ran:
    """Runs a script as /bin/sh does, with this environment and no other."""
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=dict(environ), cwd=cwd, capture_output=True, text=True,
        timeout=PROCESS_SECONDS, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def environ(cli: Command, path: str) -> dict[str, str]:
    """What a job has."""
    return {"PATH": path, "HOME": str(cli.home), "CI_SECRET": SECRET, "CI": "1"}


def bearer(api: MisbehavingServer) -> str:
    """The token that the API got."""
    (received,) = [one for one in api.requests if one.line == "GET /orders HTTP/1.1"]
    kind, _, token = (received.header("authorization") or "").partition(" ")
    assert kind == "Bearer"
    return token


def test_every_section_says_how_it_was_proven_and_keeps_to_it() -> None:
    for title, text in sections(PAGE).items():
        how = title.rpartition(": ")[2]
        if how == "Run":
            assert "<!-- recipe: " in text, title
        elif how == "Checked":
            assert links(text), title
        else:
            assert title == "Secrets from the manager a team has"


def test_every_recipe_has_its_test() -> None:
    tested = {
        name.removeprefix("test_recipe_").replace("_", "-") for name in globals() if name.startswith("test_recipe_")
    }
    assert set(recipes(PAGE)) == tested


def test_recipe_profile(cli: Command, profile: Path) -> None:
    assert profile.exists()
    done = cli("profile", "show", "ci", "-o", "json")
    assert (done.code, done.err) == (0, "")


@pytest.mark.usefixtures("profile")
def test_recipe_exit_codes(cli: Command, recipe: dict[str, str], environ: dict[str, str]) -> None:
    done = sh(recipe["exit-codes"], environ, cli.home)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("token of ")
    wrong = sh(recipe["exit-codes"], {**environ, "CI_SECRET": "wrong"}, cli.home)
    assert (wrong.code, wrong.out) == (12, "")
    assert wrong.err.endswith("the configuration must be mended, as said above\n")
    gone = {**environ, "TOKENCLI_TOKEN_ENDPOINT": "http://127.0.0.1:1/token", "TOKENCLI_RETRIES": "0"}
    later = sh(recipe["exit-codes"], gone, cli.home)
    assert (later.code, later.err.endswith("try later\n")) == (20, True)


@needs("curl")
@pytest.mark.usefixtures("profile")
def test_recipe_curl(cli: Command, recipe: dict[str, str], environ: dict[str, str], api: MisbehavingServer) -> None:
    done = sh(recipe["curl"], environ, cli.home)
    assert (done.code, done.json, done.err) == (0, {"orders": []}, "")
    assert len(bearer(api)) > 20


@pytest.mark.usefixtures("profile")
def test_recipe_exec(cli: Command, recipe: dict[str, str], environ: dict[str, str]) -> None:
    done = sh(recipe["exec"], environ, cli.home)
    assert (done.code, done.err) == (0, "")
    assert int(done.out) > 20


@needs("curl", "make")
@pytest.mark.usefixtures("profile")
def test_recipe_make(cli: Command, recipe: dict[str, str], environ: dict[str, str], api: MisbehavingServer) -> None:
    (cli.home / "Makefile").write_text(recipe["make"], "utf-8")
    done = sh("make orders.json", environ, cli.home)
    assert (done.code, done.out) == (0, "")
    assert json.loads((cli.home / "orders.json").read_text("utf-8")) == {"orders": []}
    assert bearer(api)


@needs("curl")
@pytest.mark.usefixtures("profile")
def test_recipe_cron(cli: Command, recipe: dict[str, str], path: str, api: MisbehavingServer) -> None:
    secret = cli.home / ".config" / "tokencli" / "ci-secret"
    secret.write_text(f"{SECRET}\n", "utf-8")
    *settings, line = recipe["cron"].splitlines()
    # crontab(5): five fields of time, then the command for /bin/sh; a % would be a line end.
    command = line.split(maxsplit=5)[5]
    assert "%" not in command
    variables = dict(one.split("=", 1) for one in settings)
    variables["PATH"] = f"{path.split(os.pathsep, maxsplit=1)[0]}{os.pathsep}{variables['PATH']}"
    done = sh(command, {**variables, "HOME": str(cli.home), "SHELL": "/bin/sh", "LOGNAME": "somebody"}, cli.home)
    assert done.code == 0, done.err
    assert json.loads((cli.home / "orders.json").read_text("utf-8")) == {"orders": []}
    assert bearer(api)


@needs("curl")
def test_recipe_systemd(recipe: dict[str, str], path: str, tmp_path: Path, api: MisbehavingServer) -> None:
    if shutil.which("systemd-analyze"):
        unit = tmp_path / "orders.service"
        unit.write_text(recipe["systemd"], "utf-8")
        said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
        assert (said.returncode, "orders.service" in said.stderr) == (0, False), said.stderr
    (tmp_path / "ci-secret").write_text(SECRET, "utf-8")  # %d is the folder of the credentials
    lines = [one.partition("=")[::2] for one in recipe["systemd"].replace("%d", str(tmp_path)).splitlines()]
    variables = dict(value.split("=", 1) for name, value in lines if name == "Environment")
    (command,) = [shlex.split(value) for name, value in lines if name == "ExecStart"]
    done = subprocess.run(command, env={"PATH": path, **variables}, capture_output=True, timeout=60, check=False)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"orders": []})
    assert bearer(api)


@needs("git")
@pytest.mark.usefixtures("profile")
def test_recipe_git(cli: Command, recipe: dict[str, str], environ: dict[str, str], sandbox: Sandbox) -> None:
    assert sh(recipe["git"], environ, cli.home).code == 0
    asked = "printf 'protocol=https\\nhost=git.example\\n\\n' | git credential"
    done = sh(f"{asked} fill", {**environ, "GIT_TERMINAL_PROMPT": "0"}, cli.home)
    members = dict(line.split("=", 1) for line in done.out.splitlines())
    assert (done.code, members["username"]) == (0, "oauth2")
    assert len(members["password"]) > 20
    sandbox.requests.clear()
    assert sh(f"{asked} reject", environ, cli.home) == Ran(0, "", "")
    assert sandbox.requests == []


def test_recipe_container(cli: Command, recipe: dict[str, str], environ: dict[str, str]) -> None:
    cli.home.chmod(0o500)
    done = sh(recipe["container"], {**environ, "HOME": "/nowhere"}, cli.home)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("\n") == 1


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[MisbehavingServer, dict[str, str]]]:
    """An API over TLS, since kubectl sends a credential over nothing else, and what a kubeconfig says of it."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    with MisbehavingServer(context) as one:
        one.behave(respond(200, {"orders": []}))
        yield one, {"server": one.url(""), "certificate-authority": str(tmp_path / "authority.pem")}


@needs("kubectl")
@pytest.mark.usefixtures("profile")
def test_recipe_kubectl(
    cli: Command,
    recipe: dict[str, str],
    environ: dict[str, str],
    cluster: tuple[MisbehavingServer, dict[str, str]],
    tmp_path: Path,
) -> None:
    server, reached = cluster
    kubeconfig = tmp_path / "kubeconfig"
    context = "contexts: [{name: here, context: {cluster: here, user: oidc}}]\ncurrent-context: here\n"
    known = f"apiVersion: v1\nkind: Config\nclusters: [{{name: here, cluster: {json.dumps(reached)}}}]\n"
    kubeconfig.write_text(known + context + recipe["kubectl"], "utf-8")
    done = sh(f"kubectl --kubeconfig {shlex.quote(str(kubeconfig))} get --raw /orders", environ, cli.home)
    assert done.code == 0, done.err
    assert len(bearer(server)) > 20


@needs("pass", "gpg")
def test_recipe_pass(cli: Command, recipe: dict[str, str], environ: dict[str, str], tmp_path: Path) -> None:
    keys = tmp_path / "g"  # short: the socket of its agent lies there
    keys.mkdir(mode=0o700)
    person = {**environ, "GNUPGHOME": str(keys), "PASSWORD_STORE_DIR": str(tmp_path / "store")}
    made = "gpg --batch --quiet --passphrase '' --quick-generate-key test@login.example default default never"
    kept = f"pass init test@login.example && printf '{SECRET}\\n' | pass insert --echo ci/client-secret"
    try:
        prepared = sh(f"{made} && {kept}", person, cli.home)
        assert prepared.code == 0, prepared.err
        done = sh(recipe["pass"], person, cli.home)
        assert (done.code, done.err) == (0, "")
        assert len(done.out.strip()) > 20
    finally:
        sh("gpgconf --kill all", person, cli.home)


def test_the_step_of_github_actions_masks_and_hands_on(
    cli: Command, environ: dict[str, str], profile: Path, tmp_path: Path
) -> None:
    assert profile.exists()
    output = tmp_path / "output"
    done = sh("tokencli token ci -o github", {**environ, "GITHUB_OUTPUT": str(output)}, cli.home)
    members = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
    assert done.out == f"::add-mask::{members['access_token']}\n"


def test_the_secret_of_an_orchestrator_is_read_from_its_file(
    cli: Command, recipe: dict[str, str], environ: dict[str, str], tmp_path: Path
) -> None:
    secret = tmp_path / "ci_secret"
    secret.write_text(f"{SECRET}\n", "utf-8")
    command = recipe["pass"].replace("cmd:pass show ci/client-secret", f"file:{secret}")
    assert sh(command, environ, cli.home).code == 0


def test_the_secret_of_a_keyring_backend_is_read_by_its_name(
    cli: Command, recipe: dict[str, str], environ: dict[str, str], tmp_path: Path
) -> None:
    ring = tmp_path / "ring.json"
    ring.write_text(json.dumps({"ci/tokencli": SECRET}), "utf-8")
    named = {
        "PYTHON_KEYRING_BACKEND": "tests.journeys.file_keyring.FileKeyring",
        "TEST_KEYRING_FILE": str(ring),
    }
    command = recipe["pass"].replace("cmd:pass show ci/client-secret", "keyring:ci")
    done = sh(command, {**environ, **named}, cli.home)
    assert (done.code, done.err) == (0, "")


def test_the_unit_has_no_line_that_an_ini_reader_would_miss(recipe: dict[str, str]) -> None:
    reader = configparser.RawConfigParser(strict=False)
    reader.read_string(recipe["systemd"])
    assert set(reader.sections()) == {"Unit", "Service"}
