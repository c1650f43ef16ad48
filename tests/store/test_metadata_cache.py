from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.oauth.endpoints.discovery import Metadata
from tokencli.store.metadata_cache import DEFAULT_SECONDS, LONGEST_SECONDS, MetadataCache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

ISSUER = "https://as.example"
MEMBERS = {"issuer": ISSUER, "token_endpoint": f"{ISSUER}/token", "odd": ["ü", 1.5, None]}


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1_772_366_400.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> MetadataCache:
    return MetadataCache(lambda: tmp_path / "cache", clock)


def document(max_age: int | None = None) -> Metadata:
    return Metadata(f"{ISSUER}/.well-known/openid-configuration", MEMBERS, max_age=max_age)


def kept(cache: MetadataCache) -> Path:
    (file,) = cache.folder().rglob("*.json")
    return file


def test_what_was_kept_is_found_with_the_time_it_was_fetched(cache: MetadataCache, clock: Clock) -> None:
    cache.keep(ISSUER, document())
    fetched_at, clock.seconds = clock.seconds, clock.seconds + 60
    found = cache.find(ISSUER)
    assert found is not None
    assert (dict(found.members), found.url, found.cached_at) == (MEMBERS, document().url, fetched_at)


@pytest.mark.parametrize("other", [ISSUER + "/", "https://AS.example", "http://as.example", ""])
def test_another_spelling_of_the_issuer_is_another_issuer(other: str, cache: MetadataCache) -> None:
    cache.keep(ISSUER, document())
    assert cache.find(other) is None


@pytest.mark.parametrize(
    ("max_age", "good_for"), [(None, DEFAULT_SECONDS), (60, 60), (10**9, LONGEST_SECONDS), (86400, LONGEST_SECONDS)]
)
def test_a_document_is_good_for_as_long_as_the_server_says_and_never_over_a_day(
    max_age: int | None, good_for: float, cache: MetadataCache, clock: Clock
) -> None:
    cache.keep(ISSUER, document(max_age))
    clock.seconds += good_for - 1
    assert cache.find(ISSUER) is not None
    clock.seconds += 1
    assert cache.find(ISSUER) is None


@pytest.mark.parametrize("max_age", [0, -1])
def test_what_the_server_does_not_want_kept_serves_only_where_nothing_may_be_sent(
    max_age: int, cache: MetadataCache
) -> None:
    cache.keep(ISSUER, document(max_age))
    assert cache.find(ISSUER) is None
    assert cache.find(ISSUER, stale=True) is not None


def test_a_document_from_the_future_is_not_used(cache: MetadataCache, clock: Clock) -> None:
    """A clock that was wrong and was set back must not keep a document alive for ever."""
    cache.keep(ISSUER, document())
    clock.seconds -= 1
    assert cache.find(ISSUER) is None


def test_the_file_is_the_persons_alone(cache: MetadataCache) -> None:
    previous = os.umask(0)
    try:
        cache.keep(ISSUER, document())
    finally:
        os.umask(previous)
    file = kept(cache)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]


def test_an_issuer_is_no_path(cache: MetadataCache) -> None:
    for issuer in ("../../../etc/passwd", "https://as.example/../..", "/", "\x00", "a" * 10_000, "\ud800"):
        cache.keep(issuer, document())
        assert {file.parent for file in cache.folder().rglob("*.json")} <= {cache.folder() / "metadata"}


def _change(**members: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda entry: {**entry, **members}


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda _: [],
        lambda _: "text",
        lambda entry: {name: value for name, value in entry.items() if name != "good_until"},
        _change(version=99),
        _change(asked="https://other.example"),
        _change(members=["a"]),
        _change(members=None),
        _change(fetched_at="yesterday"),
        _change(good_until=None),
        _change(fetched_at=[]),
    ],
)
def test_a_file_that_holds_something_else_counts_as_absent(change: Callable[[Any], Any], cache: MetadataCache) -> None:
    cache.keep(ISSUER, document())
    file = kept(cache)
    file.write_text(json.dumps(change(json.loads(file.read_text()))))
    assert cache.find(ISSUER) is None


@given(st.binary(max_size=100))
def test_any_octets_in_its_place_count_as_absent(tmp_path_factory: Any, octets: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    cache = MetadataCache(lambda: folder, lambda: 1e9)
    cache.keep(ISSUER, document())
    kept(cache).write_bytes(octets)
    assert cache.find(ISSUER) is None


@pytest.mark.parametrize("octets", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000, b"\xff\xfe{}"])
def test_a_file_that_was_tampered_with_counts_as_absent(octets: bytes, cache: MetadataCache) -> None:
    cache.keep(ISSUER, document())
    kept(cache).write_bytes(octets)
    assert cache.find(ISSUER) is None


def test_a_broken_file_is_mended_by_the_next_document(cache: MetadataCache) -> None:
    cache.keep(ISSUER, document())
    kept(cache).write_bytes(b"{")
    cache.keep(ISSUER, document())
    assert cache.find(ISSUER) is not None


def test_where_no_folder_can_be_made_nothing_is_kept_and_nothing_fails(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "cache").write_text("a file in its place")
    cache = MetadataCache(lambda: tmp_path / "cache", clock)
    cache.keep(ISSUER, document())
    assert cache.find(ISSUER) is None


def test_where_there_is_no_home_nothing_is_kept_and_nothing_fails(clock: Clock) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    cache = MetadataCache(no_home, clock)
    cache.keep(ISSUER, document())
    assert cache.find(ISSUER) is None


def test_a_full_disk_is_no_reason_to_fail(cache: MetadataCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.keep(ISSUER, document())
    assert list(cache.folder().rglob("*.*")) == []


def _metadata(server: MisbehavingServer) -> bytes:
    body = json.dumps({"issuer": server.url(""), "token_endpoint": server.url("/token")}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + body


@pytest.mark.parametrize("where", ["read-only", "file", "no home"])
def test_a_run_works_without_a_place_for_the_cache(where: str, cli: Command, server: MisbehavingServer) -> None:
    from tests.faults.server import issue, raw

    places = {"read-only": "/proc/none", "file": str(cli.home / "file"), "no home": ""}
    (cli.home / "file").write_text("")
    server.behave(raw(_metadata(server)), issue())
    words = ("--issuer", server.url(""), "--client-id", "app", "-o", "token")
    done = cli.process(
        "fetch", "client-credentials", *words, env={"HOME": places[where], "XDG_CACHE_HOME": places[where]}
    )
    assert (done.code, done.out, done.err) == (0, "at-1\n", "")


def test_the_next_run_asks_for_the_token_alone(cli: Command, server: MisbehavingServer) -> None:
    from tests.faults.server import issue, raw

    server.behave(raw(_metadata(server)), issue())
    words = ("fetch", "client-credentials", "--issuer", server.url(""), "--client-id", "app", "-o", "token")
    assert [cli(*words).code, cli(*words).code] == [0, 0]
    assert [received.line.split()[0] for received in server.requests] == ["GET", "POST", "POST"]


def test_where_nothing_may_be_sent_a_stale_document_serves_too(cache: MetadataCache, clock: Clock) -> None:
    cache.keep(ISSUER, document(60))
    clock.seconds += 120
    assert cache.find(ISSUER) is None
    assert cache.find(ISSUER, stale=True) is not None
