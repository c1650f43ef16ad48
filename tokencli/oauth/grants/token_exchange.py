"""`token-exchange`: a token for one place is traded for a token for another (RFC 8693)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.errors import UsageProblem
from tokencli.oauth.exchanged import exchanged_token, with_issued_type
from tokencli.oauth.identifiers import TOKEN_EXCHANGE, TOKEN_TYPES, is_absolute_uri, token_type_uri
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

_SPEC = "RFC 8693 section 2.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenExchange:
    """A service that was called with a token gets one of its own to call on with."""

    registered: ClassVar[str] = TOKEN_EXCHANGE
    summary: ClassVar[str] = "a token for another place, for a token at hand"
    spec: ClassVar[str] = "RFC 8693"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "authorization_details"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id api --client-secret env:API_SECRET "
        "--subject-token env:TOKEN --subject-token-type access_token --audience orders"
    )
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = ""

    subject_token: str = parameter("reference to the token to be traded", spec=_SPEC, secret=True, metavar="REF")
    subject_token_type: str = parameter(
        f"its type: {', '.join(TOKEN_TYPES)}, or a URI",
        spec="RFC 8693 section 3",
        metavar="TYPE",
        default="access_token",
    )
    actor_token: str | None = parameter(
        "reference to the token of whoever acts for the subject", spec=_SPEC, secret=True, metavar="REF", default=None
    )
    actor_token_type: str | None = parameter(
        "the type of the actor token; default access_token where there is one", spec=_SPEC, metavar="TYPE", default=None
    )
    requested_token_type: str | None = parameter("the type of token wanted", spec=_SPEC, metavar="TYPE", default=None)

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - only the types are looked at
        """Whether every type is a URI or one of the short names."""
        types = (self.subject_token_type, self.actor_token_type, self.requested_token_type)
        odd = [one for one in types if one and not is_absolute_uri(token_type_uri(one))]
        return tuple(Remark(f"the token type {one} is no URI", "RFC 8693 section 3") for one in odd)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 8693 section 2.1); never repeated, since nobody knows what the server makes of it."""
        members = common.token_request((("grant_type", self.registered), *self._own()), self.takes)
        reply = yield from request_tokens(channel, members)
        return with_issued_type(reply, self.requested_token_type)

    def _own(self) -> Iterator[tuple[str, str]]:
        yield "subject_token", exchanged_token(self.subject_token, self.subject_token_type)
        yield "subject_token_type", token_type_uri(self.subject_token_type)
        # RFC 8693 section 2.1: actor_token_type is REQUIRED when the "actor_token" parameter is present in the request but
        # MUST NOT be included otherwise.
        if self.actor_token is not None:
            kind = self.actor_token_type or "access_token"
            yield "actor_token", exchanged_token(self.actor_token, kind)
            yield "actor_token_type", token_type_uri(kind)
        elif self.actor_token_type is not None:
            raise UsageProblem("--actor-token-type without --actor-token means nothing", "give --actor-token")
        if self.requested_token_type is not None:
            yield "requested_token_type", token_type_uri(self.requested_token_type)


GRANT = TokenExchange
