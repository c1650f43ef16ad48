"""`doctor` with a real keyring: it keeps and returns, or it says why it does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.command_line import CommandLine
    from tests.interop.secret_service import SecretService

pytestmark = pytest.mark.interop


def store_of(tokencli: CommandLine, **variables: str) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """The exit code, what the check of the store saw, and the findings."""
    done = tokencli.run("doctor", "-o", "json", **variables)
    document = json.loads(done.out)
    check = next(one for one in document["checks"] if one["name"] == "store")
    return done.code, check, document["findings"]


def test_an_open_keyring_keeps_and_returns_and_nothing_is_left_in_it(
    tokencli: CommandLine, secret_service: SecretService
) -> None:
    before = secret_service.items()
    for _ in range(2):  # the second time the backend is remembered
        _, check, _ = store_of(tokencli, **secret_service.environ)
        assert check["state"] == "good"
        assert check["what"] == "keyring keyring.backends.SecretService.Keyring keeps a value and returns it"
    assert secret_service.items() == before


def test_a_locked_keyring_is_an_error_that_says_so(tokencli: CommandLine, secret_service: SecretService) -> None:
    secret_service.lock()
    code, check, findings = store_of(tokencli, **secret_service.environ)
    assert (code, check["state"]) == (10, "error")
    assert "locked" in next(one["what"] for one in findings if one["name"] == "tokens-not-kept")


def test_a_message_bus_that_is_gone_is_an_error(tokencli: CommandLine, tmp_path: Path) -> None:
    code, check, _ = store_of(tokencli, DBUS_SESSION_BUS_ADDRESS=f"unix:path={tmp_path}/gone")
    assert (code, check["state"]) == (10, "error")
