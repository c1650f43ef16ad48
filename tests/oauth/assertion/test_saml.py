from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.oauth.assertion.saml_text import CONDITIONS, DATA, response_with, saml, subject
from tokencli.errors import UsageProblem
from tokencli.oauth.assertion.saml import check_saml_assertion, read_saml_assertion
from tokencli.oauth.server import Server

NOW = 1_772_366_400.0
SERVER = Server("https://as.example", {"token_endpoint": "https://as.example/token"})
GOOD = saml()


def _remarks(octets: bytes, server: Server = SERVER, now: float = NOW) -> list[str]:
    return [one.what for one in check_saml_assertion(read_saml_assertion(octets), server, now)]


@pytest.mark.parametrize(
    "given",
    [
        GOOD,
        b"\xef\xbb\xbf \n" + GOOD,
        base64.b64encode(GOOD),
        base64.encodebytes(GOOD),
        base64.urlsafe_b64encode(GOOD).rstrip(b"="),
        b" " + base64.urlsafe_b64encode(GOOD) + b"\n",
    ],
)
def test_an_assertion_is_read_from_xml_and_from_either_base64(given: bytes) -> None:
    assertion = read_saml_assertion(given)
    assert assertion.octets.endswith(GOOD)
    assert not assertion.from_response
    assert base64.urlsafe_b64decode(assertion.encoded + "==") == assertion.octets


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_is_sent_is_to_the_octet_what_was_given(text: str) -> None:
    octets = saml(issuer=f"<saml:Issuer><![CDATA[{text.replace(']', '')}]]></saml:Issuer>")
    with suppress(UsageProblem):  # characters that XML does not know
        encoded = read_saml_assertion(octets).encoded
        assert base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)) == octets
        assert not {"=", "+", "/", "\n"} & set(encoded)


def test_of_a_response_the_one_assertion_is_taken_out_unchanged() -> None:
    assertion = read_saml_assertion(response_with(GOOD))
    assert (assertion.octets, assertion.from_response) == (GOOD, True)
    assert _remarks(response_with(GOOD)) == ["the file is a SAML Response; the one Assertion inside it is sent"]


@pytest.mark.parametrize("assertions", [(), (GOOD, GOOD), (b"<wrapped>" + GOOD + b"</wrapped>",)])
def test_a_response_with_none_or_several_assertions_is_refused(assertions: tuple[bytes, ...]) -> None:
    with pytest.raises(UsageProblem, match=r"the SAML Response holds [02] assertions; the grant takes exactly one"):
        read_saml_assertion(response_with(*assertions))


