"""Assertions that this sandbox accepts, for whoever needs one to try (RFC 7523 section 3, RFC 7522 section 3)."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tokencli.sandbox import paths

if TYPE_CHECKING:
    from tokencli.sandbox.state import SandboxState

ASSERTION_ISSUER = "https://issuer.sandbox.example"
SAMPLE_SECONDS = 300
SAML_ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
SAML_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"

_SAML = """\
<?xml version="1.0" encoding="UTF-8"?>
<saml:Assertion xmlns:saml="{namespace}" ID="{identifier}" Version="2.0" IssueInstant="{issued}">
  <saml:Issuer>{issuer}</saml:Issuer>
  <saml:Subject>
    <saml:NameID>{subject}</saml:NameID>
    <saml:SubjectConfirmation Method="{method}">
      <saml:SubjectConfirmationData NotOnOrAfter="{expires}" Recipient={recipient}/>
    </saml:SubjectConfirmation>
  </saml:Subject>
  <saml:Conditions NotBefore="{issued}" NotOnOrAfter="{expires}">
    <saml:AudienceRestriction>
      <saml:Audience>{audience}</saml:Audience>
    </saml:AudienceRestriction>
  </saml:Conditions>
  <saml:AuthnStatement AuthnInstant="{issued}">
    <saml:AuthnContext>
      <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
    </saml:AuthnContext>
  </saml:AuthnStatement>
</saml:Assertion>
"""


def make_jwt(state: SandboxState, subject: str, audience: str | None, lifetime: int) -> str:
    """A JWT assertion, signed by the issuer the sandbox trusts.

    Args:
        state: The sandbox.
        subject: The user it speaks of.
        audience: Who it is for; None means the sandbox's issuer.
        lifetime: Seconds from now; negative for one that has expired.

    Returns:
        The JWT.
    """
    now = state.now()
    return state.keys.sign_assertion(
        {
            "iss": ASSERTION_ISSUER,
            "sub": subject,
            "aud": audience if audience is not None else state.issuer,
            "exp": now + lifetime,
            "iat": now,
            "jti": secrets.token_urlsafe(16),
        }
    )


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_saml(state: SandboxState, subject: str, audience: str | None, recipient: str | None, lifetime: int) -> bytes:
    """A SAML 2.0 assertion; the sandbox knows it again by its ID and octets, in place of a signature.

    Args:
        state: The sandbox.
        subject: The user it speaks of.
        audience: Who it is for; None means the sandbox's issuer.
        recipient: Where it may be presented; None means the token endpoint.
        lifetime: Seconds from now; negative for one that has expired.

    Returns:
        The XML.
    """
    identifier = f"_{secrets.token_hex(16)}"
    now = state.now()
    assertion = _SAML.format(
        namespace=SAML_ASSERTION,
        identifier=identifier,
        issued=_instant(now),
        expires=_instant(now + lifetime),
        issuer=ASSERTION_ISSUER,
        subject=escape(subject),
        method=SAML_BEARER,
        recipient=quoteattr(recipient if recipient is not None else state.url(paths.TOKEN)),
        audience=escape(audience if audience is not None else state.issuer),
    ).encode()
    state.records.saml_assertions[identifier] = assertion
    return assertion
