"""One request to the token endpoint, the judgement of its answer, and the validation of the ID token in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tokencli.jose.decrypt import CannotOpen
from tokencli.oauth.dpop import TOKEN_TYPE
from tokencli.oauth.issuer_keys import can_verify, verifier_for
from tokencli.oauth.remark import Deviation
from tokencli.oauth.tokens.check import Check, not_opened
from tokencli.oauth.tokens.reply import Reply, read_token_reply
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer, Purpose
from tokencli.wire.http_date import read_http_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.remark import Remark
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True)
class Promised:
    """What the request before this one promised, for the ID token to agree with.

    Attributes:
        nonce: The nonce; empty when none was sent.
        max_age: The `max_age` in seconds; None when none was sent.
        code: The code; empty when there is none.
        state: The state; empty when there is none.
    """

    nonce: str = ""
    max_age: int | None = None
    code: str = ""
    state: str = ""


def request_tokens(
    channel: BackChannel,
    members: Members | Callable[[], Members],
    promised: Promised | None = None,
    *,
    repeatable: bool = False,
    unrefreshed: str = "",
    remarks: tuple[Remark, ...] = (),
) -> Flow[Reply | NoAnswer]:
    """Asks the token endpoint once, and validates the ID token where there is one.

    Args:
        channel: The way to the server.
        members: The members of the request, without the client's credentials, or what makes them for each try.
        promised: What an authorization request before it promised; None when there was none.
        repeatable: Whether nothing is spent by it, so that it may be sent again when the server was not ready.
        unrefreshed: The section by which no refresh token should come; empty where one may.
        remarks: What the server may not like about the members, seen only now.
    """
    answer = yield from channel.post("token_endpoint", members, Purpose.TOKEN, repeatable=repeatable, remarks=remarks)
    if isinstance(answer, NoAnswer):
        return answer
    reply = read_token_reply(answer, channel.ambient.now())
    if isinstance(reply, TokenSet) and reply.id_token:
        reply = yield from _validated(channel, reply, promised or Promised())
    if not isinstance(reply, TokenSet):
        return reply
    return held_to_key(channel, _without_refresh_token(reply, unrefreshed))


def _without_refresh_token(tokens: TokenSet, spec: str) -> TokenSet:
    # RFC 6749 section 4.4.3: a refresh token SHOULD NOT be included; the client can ask for a new token whenever it wants.
    if not spec or not tokens.refresh_token:
        return tokens
    odd = Deviation(
        "refresh-token-not-expected", "a refresh token came by a grant that can be used again instead", spec
    )
    return replace(tokens, deviations=(*tokens.deviations, odd))


def held_to_key(channel: BackChannel, tokens: TokenSet) -> TokenSet:
    """The tokens, with the check that fails when they were to be bound to a key and are not.

    Args:
        channel: The way to the server, which says whether there is a key.
        tokens: The tokens.
    """
    # RFC 9449 section 5: a token_type of "DPoP" MUST be included to signal that the access token was bound; if the client
    # requires that protection, it MUST discard the response when another comes. RFC 8693 section 2.2.1: N_A is no such token.
    if channel.dpop is None or tokens.token_type.lower() in {"dpop", "n_a"}:
        return tokens
    told = tokens.token_type or "missing"
    unbound = Check("token_type", passed=False, expected=TOKEN_TYPE, actual=told, spec="RFC 9449 section 5")
    return replace(tokens, checks=(*tokens.checks, unbound))


def _validated(channel: BackChannel, tokens: TokenSet, promised: Promised) -> Flow[TokenSet]:
    """The tokens with the checks of their ID token; without metadata there is nothing to check it against."""
    if not can_verify(channel):
        return tokens
    from tokencli.oauth.tokens.id_token import Expected, check_id_token

    try:
        # OpenID Connect Core section 3.1.3.7: if the ID Token is encrypted, decrypt it using the keys and algorithms
        # that the Client specified during Registration.
        id_token = channel.opener.open(tokens.id_token)
    except CannotOpen as problem:
        return replace(tokens, checks=(not_opened(str(problem)),))
    verify = yield from verifier_for(channel, id_token)
    expected = Expected(
        issuer=channel.server.issuer,
        client_id=channel.client_id,
        now=channel.ambient.now(),
        nonce=promised.nonce,
        max_age=promised.max_age,
        access_token=tokens.access_token,
        code=promised.code,
        state=promised.state,
        algorithms=channel.server.listed("id_token_signing_alg_values_supported"),
        clock_difference=clock_difference(tokens),
    )
    return replace(tokens, checks=check_id_token(id_token, expected, verify))


def clock_difference(tokens: TokenSet) -> float | None:
    """How far the server's clock is ahead of ours by its `Date` header, in seconds; None when it sent none."""
    moment = read_http_date(tokens.response.header("date") or "")
    return None if moment is None else moment - tokens.received_at
