"""`urn:ietf:params:oauth:grant-type:saml2-bearer`: a SAML 2.0 assertion of a trusted issuer (RFC 7522 section 3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tokencli.sandbox import paths
from tokencli.sandbox.accounts import SAML2_BEARER
from tokencli.sandbox.direct_grant import DirectGrant
from tokencli.sandbox.saml_reading import decode_assertion, parse_assertion, refuse_saml
from tokencli.sandbox.sample_assertions import ASSERTION_ISSUER, SAML_ASSERTION, SAML_BEARER

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from tokencli.sandbox.accounts import SandboxUser

NAMESPACES = {"saml": SAML_ASSERTION}


def _seconds(element: Element, attribute: str) -> float | None:
    value = element.get(attribute)
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise refuse_saml(f"{attribute} {value} is no time") from None
    # SAML 2.0 core section 1.3.3: times MUST be expressed in UTC form.
    if instant.tzinfo is None:
        raise refuse_saml(f"{attribute} {value} is not in UTC")
    return instant.timestamp()


def _text(element: Element, path: str) -> str | None:
    return element.findtext(path, None, NAMESPACES)


class Saml2BearerGrant(DirectGrant):
    """Takes an assertion without client credentials, if none are sent.

    There is no XML signature here: an assertion is good when this sandbox handed it out and no octet has changed.
    """

    GRANT_TYPE = SAML2_BEARER
    MEMBER = "assertion"
    NEEDS_CLIENT = False

    def judge(self, value: str) -> SandboxUser:
        """The user an assertion speaks of; refuses a bad one with `invalid_grant`."""
        octets = decode_assertion(value)
        root = parse_assertion(octets)
        # RFC 7522 section 3 item 1: the assertion's <Issuer> element MUST contain a unique identifier for its issuer.
        if _text(root, "saml:Issuer") != ASSERTION_ISSUER:
            raise refuse_saml(f"the issuer {_text(root, 'saml:Issuer')} is not trusted; {ASSERTION_ISSUER} is")
        self._check_conditions(root)
        self._check_confirmation(root)
        # RFC 7522 section 3 item 9: the assertion MUST be digitally signed; here the sandbox's memory stands for that.
        if self.state.records.saml_assertions.get(root.get("ID", "")) != octets:
            raise refuse_saml("the assertion was not handed out by this server, or was changed since")
        # RFC 7522 section 3 item 3: the assertion MUST contain a <Subject> element.
        subject = _text(root, "saml:Subject/saml:NameID")
        user = self.state.users.get(subject or "")
        if user is None:
            raise refuse_saml(f"the subject {subject} is no user of this server")
        return user

    def _check_conditions(self, root: Element) -> None:
        conditions = root.find("saml:Conditions", NAMESPACES)
        if conditions is None:
            raise refuse_saml("the assertion has no Conditions")
        path = "saml:AudienceRestriction/saml:Audience"
        audiences = {(one.text or "").strip() for one in conditions.findall(path, NAMESPACES)}
        # RFC 7522 section 3 item 2: the assertion MUST contain a <Conditions> element with an <AudienceRestriction>
        # whose <Audience> identifies the authorization server; the token endpoint URL MAY be used for it.
        if not audiences & {self.state.issuer, self.state.url(paths.TOKEN)}:
            raise refuse_saml(
                f"the audience {' '.join(sorted(audiences))} is not this server, which is {self.state.issuer}"
            )
        self._check_times("Conditions", conditions)

    def _check_confirmation(self, root: Element) -> None:
        # RFC 7522 section 3 item 5: the <Subject> MUST contain at least one <SubjectConfirmation> element with Method
        # urn:oasis:names:tc:SAML:2.0:cm:bearer.
        found = root.findall("saml:Subject/saml:SubjectConfirmation", NAMESPACES)
        bearer = next((one for one in found if one.get("Method") == SAML_BEARER), None)
        if bearer is None:
            raise refuse_saml("the assertion has no bearer SubjectConfirmation")
        data = bearer.find("saml:SubjectConfirmationData", NAMESPACES)
        if data is None:
            return
        # RFC 7522 section 3 item 5: the <SubjectConfirmationData> MUST have a Recipient with a value indicating the
        # token endpoint URL of the authorization server.
        if data.get("Recipient") != self.state.url(paths.TOKEN):
            raise refuse_saml(f"the recipient {data.get('Recipient')} is not {self.state.url(paths.TOKEN)}")
        self._check_times("SubjectConfirmationData", data)

    def _check_times(self, name: str, element: Element) -> None:
        now = self.state.clock()
        expires, not_before = _seconds(element, "NotOnOrAfter"), _seconds(element, "NotBefore")
        # RFC 7522 section 3 item 4: the assertion MUST have an expiry; reject one that has passed.
        if expires is None:
            raise refuse_saml(f"{name} has no NotOnOrAfter")
        if expires <= now:
            raise refuse_saml(f"{name} expired {now - expires:.0f} s ago")
        if not_before is not None and not_before > now:
            raise refuse_saml(f"{name} is not valid before {element.get('NotBefore')}")
