"""A SAML 2.0 assertion to be used as an authorization grant: reading, checking, encoding (RFC 7522)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat

from tokencli.errors import UsageProblem
from tokencli.jose.peek import base64url_encode
from tokencli.oauth.identifiers import SAML_ASSERTION, SAML_BEARER_CONFIRMATION, SAML_PROTOCOL
from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from tokencli.oauth.server import Server

_NAMES = {"saml": SAML_ASSERTION, "ds": "http://www.w3.org/2000/09/xmldsig#"}
_SPEC = "RFC 7522 section 3"
_LEEWAY_SECONDS = 60
_HELP = "give one SAML 2.0 Assertion element, as an XML file or already base64 encoded"


@dataclass(frozen=True, slots=True)
class SamlAssertion:
    """One SAML 2.0 assertion.

    Attributes:
        octets: Its XML exactly as it was given, so that the signature stays good.
        element: The parsed element.
        from_response: Whether it was taken out of a SAML Response.
    """

    octets: bytes
    element: Element
    from_response: bool = False

    @property
    def encoded(self) -> str:
        """The value of the member `assertion`."""
        # RFC 7522 section 2.1: base64url encoding; the serialization MUST NOT be line wrapped and pad characters MUST NOT
        # be included.
        return base64url_encode(self.octets)


def read_saml_assertion(given: bytes) -> SamlAssertion:
    """Reads an assertion from XML, base64 or base64url.

    Args:
        given: The octets of the file, or the text that was already encoded.

    Raises:
        UsageProblem: It is not one SAML 2.0 assertion.
    """
    octets = given if given.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else _decode(given)
    element = _parse(octets)
    if element.tag == f"{{{SAML_PROTOCOL}}}Response":
        inner = _only_assertion(octets)
        return SamlAssertion(inner, _parse(inner), from_response=True)
    # RFC 7522 section 2.1: the value of the "assertion" parameter MUST contain a single SAML 2.0 Assertion.
    if element.tag != f"{{{SAML_ASSERTION}}}Assertion":
        raise UsageProblem(f"the XML is no SAML 2.0 assertion: its root element is {element.tag}", _HELP)
    return SamlAssertion(octets, element)


def _decode(given: bytes) -> bytes:
    text = b"".join(given.split()).rstrip(b"=").translate(bytes.maketrans(b"+/", b"-_"))
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise UsageProblem("the assertion is neither XML nor base64", _HELP) from None


def _refuse_doctype(*_: object) -> None:
    raise UsageProblem("the XML has a document type declaration, which an assertion never has", _HELP)


def _parse(octets: bytes) -> Element:
    # Entities can only be declared in a document type; with that refused first, no expansion can happen below.
    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler = _refuse_doctype
    try:
        guard.Parse(octets, True)  # noqa: FBT003 - expat takes "final" by position only
        return ET.fromstring(octets)  # noqa: S314 - a document type was refused above
    except (expat.ExpatError, ET.ParseError, ValueError, LookupError) as broken:
        raise UsageProblem(f"the assertion is no well-formed XML: {broken}", _HELP) from None


def _only_assertion(octets: bytes) -> bytes:
    """The octets of the one Assertion in a Response, unchanged, so that its signature stays good."""
    spans: list[list[int]] = []
    depth = 0
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, _: object) -> None:
        nonlocal depth
        if depth == 1 and name == f"{SAML_ASSERTION} Assertion":
            spans.append([parser.CurrentByteIndex])
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 1 and name == f"{SAML_ASSERTION} Assertion":
            spans[-1].append(octets.index(b">", parser.CurrentByteIndex) + 1)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(octets, True)  # noqa: FBT003 - expat takes "final" by position only
    except expat.ExpatError as broken:  # an attribute or a prefix that this way of reading takes for broken
        raise UsageProblem(f"the assertion is no well-formed XML: {broken}", _HELP) from None
    if len(spans) != 1:
        raise UsageProblem(f"the SAML Response holds {len(spans)} assertions; the grant takes exactly one", _HELP)
    return octets[spans[0][0] : spans[0][1]]


def check_saml_assertion(assertion: SamlAssertion, server: Server, now: float) -> tuple[Remark, ...]:
    """Says what a server may not like about a SAML assertion.

    Args:
        assertion: The assertion.
        server: The server it is to be sent to.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """
    element = assertion.element
    taken_out = "the file is a SAML Response; the one Assertion inside it is sent"
    return (
        *((Remark(taken_out, "RFC 7522 section 2.1"),) if assertion.from_response else ()),
        *_version_and_issuer(element),
        *_conditions(element, server, now),
        *_subject(element, server, now),
        *_statements(element),
    )


def _version_and_issuer(element: Element) -> Iterator[Remark]:
    if element.get("Version") != "2.0":
        yield Remark(f"the assertion's Version is {element.get('Version')}, not 2.0", "SAML 2.0 Core section 2.3.3")
    # RFC 7522 section 3, item 1: the Assertion's <Issuer> element MUST contain a unique identifier for the entity.
    if not (element.findtext("saml:Issuer", "", _NAMES)).strip():
        yield Remark("the assertion has no Issuer", _SPEC)


def _conditions(element: Element, server: Server, now: float) -> Iterator[Remark]:
    conditions = element.find("saml:Conditions", _NAMES)
    audiences = [
        (audience.text or "").strip()
        for audience in element.findall("saml:Conditions/saml:AudienceRestriction/saml:Audience", _NAMES)
    ]
    # RFC 7522 section 3, item 2: the Assertion MUST contain a <Conditions> element with an <AudienceRestriction> element
    # with an <Audience> element that identifies the authorization server. RFC 10070 names issuer, token endpoint, entity id.
    if not audiences:
        yield Remark("the assertion has no Audience", _SPEC)
    elif not set(audiences) & _identities(server):
        yield Remark(
            f"the assertion's Audience is {', '.join(audiences)}, not {' or '.join(sorted(_identities(server)))}", _SPEC
        )
    if conditions is not None:
        yield from _window(conditions, "the assertion's Conditions", now)


def _identities(server: Server) -> set[str]:
    return {name for name in (server.issuer, server.endpoint("token_endpoint")) if name}


def _subject(element: Element, server: Server, now: float) -> Iterator[Remark]:
    bearers = [
        confirmation
        for confirmation in element.findall("saml:Subject/saml:SubjectConfirmation", _NAMES)
        if confirmation.get("Method") == SAML_BEARER_CONFIRMATION
    ]
    # RFC 7522 section 3, item 5: the <Subject> element MUST contain at least one <SubjectConfirmation> element that has a
    # Method attribute with a value of "urn:oasis:names:tc:SAML:2.0:cm:bearer".
    if not bearers:
        yield Remark("the assertion's Subject has no SubjectConfirmation of the method bearer", _SPEC)
        return
    data = bearers[0].find("saml:SubjectConfirmationData", _NAMES)
    if data is None:
        return
    recipient = data.get("Recipient")
    # RFC 7522 section 3, item 5: a Recipient attribute with a value indicating the token endpoint URL.
    if recipient is None:
        yield Remark("the assertion's SubjectConfirmationData has no Recipient", _SPEC)
    elif recipient != server.endpoint("token_endpoint"):
        yield Remark(f"the assertion's Recipient is {recipient}, not {server.endpoint('token_endpoint')}", _SPEC)
    yield from _window(data, "the assertion's SubjectConfirmationData", now)


def _statements(element: Element) -> Iterator[Remark]:
    # RFC 7522 section 3, item 9: the Assertion MUST be digitally signed or have a MAC applied by the issuer.
    if element.find("ds:Signature", _NAMES) is None:
        yield Remark("the assertion has no Signature", _SPEC)


def _window(element: Element, name: str, now: float) -> Iterator[Remark]:
    start, end = _time(element.get("NotBefore")), _time(element.get("NotOnOrAfter"))
    if start is not None and start > now + _LEEWAY_SECONDS:
        yield Remark(f"{name} is not valid before {round(start - now)} seconds from now", _SPEC)
    if end is not None and end <= now - _LEEWAY_SECONDS:
        yield Remark(f"{name} expired {round(now - end)} seconds ago", _SPEC)


def _time(text: str | None) -> float | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    # SAML 2.0 Core section 1.3.3: time values MUST be expressed in UTC form, with no time zone component.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
