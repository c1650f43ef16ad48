"""Reading a SAML assertion out of a token request, as strictly as the text asks (RFC 7522 section 2.1)."""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree import ElementTree as ET

from tokencli.sandbox.refusal import Refusal
from tokencli.sandbox.sample_assertions import SAML_ASSERTION

_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


def refuse_saml(reason: str) -> Refusal:
    """The refusal of an assertion.

    Args:
        reason: What is wrong with it.

    Returns:
        The refusal, to be raised.
    """
    # RFC 7522 section 3.1: if the assertion is not valid, the value of the error parameter MUST be "invalid_grant".
    return Refusal("invalid_grant", reason)


def decode_assertion(value: str) -> bytes:
    """The octets of an assertion.

    Args:
        value: The parameter `assertion`.

    Returns:
        What should be XML.

    Raises:
        Refusal: It is not base64url in one line without padding.
    """
    # RFC 7522 section 2.1: the SAML assertion XML data MUST be encoded using base64url; the encoded data MUST NOT be
    # line wrapped, and pad characters ("=") MUST NOT be included.
    if re.search(r"\s", value):
        raise refuse_saml("the assertion has line breaks or spaces; base64url has none")
    if "=" in value:
        raise refuse_saml("the assertion has padding; it must be base64url without")
    if "+" in value or "/" in value:
        raise refuse_saml("the assertion is base64, not base64url")
    if not _BASE64URL.fullmatch(value):
        raise refuse_saml("the assertion is not base64url")
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except binascii.Error:
        raise refuse_saml("the assertion is not base64url") from None


def parse_assertion(octets: bytes) -> ET.Element:
    """The assertion as a tree.

    Args:
        octets: The XML.

    Returns:
        The root element.

    Raises:
        Refusal: It has a document type declaration, is not XML, or is not a SAML 2.0 assertion.
    """
    # A declaration can define entities that expand without end or name files; SAML needs none, so none is parsed.
    # Removing NUL finds it in UTF-16 too.
    if b"<!DOCTYPE" in octets.replace(b"\0", b"").upper():
        raise refuse_saml("the assertion has a DOCTYPE")
    try:
        root = ET.fromstring(octets)  # noqa: S314 -- without a DOCTYPE there are no entities to fear
    except (ET.ParseError, ValueError, LookupError) as problem:
        raise refuse_saml(f"the assertion is not XML: {problem}") from None
    # RFC 7522 section 2.1: the value of the assertion parameter MUST contain a single SAML 2.0 Assertion.
    if root.tag != f"{{{SAML_ASSERTION}}}Assertion":
        raise refuse_saml(f"the root element is {root.tag}, not a SAML 2.0 Assertion")
    return root
