"""Asking what a token is and whom it speaks of, and checking what the server signed (RFC 9701, OpenID Connect Core section 5.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.jose.decrypt import CannotOpen
from tokencli.oauth.endpoints.introspection import Introspection, ask_introspection, read_introspection
from tokencli.oauth.endpoints.userinfo import ENDPOINT, SIGNED_MEDIA_TYPE, UserInfo, ask_userinfo, read_userinfo
from tokencli.oauth.issuer_keys import signature_of
from tokencli.oauth.tokens.check import not_opened
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from tokencli.oauth.answer import Unrecognised
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.resource_request import AccessToken, ResourceAnswer
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response


def introspect_token(
    channel: BackChannel, members: Members, *, signed: bool
) -> Flow[Introspection | ErrorResponse | Unrecognised | NoAnswer]:
    """Asks what a token is, and checks the answer where it is signed.

    Args:
        channel: The way to the server.
        members: The members of the form, `token` among them.
        signed: Whether a signed answer is wanted; then a plain one fails.
    """
    answer = yield from ask_introspection(channel, members, signed=signed)
    if isinstance(answer, NoAnswer):
        return answer
    try:
        found = read_introspection(_opened(channel, answer))
    except CannotOpen as problem:
        return Introspection({}, answer, checks=(not_opened(str(problem)),))
    if not isinstance(found, Introspection) or not (found.token or signed):
        return found
    return (yield from _checked_introspection(channel, found))


def _checked_introspection(channel: BackChannel, found: Introspection) -> Flow[Introspection]:
    from tokencli.oauth.tokens.signed_answer import check_signed_introspection, not_signed

    if not found.token:
        return replace(found, checks=(not_signed(),))
    signature = yield from signature_of(channel, found.token)
    issuer, client_id, now = channel.server.issuer, channel.client_id, channel.ambient.now()
    return replace(found, checks=check_signed_introspection(found.token, issuer, client_id, now, signature))


def fetch_userinfo(
    channel: BackChannel, token: AccessToken, subject: str | None
) -> Flow[UserInfo | ResourceAnswer | ErrorResponse | Unrecognised | NoAnswer]:
    """Asks who the person is, and checks the answer.

    Args:
        channel: The way to the server.
        token: The access token.
        subject: The `sub` of the ID token; None when there is none to compare with.
    """
    headers = (("Accept", f"application/json, {SIGNED_MEDIA_TYPE}"), ("User-Agent", channel.user_agent))
    url = channel.server.endpoint(ENDPOINT)
    answer = yield from ask_userinfo(url, token, (*headers, *channel.extra_headers), channel.ambient)
    if isinstance(answer, NoAnswer):
        return answer
    try:
        found = read_userinfo(replace(answer, response=_opened(channel, answer.response)))
    except CannotOpen as problem:
        return UserInfo({}, answer.response, checks=(not_opened(str(problem)),))
    return (yield from _checked_userinfo(channel, found, subject)) if isinstance(found, UserInfo) else found


def _opened(channel: BackChannel, answer: Response) -> Response:
    """An answer out of its encryption; what is inside may be signed or not (OpenID Connect Core section 5.3.2).

    Raises:
        CannotOpen: It stays closed.
    """
    if not answer.media_type.endswith("jwt"):
        return answer
    body = answer.body.decode("utf-8", "replace").strip()
    inside = channel.opener.open(body)
    if inside == body:
        return answer
    # RFC 7519 section 5.2: a nested JWT says so with cty; what is no JWT are the claims themselves.
    plain = inside.lstrip().startswith("{")
    headers = (("Content-Type", "application/json"),) if plain else answer.headers
    return replace(answer, headers=headers, body=inside.encode())


def _checked_userinfo(channel: BackChannel, found: UserInfo, subject: str | None) -> Flow[UserInfo]:
    from tokencli.oauth.tokens.signed_answer import check_signed_userinfo, check_subject

    checks = check_subject(found.members, subject)
    if found.token:
        signature = yield from signature_of(channel, found.token)
        signed = check_signed_userinfo(found.token, channel.server.issuer, channel.client_id, signature)
        checks = (*signed, *checks)
    return replace(found, checks=checks)
