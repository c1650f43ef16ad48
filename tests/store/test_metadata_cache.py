"""Metadata that rest between runs, no longer than the server allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokencli.oauth.endpoints.discovery import Metadata
from tokencli.store.metadata_cache import MetadataCache

if TYPE_CHECKING:
    from pathlib import Path

ISSUER = "https://login.example"
NOW = 1_772_366_400.0


def cache(folder: Path, now: float = NOW) -> MetadataCache:
    return MetadataCache(lambda: folder, lambda: now)


def metadata(max_age: int | None) -> Metadata:
    return Metadata(f"{ISSUER}/.well-known/openid-configuration", {"issuer": ISSUER}, max_age=max_age)


@pytest.mark.parametrize(("max_age", "seconds"), [(60, 60), (None, 3600), (10**9, 86400), (0, 0)])
def test_a_document_serves_as_long_as_the_server_allows(tmp_path: Path, max_age: int | None, seconds: int) -> None:
    cache(tmp_path).keep(ISSUER, metadata(max_age))
    assert (cache(tmp_path, NOW + seconds - 1).find(ISSUER) is not None) == (seconds > 0)
    assert cache(tmp_path, NOW + seconds).find(ISSUER) is None


def test_where_nothing_may_be_sent_a_stale_document_serves_too(tmp_path: Path) -> None:
    cache(tmp_path).keep(ISSUER, metadata(0))
    found = cache(tmp_path, NOW + 86400).find(ISSUER, stale=True)
    assert found is not None
    assert (found.members, found.cached_at) == ({"issuer": ISSUER}, NOW)


def test_the_document_of_another_issuer_does_not_serve(tmp_path: Path) -> None:
    cache(tmp_path).keep(ISSUER, metadata(60))
    assert cache(tmp_path).find(f"{ISSUER}/") is None
