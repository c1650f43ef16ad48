"""`tokencli status`: what is stored, and never a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.rotating import LATER, Rotating
from tests.journeys.signed_in import profiles, sign_in, use_file_store

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={"scope": ["read", "write"]}, ci={"grant": "client_credentials", "auth_method": "none"})
    return rotating


def test_each_token_is_a_row_without_a_secret_being_opened(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    rotating.lifetime = None
    cli("token", "ci")
    cli.monkeypatch.delenv("TOKENCLI_STORE_KEY")
    rows = cli("status", "-o", "json").json["tokens"]
    assert [(row["profile"], row["scope"], row["has_refresh_token"], row["store"]) for row in rows] == [
        ("ci", [], True, "file"),
        ("dev", ["read", "write"], True, "file"),
    ]
    assert rows[0]["expires_at"] is None
    assert LATER - 60 < rows[1]["expires_in"] <= LATER
    shown = cli("status", "-o", "pretty")
    assert shown.code == 0
    assert "dev" in shown.out
    assert "read write" in shown.out
    for canary in ("at-1", "rt-1", "at-2", "rt-2"):
        assert canary not in shown.out + str(rows)


def test_a_refresh_is_seen_and_a_token_of_no_store_is_not(cli: Command, rotating: Rotating) -> None:
    rotating.lifetime = 1
    sign_in(cli)
    assert cli("status", "-o", "json").json["tokens"][0]["expires_in"] <= 1
    rotating.lifetime = LATER
    cli("token", "dev")
    cli("token", "ci", "--store", "none")
    (row,) = cli("status", "-o", "json").json["tokens"]
    assert row["expires_in"] > 1


def test_nothing_stored_says_how_to_begin(cli: Command) -> None:
    done = cli("status", "-o", "pretty")
    assert (done.code, done.out) == (0, "")
    assert "tokencli login" in done.err
    assert cli("status", "-o", "json").json == {"tokens": []}


@pytest.mark.parametrize("text", ["", "[]", '{"version": 1, "entries": {"x": 1}}', '{"version": 99, "entries": {}}'])
def test_a_list_that_is_damaged_is_empty_and_costs_no_token(cli: Command, rotating: Rotating, text: str) -> None:
    sign_in(cli)
    (index,) = cli.home.rglob("index.json")
    index.write_text(text)
    assert cli("status", "-o", "json").json == {"tokens": []}
    assert cli("token", "dev").out == "at-1\n"
