from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jose.keys import unsigned
from tokencli.diagnosis.client_seen import ClientSeen, known_facts, read_client, with_certificate
from tokencli.wire.credentials import write_basic
from tokencli.wire.message import Request
from tokencli.wire.redaction import Redactor, SecretFacts, secret_facts

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def test_a_basic_header_shows_the_client_decoded_and_facts_of_its_secret() -> None:
    seen = read_client(write_basic("my%3Aapp", "a%2Bb"), ())
    assert (seen.method, seen.client_id) == ("client_secret_basic", "my:app")
    assert (seen.secret, seen.raw_secret) == (
        SecretFacts(3, frozenset({"plus"})),
        SecretFacts(5, frozenset({"percent"})),
    )


@pytest.mark.parametrize("header", ["Basic YXBw", "basic YXBw", "Basic !!!", "Basic "])
def test_a_basic_header_that_cannot_be_read_names_nobody(header: str) -> None:
    # Without a colon nobody knows whether it is the id or the secret, and it is shown as neither.
    assert read_client(header, ()) == ClientSeen("client_secret_basic", "")


@pytest.mark.parametrize(
    ("members", "seen"),
    [
        ((), ClientSeen("", "")),
        ((("client_id", "app"),), ClientSeen("none", "app")),
        ((("client_id", "a"), ("client_id", "b")), ClientSeen("none", "a")),
        (
            (("client_id", "app"), ("client_secret", "s")),
            ClientSeen("client_secret_post", "app", SecretFacts(1, frozenset())),
        ),
        ((("client_assertion", unsigned({}, alg="HS256")),), ClientSeen("client_secret_jwt", "")),
        ((("client_assertion", unsigned({}, alg="PS256")), ("client_id", "app")), ClientSeen("private_key_jwt", "app")),
        ((("client_assertion", "no JWT"),), ClientSeen("private_key_jwt", "")),
    ],
)
def test_the_form_shows_the_method(members: tuple[tuple[str, str], ...], seen: ClientSeen) -> None:
    assert read_client("", members) == read_client("Bearer x", members) == seen


@pytest.mark.parametrize(
    "value", ["[redacted]", "<hidden>", "***", "xxxx", " ••• ", "REDACTED", "{{masked}}", "Zk3q...XyWq", None]
)
def test_of_a_secret_that_was_blackened_nothing_is_known(value: str | None) -> None:
    assert known_facts(value) is None


def test_of_a_secret_that_a_redaction_left_its_facts_are_known() -> None:
    assert known_facts(Redactor().value("a b ")) == secret_facts("a b ")


@given(TEXT, TEXT)
def test_a_redacted_header_shows_the_same_client_as_the_header_itself(client_id: str, secret: str) -> None:
    header = write_basic(client_id.replace(":", ""), secret)
    request = Redactor(salt=b"s").request(Request("POST", "https://as.example/", (("Authorization", header),)))
    live, left = read_client(header, ()), read_client(request.headers[0][1], ())
    assert (left.method, left.client_id, left.raw_secret) == (live.method, live.client_id, secret_facts(secret))


@given(st.text().map(lambda text: f"Basic {text}") | st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_reading_never_raises(header: str, members: list[tuple[str, str]]) -> None:
    read_client(header, tuple(members))


@pytest.mark.parametrize(
    ("method", "named", "listed", "told"),
    [
        ("none", "", None, "tls_client_auth"),
        ("none", "", ("self_signed_tls_client_auth",), "self_signed_tls_client_auth"),
        ("none", "", ("client_secret_basic",), "tls_client_auth"),
        ("none", "", ("client_secret_basic", "none"), "none"),
        ("none", "tls", ("none",), "tls_client_auth"),
        ("none", "self-signed-tls", None, "self_signed_tls_client_auth"),
        ("none", "self_signed_tls_client_auth", None, "self_signed_tls_client_auth"),
        ("none", "none", None, "none"),
        ("client_secret_post", "", None, "client_secret_post"),
        ("", "", None, ""),
    ],
)
def test_a_certificate_is_shown_to_the_connection_so_settings_and_metadata_tell_what_it_is_for(
    method: str, named: str, listed: tuple[str, ...] | None, told: str
) -> None:
    assert with_certificate(ClientSeen(method, "app"), named, listed).method == told