@pytest.mark.parametrize(
    ("octets", "what"),
    [
        (b"", "no well-formed XML"),
        (b"<", "no well-formed XML"),
        (b"<a><b></a>", "no well-formed XML"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "no well-formed XML"),
        (b"!!!", "neither XML nor base64"),
        (b"A", "neither XML nor base64"),
        (base64.b64encode(b"no XML"), "no well-formed XML"),
        (b"<Assertion/>", "its root element is Assertion"),
        (b'<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:1.0:assertion"/>', "its root element is {urn:oasis"),
        (b"<!DOCTYPE a><a/>", "document type declaration"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type declaration"),
        (base64.b64encode(b"<!DOCTYPE a><a/>"), "document type declaration"),
    ],
)
def test_what_is_not_one_saml_assertion_is_refused(octets: bytes, what: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_saml_assertion(octets)
    assert what in problem.value.what
    assert problem.value.help


def test_a_good_assertion_has_no_remarks() -> None:
    assert _remarks(GOOD) == []


@pytest.mark.parametrize(
    ("octets", "remarks"),
    [
        (saml(version="1.1"), ["the assertion's Version is 1.1, not 2.0"]),
        (saml(issuer=""), ["the assertion has no Issuer"]),
        (saml(issuer="<saml:Issuer> </saml:Issuer>"), ["the assertion has no Issuer"]),
        (saml(conditions=""), ["the assertion has no Audience"]),
        (saml(conditions="<saml:Conditions/>"), ["the assertion has no Audience"]),
        (
            saml(conditions=CONDITIONS.replace("https://as.example", "https://other")),
            ["the assertion's Audience is https://other, not https://as.example or https://as.example/token"],
        ),
        (
            saml(conditions=CONDITIONS.replace(" https://as.example ", "")),
            ["the assertion's Audience is , not https://as.example or https://as.example/token"],
        ),
        (saml(subject_text=""), ["the assertion's Subject has no SubjectConfirmation of the method bearer"]),
        (
            saml(subject_text=subject(method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches")),
            ["the assertion's Subject has no SubjectConfirmation of the method bearer"],
        ),
        (saml(subject_text=subject("")), []),
        (
            saml(subject_text=subject("<saml:SubjectConfirmationData/>")),
            ["the assertion's SubjectConfirmationData has no Recipient"],
        ),
        (
            saml(subject_text=subject(DATA.replace("https://as.example/token", "https://other"))),
            ["the assertion's Recipient is https://other, not https://as.example/token"],
        ),
        (
            saml(subject_text=subject(DATA.replace("12:05:00Z", "11:00:00Z"))),
            ["the assertion's SubjectConfirmationData expired 3600 seconds ago"],
        ),
        (saml(signature=""), ["the assertion has no Signature"]),
    ],
)
def test_what_a_server_may_not_like_is_remarked(octets: bytes, remarks: list[str]) -> None:
    assert _remarks(octets) == remarks


def test_the_token_endpoint_is_an_audience_too() -> None:
    octets = saml(conditions=CONDITIONS.replace("https://as.example", "https://as.example/token"))
    assert _remarks(octets) == []
    assert _remarks(octets, Server("", SERVER.endpoints)) == []


@pytest.mark.parametrize(
    ("seconds", "remarks"),
    [
        (-360, []),
        (-361, ["the assertion's Conditions is not valid before 61 seconds from now"]),
        (359, []),
        (
            360,
            [
                "the assertion's Conditions expired 60 seconds ago",
                "the assertion's SubjectConfirmationData expired 60 seconds ago",
            ],
        ),
    ],
)
def test_times_have_a_leeway_of_sixty_seconds(seconds: float, remarks: list[str]) -> None:
    assert _remarks(GOOD, now=NOW + seconds) == remarks


@pytest.mark.parametrize("moment", ["2026-03-01T11:00:00", "2026-03-01T11:00:00.000Z", "2026-03-01T12:00:00+01:00"])
def test_a_time_without_a_zone_is_utc(moment: str) -> None:
    octets = saml(conditions=CONDITIONS.replace("2026-03-01T12:05:00Z", moment))
    assert _remarks(octets) == ["the assertion's Conditions expired 3600 seconds ago"]


@pytest.mark.parametrize("moment", ["", "soon", "99999-01-01T00:00:00Z"])
def test_a_time_that_cannot_be_read_is_not_judged(moment: str) -> None:
    assert _remarks(saml(conditions=CONDITIONS.replace("2026-03-01T12:05:00Z", moment))) == []


@given(st.binary() | st.text('<>/="samlAssertion:xn&;![]-? ', max_size=60).map(str.encode))
def test_reading_anything_gives_an_assertion_or_a_reason(octets: bytes) -> None:
    with suppress(UsageProblem):
        read_saml_assertion(octets)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.booleans())
@example(place=28, octets=b"\r", wrapped=True)  # a namespace with white space in it
def test_an_assertion_with_a_wound_is_read_or_refused_in_words(place: int, octets: bytes, wrapped: bool) -> None:
    wounded = GOOD[:place] + octets + GOOD[place + 1 :]
    start, end = response_with().split(b"></", 1)
    with suppress(UsageProblem):
        _remarks(start + b">" + wounded + b"</" + end if wrapped else wounded)
