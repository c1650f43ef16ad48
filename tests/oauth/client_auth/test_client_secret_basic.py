from __future__ import annotations

from urllib.parse import unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.channel import TARGET
from tokencli.errors import UsageProblem
from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client_auth.client_secret_basic import ClientSecretBasic
from tokencli.oauth.flow import Ambient
from tokencli.wire.credentials import BasicCredentials, read_basic

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
STILL = Ambient(now=lambda: 0.0, monotonic=lambda: 0.0, random_octets=bytes)


def _sent(client_id: str, client_secret: str, encoding: str = "form") -> BasicCredentials | None:
    method = ClientSecretBasic(client_id=client_id, client_secret=client_secret, basic_encoding=encoding)
    credentials = method.credentials(STILL, TARGET)
    assert credentials.members == ()
    ((name, value),) = credentials.headers
    assert name == "Authorization"
    return read_basic(value)


def test_id_and_secret_of_plain_characters_are_sent_as_in_every_example() -> None:
    method = ClientSecretBasic(client_id="s6BhdRkqt3", client_secret="gX1fBat3bV")
    assert method.credentials(STILL, TARGET) == Credentials((("Authorization", "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"),))


def test_id_and_secret_are_form_encoded_first() -> None:
    assert _sent("a:b", "c d+é/") == BasicCredentials("a%3Ab", "c+d%2B%C3%A9%2F")


def test_for_servers_that_do_not_decode_they_are_sent_raw() -> None:
    assert _sent("a b", "c:d+é", "raw") == BasicCredentials("a b", "c:d+é")


def test_a_raw_id_with_a_colon_is_refused_since_nobody_could_read_it() -> None:
    with pytest.raises(UsageProblem, match="a client id with a colon cannot be sent with --basic-encoding raw"):
        _sent("a:b", "c", "raw")


@given(TEXT, TEXT)
def test_a_server_that_decodes_finds_the_same_id_and_secret(client_id: str, client_secret: str) -> None:
    sent = _sent(client_id, client_secret)
    assert sent is not None
    assert (unquote_plus(sent.user_id), unquote_plus(sent.password or "")) == (client_id, client_secret)
