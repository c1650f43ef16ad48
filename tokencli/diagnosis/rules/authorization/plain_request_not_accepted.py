"""The server wants the authorization request pushed or signed, and it came through the browser as it is.

Means:
    A server, or the registration of a client, can require that the request is sent to the server first and the browser carries a
    reference alone (RFC 9126), or that it is a signed JWT (RFC 9101). Whoever asks as it was always done is refused.

Seen by:
    A refused authorization request with neither `request_uri` nor `request`, and words of the server that speak of them.

Do:
    Push the request with `--par`, or sign it with `--request-object signed` and the key that is registered.

See:
    RFC 9126 section 5, RFC 9126 section 6, RFC 9101 section 10.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import asked_in_browser
from tokencli.diagnosis.wording import because, request_name, says
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_PUSHED = r"pushed authori[sz]ation request|(?-i:\bPAR\b)"  # in small letters it is a word of several languages
_SIGNED = r"request object|signed request"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused request that was neither pushed nor signed."""
    asked = dict(asked_in_browser(evidence))
    in_browser = evidence.last is not None and evidence.last.purpose is Purpose.AUTHORIZATION
    if not in_browser or evidence.error != "invalid_request" or "request_uri" in asked or "request" in asked:
        return
    pushed, signed = says(evidence, _PUSHED), says(evidence, _SIGNED)
    if not (asked and (pushed or signed)):
        return
    yield Finding(
        name="plain-request-not-accepted",
        confidence=Confidence.CERTAIN,
        what=f"the server wants the authorization request {'pushed' if pushed else 'signed'}, and it came as it is",
        # RFC 9126 section 5: require_pushed_authorization_requests indicates whether the server accepts requests only via PAR.
        why=because("the request carries neither request_uri nor request", evidence),
        help="push the request with --par" if pushed else "sign the request with --request-object signed and --key",
        where=(Pointer(request_name(evidence), "request_uri, request", "missing"),),
        see=("RFC 9126 section 5", "RFC 9101 section 10.5", "tokencli explain plain-request-not-accepted"),
    )
