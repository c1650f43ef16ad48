"""`authorization_code`: a sign-in in the browser, or a code from one (RFC 6749 section 4.1, RFC 7636, RFC 8252)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.authorization.flow import Authorized, Wanted, authorize
from tokencli.oauth.authorization.pkce import METHODS, VERIFIER
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.remark import Remark
from tokencli.oauth.token_request import Promised, request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.server import Server
    from tokencli.wire.form import Members

_OIDC = "OpenID Connect Core section 3.1.2.1"
_REQUEST_MEMBERS = ("prompt", "max_age", "login_hint", "ui_locales", "id_token_hint", "claims")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationCode:
    """A person signs in with a browser, and the code it brings back is traded for tokens."""

    registered: ClassVar[str] = AUTHORIZATION_CODE
    summary: ClassVar[str] = "a sign-in in the browser, or a code from one"
    spec: ClassVar[str] = "RFC 6749 section 4.1"
    takes: ClassVar[frozenset[str]] = frozenset({"scope", "resource", "audience", "acr_values", "auth_param"})
    endpoints: ClassVar[tuple[str, ...]] = ("authorization_endpoint", "token_endpoint")
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = "--issuer https://login.example --client-id app --scope 'openid profile'"

    code: str | None = parameter(
        "reference to a code at hand; then no browser is opened",
        spec="RFC 6749 section 4.1.3",
        secret=True,
        metavar="REF",
        default=None,
    )
    redirect_uri: str | None = parameter(
        "redirect URI, as registered; default http://127.0.0.1:PORT/callback with a free port",
        spec="RFC 6749 section 4.1.3",
        metavar="URI",
        default=None,
    )
    code_verifier: str | None = parameter(
        "reference to the PKCE verifier that belongs to --code",
        spec="RFC 7636 section 4.5",
        secret=True,
        metavar="REF",
        default=None,
    )
    pkce: str = parameter(
        "how the code is bound to this run", spec="RFC 7636 section 4.2", choices=METHODS, default="S256"
    )
    listen: str | None = parameter(
        "address to bind where it is not that of the redirect URI",
        spec="RFC 8252 section 7.3",
        metavar="HOST[:PORT]",
        default=None,
    )
    port: tuple[int, ...] = parameter(
        "port to listen on; repeatable, tried in order",
        spec="RFC 8252 section 7.3",
        kind=Kind.COUNT,
        metavar="N",
        repeatable=True,
    )
    login_timeout: float = parameter("time the person has", kind=Kind.DURATION, metavar="5m", default=300.0)
    par: bool = parameter(
        "push the request over the back channel first; done anyway where the server demands it",
        spec="RFC 9126",
        kind=Kind.FLAG,
        default=False,
    )
    response_mode: str | None = parameter(
        "how the answer comes back",
        spec="OAuth 2.0 Multiple Response Types section 2.1",
        choices=("query", "fragment", "form_post"),
        default=None,
    )
    prompt: str | None = parameter("none, login, consent or select_account", spec=_OIDC, default=None)
    max_age: int | None = parameter(
        "longest time since the sign-in, in seconds", spec=_OIDC, kind=Kind.COUNT, default=None
    )
    login_hint: str | None = parameter("who is expected to sign in", spec=_OIDC, default=None)
    ui_locales: str | None = parameter("languages for the pages, space-separated", spec=_OIDC, default=None)
    id_token_hint: str | None = parameter(
        "reference to an ID token of the person", spec=_OIDC, secret=True, metavar="REF", default=None
    )
    claims: str | None = parameter(
        "claims wanted, as JSON", spec="OpenID Connect Core section 5.5", metavar="JSON", default=None
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - the clock decides nothing here
        """Whether PKCE is as it should be."""
        if self.code_verifier is not None and not VERIFIER.fullmatch(self.code_verifier):
            # RFC 7636 section 4.1: a minimum length of 43 characters and a maximum length of 128 characters, unreserved only.
            what = f"the code verifier has {len(self.code_verifier)} characters; 43 to 128 of A-Z a-z 0-9 - . _ ~ are allowed"
            return (Remark(what, "RFC 7636 section 4.1"),)
        if self.code is None and self.pkce != "S256":
            return (Remark(f"PKCE is {self.pkce}, so a stolen code can be used by others", "RFC 9700 section 2.1.1"),)
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """A sign-in in the browser where there is no code yet, then one token request."""
        if self.code is not None:
            return (
                yield from self._exchange(channel, common, self.code, self.redirect_uri, self.code_verifier, Promised())
            )
        authorized = yield from authorize(channel, self._wanted(common))
        if not isinstance(authorized, Authorized):
            return authorized
        sent, code = authorized.sent, authorized.granted.code
        verifier = sent.pkce.verifier if sent.pkce else None
        promised = Promised(sent.nonce, self.max_age, code, sent.state)
        return (yield from self._exchange(channel, common, code, sent.redirect_uri, verifier, promised))

    def _wanted(self, common: CommonMembers) -> Wanted:
        own = tuple((name, str(getattr(self, name))) for name in _REQUEST_MEMBERS if getattr(self, name) is not None)
        return Wanted(
            further=(*common.authorization_request(self.takes), *own),
            redirect_uri=self.redirect_uri,
            listen=self.listen,
            ports=self.port,
            pkce=self.pkce,
            response_mode=self.response_mode or "",
            par=self.par or None,
            seconds=self.login_timeout,
        )

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


GRANT = AuthorizationCode
