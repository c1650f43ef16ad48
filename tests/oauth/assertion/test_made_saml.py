from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from jwt.algorithms import get_default_algorithms

from tests.jose.keys import certificate, key, pem
from tests.oauth.channel import ENDPOINTS, ISSUER, TOKENS, answer, channel, sent_form
from tokencli.errors import UsageProblem
from tokencli.jose.keys import load_signing_key
from tokencli.oauth.assertion import made_saml
from tokencli.oauth.assertion.made_saml import made_assertion, signed_assertion
from tokencli.oauth.assertion.saml import check_saml_assertion, read_saml_assertion
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.grants.saml2_bearer import Saml2Bearer
from tokencli.oauth.server import Server
from tokencli.runtime.replay import replay

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient

SERVER = Server(ISSUER, ENDPOINTS)
NAMES = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion", "ds": "http://www.w3.org/2000/09/xmldsig#"}
NOW = 1_772_366_400


def _pem(algorithm: str = "RS256") -> bytes:
    return pem(key(algorithm).private)


SET = json.dumps(
    {
        "keys": [
            {**json.loads(get_default_algorithms()["RS256"].to_jwk(key("RS256", one).private)), "kid": one}
            for one in "ab"
        ]
    }
).encode()


def _grant(**given: Any) -> Saml2Bearer:
    return Saml2Bearer(**{"key": _pem(), "iss": "https://idp.example", "sub": "alice", **given})


def test_it_is_one_that_we_would_not_remark_on_but_for_its_signature(ambient: Ambient) -> None:
    read = read_saml_assertion(made_assertion(_grant(), SERVER, ambient))
    told = [one.what for one in check_saml_assertion(read, SERVER, NOW)]
    assert told == [one for one in told if "Signature" in one]


def test_it_says_who_about_whom_for_whom_and_for_how_long(ambient: Ambient) -> None:
    root = ET.fromstring(made_assertion(_grant(claim=(("department", "sales"),), lifetime=60.0), SERVER, ambient))
    assert root.findtext("saml:Issuer", "", NAMES) == "https://idp.example"
    assert root.findtext("saml:Subject/saml:NameID", "", NAMES) == "alice"
    assert root.findtext(".//saml:Audience", "", NAMES) == ISSUER
    data = root.find(".//saml:SubjectConfirmationData", NAMES)
    assert data is not None
    assert data.attrib == {"NotOnOrAfter": "2026-03-01T12:01:00Z", "Recipient": ENDPOINTS["token_endpoint"]}
    attribute = root.find("saml:AttributeStatement/saml:Attribute", NAMES)
    assert attribute is not None
    assert (attribute.get("Name"), attribute.findtext("saml:AttributeValue", "", NAMES)) == ("department", "sales")
    assert root.find("saml:AttributeStatement", NAMES) is not None
    assert ET.fromstring(made_assertion(_grant(), SERVER, ambient)).find("saml:AttributeStatement", NAMES) is None


def test_what_a_person_says_cannot_become_markup(ambient: Ambient) -> None:
    sly = '<Audience>x</Audience>&"'
    root = ET.fromstring(made_assertion(_grant(sub=sly, claim=((sly, sly),)), SERVER, ambient))
    assert root.findtext("saml:Subject/saml:NameID", "", NAMES) == sly
    assert len(root.findall(".//saml:Audience", NAMES)) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"key": None}, "no key to make one with"),
        ({"iss": None}, "needs --iss"),
        ({"iss": None, "sub": None}, "needs --iss and --sub"),
        ({"iss": "", "sub": ""}, "needs --iss and --sub"),
        ({"lifetime": 0.0}, "lives a second at least"),
        ({"claim": (("a:", "1"),)}, "--claim a: what follows := is JSON, and SAML has none"),
        ({"key": SET}, "the set has 2 private signing keys"),
    ],
)
def test_what_cannot_be_made_is_told_before_anything_is_sent(given: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageProblem, match=told):
        _grant(**given).remarks(SERVER, NOW)


@pytest.mark.parametrize(
    ("algorithm", "wanted"), [("Ed25519", None), ("RS256", "ES256"), ("RS256", "PS256"), ("ES256K", None)]
)
def test_a_key_that_signs_no_xml_is_refused_with_what_does(algorithm: str, wanted: str | None) -> None:
    with pytest.raises(UsageProblem, match="does not sign SAML") as refused:
        signed_assertion(b"<a/>", load_signing_key(_pem(algorithm)), wanted)
    assert "RS256" in refused.value.help


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, ambient: Ambient) -> None:
    monkeypatch.setitem(__import__("sys").modules, "signxml.signer", None)
    monkeypatch.setitem(__import__("sys").modules, "lxml", None)
    with pytest.raises(UsageProblem, match="not installed") as refused:
        signed_assertion(made_assertion(_grant(), SERVER, ambient), load_signing_key(_pem()), None)
    assert "tokencli[saml]" in refused.value.help


