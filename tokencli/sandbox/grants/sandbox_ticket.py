"""`sandbox_ticket`: an extension grant of the sandbox's own, so that custom grants can be tried (RFC 6749 section 4.5)."""

from __future__ import annotations

from tokencli.sandbox.accounts import SANDBOX_TICKET
from tokencli.sandbox.direct_grant import DirectGrant
from tokencli.sandbox.refusal import Refusal

PREFIX = "ok-"


class SandboxTicketGrant(DirectGrant):
    """Takes any ticket that begins with `ok-`; the token is the client's own."""

    GRANT_TYPE = SANDBOX_TICKET
    MEMBER = "ticket"

    def judge(self, value: str) -> None:
        """Lets pass a good ticket; refuses others with `invalid_grant`."""
        if not value.startswith(PREFIX):
            raise Refusal("invalid_grant", f"the ticket does not begin with {PREFIX}", told="the ticket is not valid")
