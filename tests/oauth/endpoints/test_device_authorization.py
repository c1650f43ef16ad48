from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import answer, refusal
from tokencli.oauth.answer import Unreadable, Unrecognised
from tokencli.oauth.endpoints.device_authorization import DeviceAuthorization, read_device_authorization
from tokencli.oauth.error_response import ErrorResponse

# RFC 8628 section 3.2
EXAMPLE: dict[str, Any] = {
    "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://example.com/device",
    "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
    "expires_in": 1800,
    "interval": 5,
}


def _read(members: dict[str, Any]) -> DeviceAuthorization:
    given = {name: value for name, value in {**EXAMPLE, **members}.items() if value is not ...}
    handed = read_device_authorization(answer(given))
    assert isinstance(handed, DeviceAuthorization)
    return handed


def test_the_example_of_the_rfc_is_read() -> None:
    assert _read({}) == DeviceAuthorization(
        "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS", "WDJB-MJHT", "https://example.com/device",
        "https://example.com/device?user_code=WDJB-MJHT", 1800.0, 5.0,
    )  # fmt: skip


def test_the_name_of_an_old_draft_is_understood_and_remarked() -> None:
    old = {
        "verification_uri": ...,
        "verification_uri_complete": ...,
        "verification_url": "https://google.example/device",
    }
    handed = _read(old)
    assert (handed.verification_uri, handed.verification_uri_complete) == ("https://google.example/device", "")
    assert [one.name for one in handed.deviations] == ["verification-url"]
    assert _read({**old, "verification_url_complete": "https://b"}).verification_uri_complete == "https://b"


def test_without_an_interval_it_is_five_seconds_and_nothing_is_odd() -> None:
    handed = _read({"interval": ...})
    assert (handed.interval, handed.deviations) == (5.0, ())


def test_without_an_end_it_is_a_quarter_of_an_hour_and_remarked() -> None:
    handed = _read({"expires_in": ...})
    assert handed.expires_in == 900.0
    assert [one.name for one in handed.deviations] == ["expires-in-missing"]


@pytest.mark.parametrize("value", [0, -5, "soon", None, [], 10**400, 1e300, "NaN", "inf"])
def test_a_number_that_makes_no_sense_is_as_good_as_none(value: Any) -> None:
    handed = _read({"interval": value, "expires_in": value})
    assert (handed.interval, handed.expires_in) == (5.0, 900.0)


def test_numbers_as_text_and_with_fractions_are_understood() -> None:
    handed = _read({"interval": "2", "expires_in": 60.5})
    assert (handed.interval, handed.expires_in) == (2.0, 60.5)


@pytest.mark.parametrize("name", ["device_code", "user_code", "verification_uri"])
@pytest.mark.parametrize("value", [None, "", 5])
def test_without_what_the_person_or_the_program_needs_it_is_no_answer(name: str, value: Any) -> None:
    handed = read_device_authorization(answer({**EXAMPLE, name: value}))
    assert isinstance(handed, Unrecognised)
    assert (handed.kind, handed.detail) == (Unreadable.MEMBER_MISSING, f"status 200 without {name}")


def test_a_status_of_failure_is_no_answer_whatever_stands_below() -> None:
    handed = read_device_authorization(answer(EXAMPLE, 500))
    assert isinstance(handed, Unrecognised)
    assert handed.detail == "status 500"


def test_a_refusal_and_a_page_are_handed_on() -> None:
    assert isinstance(read_device_authorization(refusal("unauthorized_client")), ErrorResponse)
    assert isinstance(read_device_authorization(answer(b"<html>", 404)), Unrecognised)


@given(
    st.dictionaries(
        st.sampled_from(sorted(EXAMPLE)), st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    )
)
def test_any_answer_leaves_seconds_that_can_be_waited(members: dict[str, Any]) -> None:
    handed = read_device_authorization(answer({**EXAMPLE, **members}))
    if isinstance(handed, DeviceAuthorization):
        assert 0 < handed.interval < 10**7
        assert 0 < handed.expires_in < 10**7