class TestSigned:
    """What only the extra can do."""

    @pytest.fixture(autouse=True)
    def _extra(self) -> None:
        pytest.importorskip("signxml")

    @pytest.mark.parametrize(("algorithm", "wanted"), [("RS256", None), ("RS256", "RS512"), ("ES384", None)])
    def test_the_signature_is_verified_by_the_key_s_certificate(
        self, ambient: Ambient, algorithm: str, wanted: str | None
    ) -> None:
        from signxml.verifier import XMLVerifier

        own = certificate(key(algorithm).private, "idp").public_bytes(Encoding.PEM)
        octets = signed_assertion(
            made_assertion(_grant(), SERVER, ambient), load_signing_key(_pem(algorithm) + own), wanted
        )
        verified: Any = XMLVerifier().verify(octets, x509_cert=own.decode())
        assert verified.signed_xml.get("ID") == ET.fromstring(octets).get("ID")
        with pytest.raises(Exception, match=r"[Dd]igest"):
            XMLVerifier().verify(octets.replace(b"alice", b"mallory"), x509_cert=own.decode())

    def test_the_signature_stands_where_the_schema_wants_it_with_the_certificate(self, ambient: Ambient) -> None:
        own = certificate(key("RS256").private, "idp")
        with_certificate = load_signing_key(_pem() + own.public_bytes(Encoding.PEM))
        root = ET.fromstring(signed_assertion(made_assertion(_grant(), SERVER, ambient), with_certificate, None))
        assert [one.tag.rpartition("}")[2] for one in root] == ["Issuer", "Signature", "Subject", "Conditions"]
        told = root.findtext(".//ds:X509Certificate", "", NAMES)
        assert base64.b64decode(told) == own.public_bytes(Encoding.DER)

    def test_of_several_keys_the_one_that_is_named_signs(self, ambient: Ambient) -> None:
        from signxml.verifier import XMLVerifier

        grant = _grant(key=SET, kid="b")
        ended = replay(grant.run(channel(ambient), CommonMembers()), [answer(TOKENS)])
        sent = base64.urlsafe_b64decode(dict(sent_form(ended.sent[0]))["assertion"] + "==")
        own = certificate(key("RS256", "b").private).public_bytes(Encoding.PEM).decode()
        assert XMLVerifier().verify(sent, x509_cert=own)

    def test_the_grant_sends_it_and_remarks_on_nothing(self, ambient: Ambient) -> None:
        grant = _grant()
        assert grant.remarks(SERVER, NOW) == ()
        ended = replay(grant.run(channel(ambient), CommonMembers()), [answer(TOKENS)])
        sent = dict(sent_form(ended.sent[0]))["assertion"]
        assert not {"+", "/", "="} & set(sent)
        made = ET.fromstring(base64.urlsafe_b64decode(sent + "=" * (-len(sent) % 4)))
        assert made.find("ds:Signature", NAMES) is not None


def test_the_library_is_imported_only_when_something_is_signed() -> None:
    assert not {"lxml", "signxml"} & set(vars(made_saml))


def test_one_at_hand_is_not_made_and_that_is_said(ambient: Ambient) -> None:
    at_hand = made_assertion(_grant(), SERVER, ambient)
    told = [one.what for one in Saml2Bearer(assertion=at_hand, iss="x").remarks(SERVER, NOW)]
    assert "the assertion is at hand, so that --iss changes nothing" in told


@pytest.mark.parametrize(
    "given",
    [
        {"sub": "a\x01b"},
        {"iss": "https://idp.example\x00"},
        {"aud": "\ufffe"},
        {"sub": "half \ud800"},
        {"claim": (("na\x1fme", "x"),)},
        {"claim": (("name", "\x0b"),)},
    ],
    ids=range(6),
)
def test_what_no_xml_may_hold_is_refused_with_its_option(given: dict[str, Any], ambient: Ambient) -> None:
    (name,) = given
    with pytest.raises(UsageProblem, match=f"--{name}: it holds a character that no XML may hold"):
        made_assertion(_grant(**given), SERVER, ambient)
