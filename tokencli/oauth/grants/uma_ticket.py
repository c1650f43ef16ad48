"""`uma-ticket`: a permission ticket of a resource server is traded for a token with those permissions (UMA 2.0 Grant)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.errors import UsageProblem
from tokencli.oauth.identifiers import UMA_TICKET
from tokencli.oauth.parameter import parameter
from tokencli.oauth.remark import Remark
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.server import Server

_SPEC = "UMA 2.0 Grant section 3.3.1"
_KEYCLOAK = "Keycloak's own"


@dataclass(frozen=True, slots=True, kw_only=True)
class UmaTicket:
    """A resource server refused with a ticket that says what is needed; the ticket is traded for a token that has it."""

    registered: ClassVar[str] = UMA_TICKET
    summary: ClassVar[str] = "permissions at a resource, for a ticket it gave"
    spec: ClassVar[str] = _SPEC
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "audience"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id app --client-secret env:APP_SECRET --ticket env:TICKET"
        " --claim-token env:ID_TOKEN"
    )
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = "the ticket"

    ticket: str | None = parameter(
        "reference to the newest permission ticket", spec=_SPEC, secret=True, metavar="REF", default=None
    )
    claim_token: str | None = parameter(
        "reference to a token that says who asks", spec=_SPEC, secret=True, metavar="REF", default=None
    )
    claim_token_format: str | None = parameter(
        "its format; default: an ID token", spec=_SPEC, metavar="URI", default=None
    )
    pct: str | None = parameter(
        "reference to a persisted claims token from an earlier answer",
        spec=_SPEC,
        secret=True,
        metavar="REF",
        default=None,
    )
    rpt: str | None = parameter(
        "reference to a token of an earlier answer, to be given more",
        spec=_SPEC,
        secret=True,
        metavar="REF",
        default=None,
    )
    permission: tuple[str, ...] = parameter(
        "permission wanted where there is no ticket; repeatable",
        spec=_KEYCLOAK,
        metavar="RESOURCE#SCOPE",
        repeatable=True,
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - only what was given is looked at
        """Nothing that says what is wanted."""
        if self.ticket is not None or self.permission:
            return ()
        # UMA 2.0 Grant section 3.3.1: ticket is REQUIRED. Keycloak alone takes permissions, or nothing, for everything.
        return (Remark("there is neither a ticket nor a permission", _SPEC),)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request; never repeated, since a ticket is good for one (UMA 2.0 Grant section 3.3.3)."""
        members = common.token_request((("grant_type", self.registered), *self._own()), self.takes)
        return (yield from request_tokens(channel, members))

    def _own(self) -> Iterator[tuple[str, str]]:
        if self.ticket is not None:
            yield "ticket", self.ticket
        # UMA 2.0 Grant section 3.3.1: claim_token and claim_token_format; if one is used, the other MUST be too.
        if self.claim_token is not None:
            yield "claim_token", self.claim_token
            yield "claim_token_format", self.claim_token_format or ID_TOKEN_FORMAT
        elif self.claim_token_format is not None:
            raise UsageProblem("--claim-token-format without --claim-token means nothing", "give --claim-token")
        yield from ((name, value) for name, value in (("pct", self.pct), ("rpt", self.rpt)) if value is not None)
        yield from (("permission", one) for one in self.permission)


# UMA 2.0 Grant section 3.3.1 leaves formats to profiles; this is the one that servers know.
ID_TOKEN_FORMAT = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"  # noqa: S105 - the name of a format

GRANT = UmaTicket
