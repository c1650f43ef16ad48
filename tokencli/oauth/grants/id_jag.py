"""`id-jag`: the identity provider vouches for a person at another server, in two requests (draft Identity Assertion JWT Authorization Grant)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from tokencli.errors import UsageProblem
from tokencli.oauth.answer import Unreadable, Unrecognised
from tokencli.oauth.assertion.id_jag import Receiver, check_id_jag, odd_id_jag
from tokencli.oauth.client_auth import choose_method, load_method
from tokencli.oauth.endpoints.discovery import Metadata, discover
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.exchanged import exchanged_token
from tokencli.oauth.identifiers import ID_JAG_PROFILE, ID_JAG_TYPE, JWT_BEARER, TOKEN_EXCHANGE, token_type_uri
from tokencli.oauth.not_handed_on import NotHandedOn
from tokencli.oauth.parameter import Kind, fill, parameter
from tokencli.oauth.remark import Remark
from tokencli.oauth.server import Server
from tokencli.oauth.token_request import request_tokens
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Deviation
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.form import Members

_SPEC = "draft-ietf-oauth-identity-assertion-authz-grant section 4"
_AT_IDP = ("none", "basic", "post", "private-key-jwt")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdJag:
    """A token of the person's sign-in is exchanged at the identity provider for an assertion, which the server trades for tokens."""

    registered: ClassVar[str] = ID_JAG_PROFILE
    summary: ClassVar[str] = "an identity provider vouches at another server"
    spec: ClassVar[str] = "RFC 8693 and RFC 7523 (draft ID-JAG)"
    takes: ClassVar[frozenset[str]] = frozenset(
        {"scope", "resource", "audience", "authorization_details", "auth_param"}
    )
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id app --client-secret env:APP_SECRET --idp-issuer https://idp.example"
        " --idp-client-id sso --idp-client-secret env:SSO_SECRET --subject-token env:ID_TOKEN --scope chat.read"
    )
    interactive: ClassVar[bool] = False
    spends: ClassVar[str] = ""

    subject_token: str = parameter(
        "reference to what the person's sign-in gave", spec=_SPEC, secret=True, metavar="REF"
    )
    subject_token_type: str = parameter(
        "its type: id_token, saml2, refresh_token, or a URI", spec=_SPEC, metavar="TYPE", default="id_token"
    )
    idp_issuer: str | None = parameter(
        "issuer of the identity provider; its metadata names the token endpoint",
        spec=_SPEC,
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    idp_token_endpoint: str | None = parameter(
        "token endpoint of the identity provider; wins over discovery",
        spec=_SPEC,
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    idp_client_id: str | None = parameter(
        "the client at the identity provider; default: the same as here", spec=_SPEC, metavar="ID", default=None
    )
    idp_client_secret: str | None = parameter(
        "reference to its secret there", spec=_SPEC, secret=True, metavar="REF", default=None
    )
    idp_key: bytes | None = parameter(
        "reference to its private key there", spec=_SPEC, secret=True, octets=True, metavar="REF", default=None
    )
    idp_auth_method: str | None = parameter(
        f"client authentication there: {', '.join(_AT_IDP)}; default: what is given implies",
        spec=_SPEC,
        metavar="METHOD",
        choices=_AT_IDP,
        default=None,
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - the clock decides nothing here
        """Nothing that would be sent all the same.

        Raises:
            UsageProblem: No identity provider is named, or nothing names the server to it.
        """
        if self.idp_issuer is None and self.idp_token_endpoint is None:
            raise UsageProblem("no identity provider is named", "give --idp-issuer or --idp-token-endpoint")
        return ()

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """The exchange at the identity provider, then the token request with what it gave; neither is repeated."""
        idp = yield from self._identity_provider(channel)
        if isinstance(idp, NoAnswer):
            return idp
        audience = _audience(channel, common)
        vouched = yield from request_tokens(self._channel(channel, idp), self._exchange(common, audience))
        if not isinstance(vouched, TokenSet):
            return vouched
        receiver = Receiver(audience, channel.client_id, channel.dpop.thumbprint if channel.dpop else "")
        checks = check_id_jag(vouched, receiver)
        told = tuple(odd_id_jag(vouched, receiver, channel.ambient.now()))
        odd = (*vouched.deviations, *told)
        kept = _not_handed_on(vouched, checks, odd, channel)
        if kept is not None:
            return kept
        # RFC 7523 section 2.1: the assertion is presented as a grant; what may be had stands in it.
        members = common.token_request((("grant_type", JWT_BEARER), ("assertion", vouched.access_token)), frozenset())
        reply = yield from request_tokens(
            channel, members, unrefreshed="RFC 7521 section 4.1", remarks=_remarks(checks, told)
        )
        return _with_deviations(reply, odd)

    def _identity_provider(self, channel: BackChannel) -> Flow[Server | NoAnswer]:
        endpoints = {"token_endpoint": self.idp_token_endpoint} if self.idp_token_endpoint else {}
        if self.idp_issuer is None or endpoints:
            return Server(self.idp_issuer or "", endpoints)
        found = yield from discover(self.idp_issuer, channel.user_agent)
        if isinstance(found, Metadata):
            return Server(str(found.members["issuer"]), {}, found.members)
        if isinstance(found, NoAnswer):
            return found
        raise UsageProblem(
            f"there is no usable metadata of the identity provider {self.idp_issuer}",
            f"look at it with: tokencli discover {self.idp_issuer}   or give --idp-token-endpoint",
        )

    def _channel(self, channel: BackChannel, idp: Server) -> BackChannel:
        client_id = self.idp_client_id or channel.client_id
        values = {"client_id": client_id, "client_secret": self.idp_client_secret, "key": self.idp_key}
        given = {name for name, value in values.items() if value}
        named = self.idp_auth_method
        method = load_method(named, given) if named else choose_method(given, idp.auth_methods)
        authentication = fill(method, values)
        authentication.remarks(idp)  # refuses a key that can do nothing the identity provider takes
        return replace(
            channel,
            server=idp,
            authentication=authentication,
            extra_headers=(),  # what a person says of one server is not for another
            client_id=client_id,
            client_secret=self.idp_client_secret or "",
        )

    def _exchange(self, common: CommonMembers, audience: str) -> Members:
        return (
            ("grant_type", TOKEN_EXCHANGE),
            ("requested_token_type", ID_JAG_TYPE),
            ("subject_token", exchanged_token(self.subject_token, self.subject_token_type)),
            ("subject_token_type", token_type_uri(self.subject_token_type)),
            *((name, value) for name, value in common.authorization_request(self.takes) if name != "audience"),
            ("audience", audience),
        )


def _audience(channel: BackChannel, common: CommonMembers) -> str:
    # The draft, section 4.3: audience is REQUIRED, the issuer identifier of the resource authorization server.
    audience = common.audience[0] if common.audience else channel.server.issuer
    if not audience:
        raise UsageProblem(
            "nothing names the server to the identity provider", "give --issuer, or --audience with its issuer"
        )
    return audience


def _not_handed_on(
    vouched: TokenSet, checks: tuple[Check, ...], odd: tuple[Deviation, ...], channel: BackChannel
) -> NotHandedOn | Unrecognised | None:
    """Why what the identity provider issued stays here; None when it may be handed on."""
    # RFC 8693 section 2.2.1: issued_token_type tells what came. What is no assertion for that server, such as an access token
    # for another, would be given away there.
    if not channel.override and not all(one.passed for one in checks):
        return NotHandedOn(
            f"what the identity provider issued for {channel.server.issuer or 'the server'}",
            "have the identity provider issue an ID-JAG for that server, or add --override to send it all the same",
            checks,
            odd,
        )
    if channel.strict and odd:
        told = "; ".join(f"{one.what} ({one.spec})" for one in odd)
        detail = f"what the identity provider answered strays, and is not sent on: {told}"
        return Unrecognised(Unreadable.OTHER, detail, vouched.response, None, odd)
    return None


def _remarks(checks: tuple[Check, ...], odd: tuple[Deviation, ...]) -> tuple[Remark, ...]:
    failed = (
        Remark(f"{one.name} of the assertion: expected {one.expected}, found {one.actual}", one.spec)
        for one in checks
        if not one.passed
    )
    return (*failed, *(Remark(one.what, one.spec) for one in odd))


def _with_deviations(reply: Outcome, odd: tuple[Deviation, ...]) -> Outcome:
    if isinstance(reply, TokenSet | ErrorResponse):
        return replace(reply, deviations=(*odd, *reply.deviations))
    return reply


GRANT = IdJag
