"""Asking what a token is and whom it speaks of, and checking what the server signed (RFC 9701, OpenID Connect Core section 5.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.oauth.endpoints.introspection import Introspection, ask_introspection, read_introspection
from tokencli.oauth.endpoints.userinfo import ENDPOINT, SIGNED_MEDIA_TYPE, UserInfo, ask_userinfo
from tokencli.oauth.issuer_keys import signature_of
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from tokencli.oauth.answer import Unrecognised
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.resource_request import AccessToken, ResourceAnswer
    from tokencli.wire.form import Members


def introspect_token(
    channel: BackChannel, token: str, hint: str | None, further: Members, *, signed: bool
) -> Flow[Introspection | ErrorResponse | Unrecognised | NoAnswer]:
    """Asks what a token is, and checks the answer where it is signed.

    Args:
        channel: The way to the server.
        token: The token.
        hint: `token_type_hint`, or None.
        further: What else the person wants in the form.
        signed: Whether a signed answer is wanted; then a plain one fails.
    """
    answer = yield from ask_introspection(channel, token, hint, further, signed=signed)
    if isinstance(answer, NoAnswer):
        return answer
    found = read_introspection(answer)
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
) -> Flow[UserInfo | ResourceAnswer | Unrecognised | NoAnswer]:
    """Asks who the person is, and checks the answer.

    Args:
        channel: The way to the server.
        token: The access token.
        subject: The `sub` of the ID token; None when there is none to compare with.
    """
    headers = (("Accept", f"application/json, {SIGNED_MEDIA_TYPE}"), ("User-Agent", channel.user_agent))
    url = channel.server.endpoint(ENDPOINT)
    found = yield from ask_userinfo(url, token, (*headers, *channel.extra_headers), channel.ambient)
    return (yield from _checked_userinfo(channel, found, subject)) if isinstance(found, UserInfo) else found


def _checked_userinfo(channel: BackChannel, found: UserInfo, subject: str | None) -> Flow[UserInfo]:
    from tokencli.oauth.tokens.signed_answer import check_signed_userinfo, check_subject

    checks = check_subject(found.members, subject)
    if found.token:
        signature = yield from signature_of(channel, found.token)
        signed = check_signed_userinfo(found.token, channel.server.issuer, channel.client_id, signature)
        checks = (*signed, *checks)
    return replace(found, checks=checks)
