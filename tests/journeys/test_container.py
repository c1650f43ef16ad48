"""`TOKEN=$(tokencli token ci)` where there is no home, no keyring, and nothing can be written."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.journeys.command import PROCESS_SECONDS, ROOT
from tests.journeys.sandbox_client import SECRETS

if TYPE_CHECKING:
    from tests.journeys.command import Command
    from tokencli.sandbox import Sandbox

READ_ONLY = "mount --bind / / 2>/dev/null; mount -o remount,bind,ro / && ! test -w /tmp"


def _can_be_read_only() -> bool:
    """Whether this user may have a file system of their own that is read-only."""
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run(["unshare", "-rm", "sh", "-c", READ_ONLY], capture_output=True, check=False)
    return tried.returncode == 0


def in_a_container(cli: Command, script: str, environ: dict[str, str], *, before: str = ":") -> str:
    """Runs a script with nothing but these variables; what it printed, and its exit code."""
    words = ["unshare", "-rm"] if before != ":" else []
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environ}
    done = subprocess.run(
        [*words, "sh", "-c", f"{before} || exit 99\n{script}"],
        env=variables, cwd="/", capture_output=True, text=True, timeout=PROCESS_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def script(cli: Command) -> str:
    tokencli = shlex.join([sys.executable, "-m", "tokencli"])
    return (
        f'TOKEN=$({tokencli} token ci) || exit $?\nprintf "%s" "$TOKEN" | tr -c . 1 >/dev/null; echo "got ${{#TOKEN}}"'
    )


@pytest.fixture
def environ(cli: Command, sandbox: Sandbox) -> dict[str, str]:
    config = cli.home / "mounted.toml"
    config.write_text(
        f'[profiles.ci]\ngrant = "client_credentials"\nissuer = "{sandbox.issuer}"\nclient_id = "demo"\n'
        'client_secret = "env:SECRET"\n'
    )
    return {"SECRET": SECRETS["demo"], "TOKENCLI_CONFIG": str(config), "CI": "true"}


@pytest.mark.skipif(not _can_be_read_only(), reason="this user may not have a file system of their own")
@pytest.mark.parametrize("home", [{}, {"HOME": "/root"}, {"HOME": "/no/such/home"}])
def test_on_a_read_only_file_system_the_token_is_all_that_is_printed(
    cli: Command, script: str, environ: dict[str, str], home: dict[str, str]
) -> None:
    said = in_a_container(cli, script, environ | home, before=READ_ONLY)
    assert said.startswith("got ")
    assert int(said.removeprefix("got ")) > 100


def test_with_a_home_that_cannot_be_made_the_token_is_all_that_is_printed(
    cli: Command, script: str, environ: dict[str, str]
) -> None:
    said = in_a_container(cli, script, {**environ, "HOME": "/proc/no-such-home"})
    assert said.startswith("got ")


def test_from_variables_alone_without_a_profile(cli: Command, sandbox: Sandbox) -> None:
    tokencli = shlex.join([sys.executable, "-m", "tokencli"])
    variables = {
        "TOKENCLI_GRANT": "client-credentials",
        "TOKENCLI_ISSUER": sandbox.issuer,
        "TOKENCLI_CLIENT_ID": "demo",
        "TOKENCLI_CLIENT_SECRET": "env:SECRET",
        "SECRET": SECRETS["demo"],
        "TOKENCLI_NO_INPUT": "1",
        "HOME": "/proc/no-such-home",
    }
    said = in_a_container(cli, f"{tokencli} token", variables)
    assert said.count("\n") == 1
    assert said.count(".") == 2
