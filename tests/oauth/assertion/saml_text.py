"""SAML 2.0 assertions as text, good unless a part of them is replaced."""

from __future__ import annotations

from tokencli.oauth.identifiers import SAML_ASSERTION, SAML_BEARER_CONFIRMATION, SAML_PROTOCOL

SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">c2ln</ds:Signature>'
CONDITIONS = """<saml:Conditions NotBefore="2026-03-01T11:55:00Z" NotOnOrAfter="2026-03-01T12:05:00Z">
<saml:AudienceRestriction><saml:Audience> https://as.example </saml:Audience></saml:AudienceRestriction></saml:Conditions>"""
DATA = '<saml:SubjectConfirmationData Recipient="https://as.example/token" NotOnOrAfter="2026-03-01T12:05:00Z"/>'


def subject(data: str = DATA, method: str = SAML_BEARER_CONFIRMATION) -> str:
    """A Subject with one confirmation."""
    return (
        f"<saml:Subject><saml:NameID>ada</saml:NameID><saml:SubjectConfirmation Method='{method}'>{data}"
        "</saml:SubjectConfirmation></saml:Subject>"
    )


def saml(
    *,
    issuer: str = "<saml:Issuer>https://idp.example</saml:Issuer>",
    signature: str = SIGNATURE,
    subject_text: str | None = None,
    conditions: str = CONDITIONS,
    version: str = "2.0",
) -> bytes:
    """An assertion that is good on 2026-03-01 at 12:00 UTC."""
    parts = issuer + signature + (subject() if subject_text is None else subject_text) + conditions
    return (
        f'<saml:Assertion xmlns:saml="{SAML_ASSERTION}" ID="a1" Version="{version}">{parts}</saml:Assertion>'.encode()
    )


def response_with(*assertions: bytes) -> bytes:
    """A SAML Response that holds these."""
    inner = "\n ".join(one.decode() for one in assertions)
    return f'<?xml version="1.0"?>\n<samlp:Response xmlns:samlp="{SAML_PROTOCOL}">{inner}</samlp:Response>'.encode()
