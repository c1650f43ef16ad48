"""`tokencli token`: out of the store, else by refresh, else by the grant, else by a person, else exit 4."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.rotating import LATER, SOON, Rotating
from tests.faults.server import JSON_TYPE, refuse, respond, say_nothing
from tests.journeys.signed_in import CODE, profiles, sign_in, use_file_store
from tokencli.app.open_store import open_store

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

CI = {"grant": "client_credentials", "client_secret": "env:CI_SECRET"}


@pytest.fixture
def rotating(cli: Command, server: MisbehavingServer) -> Rotating:
    use_file_store(cli)
    cli.monkeypatch.setenv("CI_SECRET", "hush-hush-1")
    cli.monkeypatch.setattr("tokencli.runtime.sign_in.open_url", lambda *_: pytest.fail("a browser was opened"))
    rotating = Rotating(lifetime=LATER)
    server.behave(rotating)
    profiles(cli, server, dev={}, ci=CI)
    return rotating


def age(cli: Command, seconds: float) -> None:
    """Lets time pass for the program."""
    now = time.time
    cli.monkeypatch.setattr("time.time", lambda: now() + seconds)


def test_a_stored_token_that_is_good_is_printed_and_nobody_is_asked(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    for _ in range(2):  # the long way, then the short one
        done = cli("token", "dev")
        assert (done.code, done.out, done.err) == (0, "at-1\n", "")
    assert len(rotating.forms) == 1


def test_a_stored_token_that_has_ended_is_refreshed_without_a_scope_and_the_new_one_is_kept(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    profiles(cli, server, dev={"scope": ["read", "write"], "resource": ["https://api.example"], "param": ["a=b"]})
    rotating.lifetime = SOON
    sign_in(cli)
    rotating.lifetime = LATER
    for _ in range(2):
        assert cli("token", "dev").out == "at-2\n"
    assert rotating.forms[1:] == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "rt-1",
            "resource": "https://api.example",
            "a": "b",
            "client_id": "app",
        }
    ]


def test_the_new_refresh_token_of_a_server_that_rotates_is_the_one_that_is_used_next(
    cli: Command, rotating: Rotating
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    assert [cli("token", "dev").out for _ in range(3)] == ["at-2\n", "at-3\n", "at-4\n"]
    assert rotating.taken == ["rt-1", "rt-2", "rt-3"]


def test_an_answer_without_a_refresh_token_keeps_the_old_one(cli: Command, rotating: Rotating) -> None:
    rotating.lifetime, rotating.rotates = SOON, False
    sign_in(cli)
    assert [cli("token", "dev", "-o", "refresh-token").out for _ in range(2)] == ["rt-1\n", "rt-1\n"]
    assert rotating.taken == ["rt-1", "rt-1"]


def test_a_grant_that_needs_nobody_is_run_where_nothing_is_stored(cli: Command, rotating: Rotating) -> None:
    assert [cli("token", "ci").out for _ in range(2)] == ["at-1\n", "at-1\n"]
    assert rotating.sign_ins == 1


def test_a_grant_that_needs_nobody_is_run_when_its_refresh_token_is_dead(cli: Command, rotating: Rotating) -> None:
    rotating.lifetime = SOON
    cli("token", "ci")
    rotating.revoke()
    assert cli("token", "ci").out == "at-2\n"
    assert (rotating.refused, rotating.sign_ins) == (["rt-1"], 2)


@pytest.mark.parametrize("words", [(), ("--no-input",)])
def test_without_a_token_and_a_terminal_exit_4_says_the_command(
    cli: Command, rotating: Rotating, words: tuple[str, ...]
) -> None:
    done = cli("token", "dev", *words)
    assert (done.code, done.out) == (4, "")
    assert done.err == (
        "tokencli: no token is stored for profile dev, and the grant authorization-code needs a person\n"
        "  run      tokencli login dev\n"
    )
    assert rotating.forms == []


def test_a_password_that_must_be_typed_needs_a_person(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    profiles(cli, server, pw={"grant": "password", "username": "alice", "password": "prompt:"})
    assert cli("token", "pw").code == 4
    profiles(cli, server, pw={"grant": "password", "username": "alice", "password": "env:CI_SECRET"})
    assert cli("token", "pw").out == "at-1\n"


def test_a_refresh_token_that_is_dead_is_told_with_the_words_of_the_server_and_the_command(
    cli: Command, rotating: Rotating
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    rotating.revoke()
    age(cli, 34 * 86400)
    done = cli("token", "dev")
    assert (done.code, done.out) == (4, "")
    first, *likely, run = done.err.splitlines()
    assert first == (
        'tokencli: the refresh token of profile dev is no longer accepted (invalid_grant, "Session not active")'
    )
    assert likely[0].startswith("  likely   ")
    assert "34 d ago" in done.err
    assert run == "  run      tokencli login dev"
    assert "rt-1" not in done.err


def test_a_server_that_quotes_the_refresh_token_does_not_get_it_printed(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    server.behave(refuse("invalid_grant", error_description="rt-1 was not issued here, nor at-1"))
    done = cli("token", "dev")
    assert done.code == 4
    assert "was not issued here" in done.err
    assert "rt-1" not in done.err
    assert "at-1" not in done.err


TRANSIENT: dict[str, tuple[Any, int]] = {
    "reset": (lambda line: line.reset(), 20),
    "nothing": (say_nothing, 20),
    "500": (respond(500), 22),
    "500 with invalid_grant": (refuse("invalid_grant", 500), 22),
    "503": (respond(503, b"", JSON_TYPE, ("Retry-After", "120")), 22),
    "429": (respond(429), 22),
    "temporarily_unavailable": (refuse("temporarily_unavailable"), 22),
}


@pytest.mark.parametrize("how", TRANSIENT)
@pytest.mark.parametrize("profile", ["dev", "ci"])
def test_a_failure_that_passes_keeps_everything_and_opens_no_browser(
    cli: Command, rotating: Rotating, server: MisbehavingServer, how: str, profile: str
) -> None:
    rotating.lifetime = SOON
    sign_in(cli) if profile == "dev" else cli("token", "ci")
    behaviour, code = TRANSIENT[how]
    server.behave(behaviour, rotating)
    done = cli("token", profile, *(("--timeout", "0.3") if how == "nothing" else ()))
    assert (done.code, done.out) == (code, "")
    assert cli("token", profile).out == "at-2\n"
    assert (rotating.taken, rotating.sign_ins) == (["rt-1"], 1)


def test_a_server_that_cannot_be_reached_keeps_everything(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    away = cli("token", "dev", "--resolve", f"127.0.0.1:{server.port}:127.0.0.9")
    assert (away.code, away.out) == (20, "")
    assert cli("token", "dev").out == "at-2\n"


@pytest.mark.parametrize(
    ("error", "code"), [("invalid_client", 12), ("invalid_scope", 16), ("unauthorized_client", 14)]
)
def test_a_refusal_that_is_not_about_the_refresh_token_keeps_it(
    cli: Command, rotating: Rotating, server: MisbehavingServer, error: str, code: int
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    server.behave(refuse(error), rotating)
    assert cli("token", "dev").code == code
    assert cli("token", "dev").out == "at-2\n"


@pytest.mark.parametrize(("lifetime", "least", "asked"), [(90, "60s", False), (90, "2m", True), (59, None, True)])
def test_a_stored_token_must_live_as_long_as_was_asked_for(
    cli: Command, rotating: Rotating, lifetime: int, least: str | None, asked: bool
) -> None:
    rotating.lifetime = lifetime
    sign_in(cli)
    rotating.lifetime = LATER
    words = () if least is None else ("--min-validity", least)
    for _ in range(2):
        assert cli("token", "dev", *words).out == ("at-2\n" if asked else "at-1\n")


def test_a_minimum_in_the_profile_counts_and_the_line_wins(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    profiles(cli, server, dev={"min_validity": "2m"})
    rotating.lifetime = 90
    sign_in(cli)
    assert cli("token", "dev", "--min-validity", "1m").out == "at-1\n"
    assert cli("token", "dev").out == "at-2\n"


def test_a_fresh_token_is_used_however_short_it_lives_with_a_note(cli: Command, rotating: Rotating) -> None:
    rotating.lifetime = 90
    first = cli("token", "ci", "--min-validity", "10m")
    assert (first.code, first.out) == (0, "at-1\n")
    assert first.err == "note: the fresh token lives 90 s, shorter than the 600 s that it should\n"
    renewed = cli("token", "ci", "--min-validity", "10m")
    assert (renewed.out, renewed.err) == ("at-2\n", first.err)


@pytest.mark.parametrize(("passed", "asked"), [(0, False), (230, False), (250, True)])
def test_an_unknown_lifetime_counts_as_five_minutes(
    cli: Command, rotating: Rotating, passed: float, asked: bool
) -> None:
    rotating.lifetime = None
    sign_in(cli)
    age(cli, passed)
    assert cli("token", "dev").out == ("at-2\n" if asked else "at-1\n")


def test_force_passes_by_what_is_stored_also_from_the_environment(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    assert cli("token", "dev").out == "at-1\n"
    assert cli("token", "dev", "--force").out == "at-2\n"
    for number in (3, 4, 5):
        assert cli("token", "dev", env={"TOKENCLI_FORCE": "1"}).out == f"at-{number}\n"
    assert cli("token", "dev").out == "at-5\n"


def test_a_trace_that_the_environment_asks_for_is_written_also_by_the_short_way(
    cli: Command, rotating: Rotating
) -> None:
    sign_in(cli)
    for name in ("one", "other"):
        trace = cli.home / name
        assert cli("token", "dev", env={"TOKENCLI_TRACE": str(trace)}).out == "at-1\n"
        assert trace.exists()


def test_a_token_from_the_future_is_not_trusted_after_the_clock_was_set_back(cli: Command, rotating: Rotating) -> None:
    age(cli, 3000)
    sign_in(cli)
    age(cli, -3000)
    assert cli("token", "dev").out == "at-2\n"


def test_another_process_that_was_faster_is_found_when_the_server_refuses(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    """On another machine with the same store, where a lock of this one says nothing."""
    rotating.lifetime = SOON
    sign_in(cli)
    before = shutil.copytree(cli.home / ".local", cli.home / "before")
    rotating.lifetime = LATER
    assert cli("token", "dev").out == "at-2\n"
    after = shutil.move(cli.home / ".local", cli.home / "after")
    shutil.copytree(before, cli.home / ".local")

    def faster(line: Any) -> None:
        shutil.copytree(after, cli.home / ".local", dirs_exist_ok=True)
        rotating(line)

    server.behave(faster)
    done = cli("token", "dev")
    assert (done.code, done.out, done.err) == (0, "at-2\n", "")
    assert rotating.refused == ["rt-1"]


def test_what_another_process_got_is_renewed_when_it_has_ended_too(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    rotating.lifetime = SOON
    sign_in(cli)
    before = shutil.copytree(cli.home / ".local", cli.home / "before")
    assert cli("token", "dev").out == "at-2\n"
    after = shutil.move(cli.home / ".local", cli.home / "after")
    shutil.copytree(before, cli.home / ".local")

    def faster(line: Any) -> None:
        shutil.copytree(after, cli.home / ".local", dirs_exist_ok=True)
        line.send(b'HTTP/1.1 400 No\r\nContent-Type: application/json\r\n\r\n{"error": "invalid_grant"}')

    server.behave(faster, rotating)
    assert cli("token", "dev").out == "at-3\n"
    assert rotating.taken == ["rt-1", "rt-2"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("scope", ["write"]),
        ("audience", ["https://other.example"]),
        ("resource", ["https://other.example"]),
        ("login_hint", "bob"),
        ("acr_values", "strong"),
        ("param", ["tenant=b"]),
        ("client_id", "other-app"),
        ("token_endpoint", "http://127.0.0.1:1/token"),
    ],
)
def test_two_profiles_that_differ_in_one_thing_share_no_token(
    cli: Command, rotating: Rotating, server: MisbehavingServer, key: str, value: Any
) -> None:
    profiles(cli, server, dev={"scope": ["read"]})
    sign_in(cli)
    edited = {"scope": ["read"], key: value}
    profiles(cli, server, dev=edited, other=edited)
    for name in ("dev", "other"):
        assert cli("token", name).code == 4
    assert len(rotating.forms) == 1


def test_two_profiles_that_differ_in_their_user_alone_share_no_token(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    keys = {"grant": "password", "password": "env:CI_SECRET"}
    profiles(cli, server, dev={**keys, "username": "alice"})
    assert cli("token", "dev").out == "at-1\n"
    profiles(cli, server, dev={**keys, "username": "bob"})
    assert cli("token", "dev").out == "at-2\n"
    assert [form["username"] for form in rotating.forms] == ["alice", "bob"]


def test_a_refresh_token_goes_to_no_other_issuer_than_the_one_that_gave_it(
    cli: Command, rotating: Rotating, server: MisbehavingServer, other: MisbehavingServer
) -> None:
    rotating.lifetime = SOON
    profiles(cli, server, dev={"issuer": server.url("")})
    sign_in(cli)
    assert rotating.sign_ins == 1
    profiles(cli, other, dev={"issuer": other.url("")})
    assert cli("token", "dev").code == 4
    assert other.requests == []


def test_a_record_that_leads_elsewhere_is_not_sent_and_a_person_is_asked_for(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    """As with a name for many tenants, behind which another issuer stands later."""
    rotating.lifetime = SOON
    sign_in(cli)
    store = open_store("file")
    (fingerprint,) = store.list()
    kept = store.get(fingerprint)
    assert kept is not None
    store.put(replace(kept, token_endpoint="https://elsewhere.example/token"))
    done = cli("token", "dev")
    assert (done.code, done.out) == (4, "")
    assert "came from https://elsewhere.example/token" in done.err
    assert "run      tokencli login dev" in done.err
    assert rotating.taken == []


def test_options_alone_are_enough_and_have_an_entry_of_their_own(
    cli: Command, rotating: Rotating, server: MisbehavingServer
) -> None:
    words = ("--grant", "client-credentials", "--token-endpoint", server.url(), "--client-id", "x", "--store", "file")
    secret = ("--client-secret", "env:CI_SECRET")
    assert [cli("token", *words, *secret).out for _ in range(2)] == ["at-1\n", "at-1\n"]
    assert cli("token", "ci").out == "at-2\n"


def test_json_of_a_stored_token_is_what_the_server_sent_and_its_times(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    document = cli("token", "dev", "-o", "json").json
    ours = document.pop("tokencli")
    assert document == {"access_token": "at-1", "token_type": "Bearer", "expires_in": LATER, "refresh_token": "rt-1"}
    assert ours["expires_at"] - ours["received_at"] in {LATER - 1, LATER, LATER + 1}
    assert cli("token", "dev", "--field", "refresh_token").out == "rt-1\n"


def test_nothing_of_a_token_stands_in_any_file_as_plain_text(cli: Command, rotating: Rotating) -> None:
    rotating.padding = 500
    sign_in(cli)
    assert cli("token", "dev").code == 0
    rotating.lifetime = SOON
    cli("token", "dev", "--force")
    everything = [one.read_bytes() for one in cli.home.rglob("*") if one.is_file()]
    assert len(everything) > 3
    for canary in (b"x" * 50, b"rt-1", b"rt-2"):
        assert not [one for one in everything if canary in one]


def test_a_key_that_is_no_key_is_said_before_anything_is_sent(cli: Command, rotating: Rotating) -> None:
    for key in ("", "key:short"):
        done = cli("token", "ci", "--store", "file", env={"TOKENCLI_STORE_KEY": key})
        assert (done.code, done.out) == (2, "")
        assert "TOKENCLI_STORE_KEY" in done.err
    assert rotating.forms == []


def test_none_keeps_nothing_and_says_nothing(cli: Command, rotating: Rotating) -> None:
    for number in (1, 2):
        done = cli("token", "ci", "--store", "none")
        assert (done.code, done.out, done.err) == (0, f"at-{number}\n", "")
    assert list((cli.home / ".local").rglob("tokens*")) == []


def test_a_refusal_of_the_grant_leaves_stdout_empty(
    cli: Command, server: MisbehavingServer, rotating: Rotating
) -> None:
    server.behave(refuse("invalid_client", 401))
    for words in ((), ("-o", "json"), ("-o", "pretty")):
        done = cli("token", "ci", *words)
        assert (done.code, done.out) == (12, "")
        assert "invalid_client" in done.err


def test_what_is_stored_under_another_key_cannot_be_read_and_says_so(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    other = {"TOKENCLI_STORE_KEY": "another passphrase"}
    done = cli("token", "dev", env=other)
    assert (done.code, done.out) == (50, "")
    assert "TOKENCLI_STORE_KEY" in done.err
    assert cli("login", "dev", *CODE, env=other).code == 50
    assert len(rotating.forms) == 1
    assert cli("token", "dev").out == "at-1\n"


def test_a_damaged_shortcut_costs_nothing_but_the_long_way(cli: Command, rotating: Rotating) -> None:
    sign_in(cli)
    cli("token", "dev")
    (shortcut,) = (cli.home / ".cache").rglob("shortcuts/*.json")
    for text in (
        "",
        "[]",
        '{"fingerprint": 1}',
        json.dumps({"fingerprint": "f" * 32, "store": "file", "min_validity": 0}),
    ):
        shortcut.write_text(text)
        assert cli("token", "dev").out == "at-1\n"
