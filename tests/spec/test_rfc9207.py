"""RFC 9207 section 2.1: the printed authorization response that names its issuer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tokencli.oauth.authorization.request import Sent
from tokencli.oauth.authorization.response import Granted, NotGenuine, check_response
from tokencli.wire import form

QUERY = (
    "code=x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58"
    "&state=ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI"
    "&iss=https%3A%2F%2Fhonest.as.example"
)
SENT = Sent(
    issuer="https://honest.as.example",
    client_id="s6BhdRkqt3",
    redirect_uri="https://client.example/cb",
    response_type="code",
    response_mode="",
    state="ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI",
    nonce="",
    pkce=None,
    iss_expected=True,
)


def test_the_printed_response_is_an_answer_to_its_request() -> None:
    checked = check_response(SENT, form.decode(QUERY))
    assert isinstance(checked, Granted)
    assert checked.code == "x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58"


@pytest.mark.parametrize(
    "issuer", ["https://attacker.example", "https://honest.as.example/", "https://HONEST.as.example"]
)
def test_the_printed_response_is_none_to_a_request_that_went_to_another_issuer(issuer: str) -> None:
    checked = check_response(replace(SENT, issuer=issuer), form.decode(QUERY))
    assert isinstance(checked, NotGenuine)
    assert checked.check == "iss"


def test_the_printed_response_without_its_issuer_is_refused_where_the_metadata_promises_one() -> None:
    members = tuple(pair for pair in form.decode(QUERY) if pair[0] != "iss")
    checked = check_response(SENT, members)
    assert isinstance(checked, NotGenuine)
    assert checked.check == "iss"
    assert isinstance(check_response(replace(SENT, iss_expected=False), members), Granted)
