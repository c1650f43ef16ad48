from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.checks.examined import examined

if TYPE_CHECKING:
    from tests.journeys.command import Command


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")


def test_a_machine_without_a_browser_is_told_what_to_do_and_nothing_is_wrong(cli: Command) -> None:
    seen = examined(cli)
    assert (seen.code, seen.state("browser")) == (0, "note")
    assert "device-code" in seen.checks["browser"]["help"]


def test_the_program_that_a_sign_in_would_start_is_named(cli: Command) -> None:
    program = cli.home / "my-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    seen = examined(cli, env={"BROWSER": f"lynx:{program} --new"})
    assert (seen.state("browser"), seen.what("browser")) == ("good", f"{program} opens it")


@pytest.mark.parametrize("named", ["/nowhere/browser", "w3m", "'no end"])
def test_a_browser_that_was_named_and_cannot_be_opened_is_a_warning(cli: Command, named: str) -> None:
    seen = examined(cli, env={"BROWSER": named})
    assert (seen.code, seen.state("browser")) == (0, "warning")
    assert "unset BROWSER" in seen.findings["browser-not-found"]["help"]
