"""`authorization_code`: a sign-in in the browser, or a code from one (RFC 6749 section 4.1, RFC 7636, RFC 8252)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from tokencli.jose.decrypt import CannotOpen
from tokencli.oauth.authorization.flow import Authorized, authorize
from tokencli.oauth.authorization.pkce import VERIFIER
from tokencli.oauth.authorization.remarks import request_remarks
from tokencli.oauth.authorization.settings import AuthorizationSettings
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.oauth.parameter import parameter
from tokencli.oauth.remark import Remark
from tokencli.oauth.token_request import Promised, held_to_key, request_tokens
from tokencli.oauth.tokens.front_channel import same_person, tokens_from_browser
from tokencli.oauth.tokens.token_set import TokenSet

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.server import Server
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationCode(AuthorizationSettings):
    """A person signs in with a browser, and the code it brings back is traded for tokens."""

    registered: ClassVar[str] = AUTHORIZATION_CODE
    summary: ClassVar[str] = "a sign-in in the browser, or a code from one"
    spec: ClassVar[str] = "RFC 6749 section 4.1"
    takes: ClassVar[frozenset[str]] = frozenset(
        {"scope", "resource", "audience", "acr_values", "authorization_details", "auth_param"}
    )
    endpoints: ClassVar[tuple[str, ...]] = ("authorization_endpoint", "token_endpoint")
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = "--issuer https://login.example --client-id app --scope 'openid profile'"
    interactive: ClassVar[bool] = True
    spends: ClassVar[str] = "the code"

    code: str | None = parameter(
        "reference to a code at hand; then no browser is opened",
        spec="RFC 6749 section 4.1.3",
        secret=True,
        metavar="REF",
        default=None,
    )
    code_verifier: str | None = parameter(
        "reference to the PKCE verifier that belongs to --code",
        spec="RFC 7636 section 4.5",
        secret=True,
        metavar="REF",
        default=None,
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - the clock decides nothing here
        """Whether PKCE and what travels through the browser are as they should be."""
        if self.code_verifier is not None and not VERIFIER.fullmatch(self.code_verifier):
            # RFC 7636 section 4.1: a minimum length of 43 characters and a maximum length of 128 characters, unreserved only.
            what = f"the code verifier has {len(self.code_verifier)} characters; 43 to 128 of A-Z a-z 0-9 - . _ ~ are allowed"
            return (Remark(what, "RFC 7636 section 4.1"),)
        return () if self.code is not None else request_remarks(self, server)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """A sign-in in the browser where there is no code yet, then one token request."""
        if self.code is not None:
            return (
                yield from self._exchange(channel, common, self.code, self.redirect_uri, self.code_verifier, Promised())
            )
        further = (*common.authorization_request(self.takes), *self.own_members())
        authorized = yield from authorize(channel, self, further)
        if not isinstance(authorized, Authorized):
            return authorized
        if not authorized.granted.code:
            granted, delivery = authorized.granted.members, authorized.delivery
            outcome = tokens_from_browser(granted, delivery, channel.ambient.now(), authorized.checks)
            return held_to_key(channel, outcome)
        return (yield from self._redeem(channel, common, authorized))

    def _redeem(self, channel: BackChannel, common: CommonMembers, authorized: Authorized) -> Flow[Outcome]:
        sent, code = authorized.sent, authorized.granted.code
        verifier = sent.pkce.verifier if sent.pkce else None
        promised = Promised(sent.nonce, self.max_age, code, sent.state)
        outcome = yield from self._exchange(channel, common, code, sent.redirect_uri, verifier, promised)
        if isinstance(outcome, TokenSet) and authorized.checks:
            same = same_person(*(_inside(channel, one) for one in (authorized.granted.id_token, outcome.id_token)))
            return replace(outcome, checks=(*authorized.checks, *outcome.checks, *same))
        return outcome

    def _exchange(
        self,
        channel: BackChannel,
        common: CommonMembers,
        code: str,
        redirect_uri: str | None,
        code_verifier: str | None,
        promised: Promised,
    ) -> Flow[Outcome]:
        """One token request (RFC 6749 section 4.1.3); never repeated, since a code is good once."""
        own: Members = (
            ("grant_type", self.registered),
            ("code", code),
            # RFC 6749 section 4.1.3: REQUIRED, if it was included in the authorization request; values MUST be identical.
            *((("redirect_uri", redirect_uri),) if redirect_uri is not None else ()),
            # RFC 7636 section 4.5: the client sends the code verifier with the access token request.
            *((("code_verifier", code_verifier),) if code_verifier is not None else ()),
        )
        # scope, audience and acr_values belong to the authorization request; RFC 8707 section 2.2 wants resource in both.
        takes = self.takes & {"resource"} if self.code is None else self.takes & {"resource", "audience"}
        return (yield from request_tokens(channel, common.token_request(own, takes), promised))


def _inside(channel: BackChannel, id_token: str) -> str:
    """The signed ID token inside an encrypted one; empty when it stays closed, which its checks have said."""
    try:
        return channel.opener.open(id_token)
    except CannotOpen:
        return ""


GRANT = AuthorizationCode
