"""`custom`: any other grant, by its name and its own members (RFC 6749 section 4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.identifiers import REGISTERED_GRANT_TYPES, is_absolute_uri
from tokencli.oauth.parameter import parameter
from tokencli.oauth.remark import Remark
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """A grant of the server's own; its members are given with `--param`."""

    registered: ClassVar[str] = ""
    summary: ClassVar[str] = "any other grant, by its name and its own members"
    spec: ClassVar[str] = "RFC 6749 section 4.5"
    takes: ClassVar[frozenset[str]] = frozenset(
        {"scope", "resource", "audience", "acr_values", "authorization_details"}
    )
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id app --client-secret env:APP_SECRET "
        "--grant-type urn:example:ticket --param ticket@env:TICKET --param realm=north"
    )
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = "whatever this grant trades"

    grant_type: str = parameter("name or URI of the grant", spec="RFC 6749 section 4.5", metavar="NAME_OR_URI")

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - only the name is looked at
        """Whether the name is registered or an absolute URI."""
        # RFC 6749 section 4.5: the client uses an extension grant type by specifying the grant type using an absolute URI.
        if self.grant_type in REGISTERED_GRANT_TYPES or is_absolute_uri(self.grant_type):
            return ()
        what = f"the grant type {self.grant_type} is neither registered nor an absolute URI"
        return (Remark(what, "RFC 6749 section 4.5"),)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request; never repeated, since nobody knows what the grant spends."""
        own = (("grant_type", self.grant_type),)
        return (yield from request_tokens(channel, common.token_request(own, self.takes)))


GRANT = Custom
