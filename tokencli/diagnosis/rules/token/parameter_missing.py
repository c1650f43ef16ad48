"""A parameter that the request needs is missing, or empty.

Means:
    Every grant and every endpoint has parameters that it cannot do without. Mostly a variable was empty, so that the member is
    there and its value is not; or the library was given it under another name.

Seen by:
    A request without a parameter that its specification requires, refused in a way that may speak of it; sure when the server
    names it.

Do:
    Look where the value should come from, and send it.

See:
    RFC 6749 section 5.2, RFC 6749 section 3.2
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.page_seen import page_words
from tokencli.diagnosis.sign_in_seen import asked_in_browser
from tokencli.diagnosis.wording import because, request_name, says
from tokencli.oauth.identifiers import (
    AUTHORIZATION_CODE,
    CIBA,
    DEVICE_CODE,
    JWT_BEARER,
    PASSWORD,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
)
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

# What a request cannot do without, besides what rules of their own look for.
_OF_GRANT = {
    AUTHORIZATION_CODE: ("code",),  # RFC 6749 section 4.1.3
    REFRESH_TOKEN: ("refresh_token",),  # RFC 6749 section 6
    PASSWORD: ("username", "password"),  # RFC 6749 section 4.3.2
    JWT_BEARER: ("assertion",),  # RFC 7521 section 4.1
    DEVICE_CODE: ("device_code",),  # RFC 8628 section 3.4
    TOKEN_EXCHANGE: ("subject_token", "subject_token_type"),  # RFC 8693 section 2.1
    CIBA: ("auth_req_id",),  # OpenID CIBA Core section 10.1
}
_OF_ENDPOINT = {
    Purpose.INTROSPECTION: ("token",),  # RFC 7662 section 2.1
    Purpose.REVOCATION: ("token",),  # RFC 7009 section 2.1
    Purpose.AUTHORIZATION: ("client_id", "response_type"),  # RFC 6749 section 4.1.1
    Purpose.PUSHED_AUTHORIZATION: ("response_type",),
}
_HINTS = ("login_hint", "login_hint_token", "id_token_hint")  # OpenID CIBA Core section 7.1: one of them
_ASSERTION = "client_assertion"
_ASSERTION_TYPE = "client_assertion_type"  # RFC 7521 section 4.2
# What a server answers to somebody who signed in, or to one whom a policy keeps out: it was content with the request.
_OF_THE_PERSON = frozenset(
    {"access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required"}
)
_IN_ITSELF = frozenset({"request", "request_uri"})  # which may hold all others


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request that lacks what it needs."""
    if not (evidence.refused or page_words(evidence)) or not evidence.request_whole:
        return
    missing = tuple(_missing(evidence))
    if not missing:
        return
    named = any(says(evidence, rf"\b{name}\b") or re.search(rf"\b{name}\b", page_words(evidence)) for name in missing)
    if not named and evidence.error in _OF_THE_PERSON:
        return
    yield Finding(
        name="parameter-missing",
        confidence=Confidence.CERTAIN if named else Confidence.LIKELY,
        what=f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing in the request, or empty",
        why=because(
            "the request cannot do without, and invalid_request is about such (RFC 6749 section 5.2)", evidence
        ),
        help="look where the value should come from: a variable or a file may be empty",
        where=tuple(Pointer(request_name(evidence), name, "missing or empty") for name in missing),
        see=("RFC 6749 section 5.2", "tokencli explain parameter-missing"),
    )


def _missing(evidence: Evidence) -> Iterator[str]:
    sent = {name for name, value in (*evidence.form, *asked_in_browser(evidence)) if value}
    purpose = evidence.last.purpose if evidence.last else Purpose.TOKEN
    if not sent & _IN_ITSELF:
        needed = (*_OF_GRANT.get(evidence.grant_type, ()), *_OF_ENDPOINT.get(purpose, ()))
        yield from (name for name in needed if name not in sent)
    if purpose is Purpose.BACKCHANNEL_AUTHENTICATION and not sent & set(_HINTS):
        yield _HINTS[0]
    if _ASSERTION in sent and _ASSERTION_TYPE not in sent:
        yield _ASSERTION_TYPE
