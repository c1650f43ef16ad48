"""The device code expired before the person confirmed.

Means:
    The code that is typed on another device is good for some minutes. Nobody confirmed in that time, or the code was used.

Seen by:
    expired_token while polling, or invalid_grant on a device code.

Do:
    Start anew and confirm within the time that is shown.

See:
    RFC 8628 section 3.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import SPENT, because, error_pointer, lifetime, likely_if, says
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_CODES = frozenset({"expired_token", "invalid_grant", "code_expired"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A device code that is over."""
    if evidence.grant_type != DEVICE_CODE or evidence.error not in _CODES:
        return
    # RFC 8628 section 3.5: expired_token: the "device_code" has expired, and the device authorization session has concluded.
    said = evidence.error == "expired_token"
    yield Finding(
        name="device-code-expired",
        confidence=Confidence.CERTAIN if said else likely_if(says(evidence, SPENT)),
        what="the device code expired, or was used, before the person confirmed",
        why=because(f"{evidence.error} ends the polling{lifetime(evidence, 'device code')}", evidence),
        help="start anew with tokencli login and confirm within the time that is shown",
        who=Who.END_USER,
        where=(error_pointer(evidence),),
        see=("RFC 8628 section 3.5", "tokencli explain device-code-expired"),
    )
