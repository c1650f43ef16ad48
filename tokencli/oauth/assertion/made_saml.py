"""A SAML 2.0 assertion made here to be used as an authorization grant: its elements and its signature (RFC 7522 section 3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from tokencli.errors import UsageProblem
from tokencli.jose.certificate import as_pem, own_certificate
from tokencli.oauth.identifiers import SAML_ASSERTION, SAML_BEARER_CONFIRMATION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from tokencli.jose.keys import SigningKey
    from tokencli.oauth.assertion.settings import AssertionSettings
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.server import Server

XML_SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"  # XML Signature section 1.3
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"  # SAML 2.0 Core section 5.4.3
_UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"  # SAML 2.0 Core section 8.3.1
# RFC 6931 section 2.3: what the algorithms are called in XML, as the library spells them.
_METHODS = {
    "RS256": "rsa-sha256", "RS384": "rsa-sha384", "RS512": "rsa-sha512",
    "ES256": "ecdsa-sha256", "ES384": "ecdsa-sha384", "ES512": "ecdsa-sha512",
}  # fmt: skip
ET.register_namespace("saml", SAML_ASSERTION)
ET.register_namespace("ds", XML_SIGNATURE)
# XML 1.0 section 2.2: any other character is none of a document.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ID_OCTETS = 16  # SAML 2.0 Core section 1.3.4: at least 128 bits


def made_assertion(wanted: AssertionSettings, server: Server, ambient: Ambient) -> bytes:
    """An assertion, not signed yet.

    Args:
        wanted: What the person said.
        server: Where the assertion is sent.
        ambient: Clock and randomness.

    Raises:
        UsageProblem: Nothing says who makes it, or about whom.
    """
    missing = [f"--{name}" for name in ("iss", "sub") if not getattr(wanted, name)]
    if missing:
        raise UsageProblem(f"an assertion that is made here needs {' and '.join(missing)}")
    _require_writable(wanted)
    now, recipient = ambient.now(), server.endpoint("token_endpoint")
    end = _time(wanted.end(now))
    root = ET.Element(_saml("Assertion"))
    root.attrib |= {"ID": f"_{ambient.random_octets(_ID_OCTETS).hex()}", "IssueInstant": _time(now), "Version": "2.0"}
    # RFC 7522 section 3, item 1: the Assertion's <Issuer> element MUST contain a unique identifier for the entity.
    _add(root, "Issuer", str(wanted.iss))
    _add_signature_s_place(root)
    _add_subject(root, str(wanted.sub), {"NotOnOrAfter": end, "Recipient": recipient})
    # RFC 7522 section 3, item 2: a <Conditions> element with an <AudienceRestriction> with an <Audience>.
    conditions = _add(root, "Conditions", NotBefore=_time(now), NotOnOrAfter=end)
    _add(_add(conditions, "AudienceRestriction"), "Audience", wanted.audience(server))
    _add_attributes(root, wanted.claim)
    return bytes(ET.tostring(root, encoding="utf-8"))


def _require_writable(wanted: AssertionSettings) -> None:
    pairs = [(name, getattr(wanted, name) or "") for name in ("iss", "sub", "aud")]
    for name, value in (*pairs, *(("claim", text) for pair in wanted.claim for text in pair)):
        if _NOT_IN_XML.search(value):
            raise UsageProblem(f"--{name}: it holds a character that no XML may hold", "leave control characters out")


def _saml(name: str) -> str:
    return f"{{{SAML_ASSERTION}}}{name}"


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    child = ET.SubElement(parent, _saml(name), attributes)
    child.text = text
    return child


def _add_signature_s_place(root: Element) -> None:
    # SAML 2.0 Core section 2.3.3: <ds:Signature> follows <Issuer>; where this stands, the library puts it.
    ET.SubElement(root, f"{{{XML_SIGNATURE}}}Signature", {"Id": "placeholder"})


def _add_subject(root: Element, name: str, data: dict[str, str]) -> None:
    subject = _add(root, "Subject")
    _add(subject, "NameID", name, Format=_UNSPECIFIED)
    # RFC 7522 section 3, item 5: at least one <SubjectConfirmation> whose Method is bearer, its data with the Recipient,
    # the token endpoint URL, and NotOnOrAfter.
    confirmation = _add(subject, "SubjectConfirmation", Method=SAML_BEARER_CONFIRMATION)
    _add(confirmation, "SubjectConfirmationData", **data)


def _add_attributes(root: Element, claims: Iterable[tuple[str, str]]) -> None:
    statement = None
    for name, value in claims:
        if name.endswith(":"):
            # SAML 2.0 Core section 2.7.3.1.1: an attribute's value may be of any type; here it is a text.
            raise UsageProblem(f"--claim {name[:-1]}: what follows := is JSON, and SAML has none", "write NAME=VALUE")
        statement = _add(root, "AttributeStatement") if statement is None else statement
        _add(_add(statement, "Attribute", Name=name), "AttributeValue", value)


def _time(moment: float) -> str:
    # SAML 2.0 Core section 1.3.3: time values MUST be expressed in UTC form, with no time zone component.
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def signed_assertion(assertion: bytes, key: SigningKey, algorithm: str | None) -> bytes:
    """An assertion with an enveloped signature.

    Args:
        assertion: What `made_assertion` made.
        key: The key; where its certificate came with it, it stands in the signature.
        algorithm: What the person named; None for the usual one.

    Raises:
        UsageProblem: The extra is not installed, or the key does not sign XML.
    """
    able = [name for name in (key.alg or "RS256", *key.algorithms) if name in _METHODS and name in key.algorithms]
    name = algorithm or next(iter(able), "")
    if name not in able:
        raise UsageProblem(
            f"this key ({key.words}) does not sign SAML" + (f" with {algorithm}" if algorithm else ""),
            f"use an RSA or EC key, and of these algorithms: {', '.join(_METHODS)}",
        )
    return _sign(assertion, key, _METHODS[name], f"sha{name[2:]}")


def _sign(assertion: bytes, key: SigningKey, method: str, digest: str) -> bytes:
    try:
        from lxml import etree
        from signxml.signer import XMLSigner
    except ImportError:
        raise UsageProblem(
            "signing SAML needs a package that is not installed", "run: pip install 'tokencli[saml]'"
        ) from None
    signer = XMLSigner(signature_algorithm=method, digest_algorithm=digest, c14n_algorithm=_EXCLUSIVE)
    root: Any = etree.fromstring(assertion)
    own = own_certificate(key)
    certificate = None if own is None else as_pem(own)
    signed = signer.sign(root, key=key.private, cert=certificate, reference_uri=root.get("ID"))
    return bytes(etree.tostring(signed))
