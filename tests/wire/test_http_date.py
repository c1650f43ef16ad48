from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokencli.wire.http_date import read_http_date

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT = 784_111_777.0  # RFC 9110 section 5.6.7: the date of its examples


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 -0000",
        "Sun, 06 Nov 1994 09:49:37 +0100",
    ],
)
@pytest.mark.usefixtures("far_from_greenwich")
def test_every_form_of_a_date_is_the_same_moment_wherever_this_machine_stands(text: str) -> None:
    assert read_http_date(text) == MOMENT


@pytest.mark.parametrize(
    "text", ["", "soon", "3600", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_http_date(text) is None


@given(st.integers(0, 4_000_000_000))
def test_what_a_server_writes_is_read_back(seconds: int) -> None:
    assert read_http_date(formatdate(seconds, usegmt=True)) == seconds


@given(st.text() | st.text("SunMoNv ,:0123456789+-GTMZ", max_size=40))
def test_reading_never_raises(text: str) -> None:
    read_http_date(text)
