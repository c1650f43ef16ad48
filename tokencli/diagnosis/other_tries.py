"""What an earlier try of the same client shows about the one that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.assertions import read_earlier_assertions
from tokencli.diagnosis.evidence import NOT_THE_CLIENT, Evidence
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from tokencli.diagnosis.assertions import AssertionSeen
    from tokencli.diagnosis.client_seen import ClientSeen
    from tokencli.wire.exchange import Exchange


def client_accepted(evidence: Evidence) -> bool:
    """Whether the last answer shows that the server takes the client: it gave tokens, or found fault with something else."""
    # RFC 6749 section 4.1.3 and elsewhere: the server MUST authenticate the client, and then looks at the grant.
    return not evidence.client_refused and (isinstance(evidence.reply, TokenSet) or evidence.error in NOT_THE_CLIENT)


def accepted_ways(evidence: Evidence) -> tuple[ClientSeen, ...]:
    """How the same client with the same secret was accepted in other exchanges at the same place."""
    mine, last = evidence.client, evidence.last
    if last is None or not evidence.client_refused or mine.secret is None:
        return ()
    alone = (_alone(one, evidence) for one in evidence.exchanges if one is not last and _same_place(one, last))
    ways = (one.client for one in alone if client_accepted(one))
    return tuple(one for one in ways if one != mine and _same_client(one, mine))


def accepted_audience(evidence: Evidence, refused: AssertionSeen) -> str:
    """The audience for which the same client's assertion was accepted before; empty when there was none.

    Args:
        evidence: The exchanges; the last one was refused.
        refused: The client's assertion in it.
    """
    for exchange, seen in read_earlier_assertions(evidence):
        other = [one for one in seen.audiences if one not in refused.audiences]
        if other and _same_assertion(seen, refused) and client_accepted(_alone(exchange, evidence)):
            return other[0]
    return ""


def _same_assertion(one: AssertionSeen, other: AssertionSeen) -> bool:
    """Whether two assertions of a client differ in nothing but their audience and their times."""
    return (one.member, one.header, one.claims.get("sub")) == (other.member, other.header, other.claims.get("sub"))


def _alone(exchange: Exchange, evidence: Evidence) -> Evidence:
    return Evidence((exchange,), evidence.metadata, evidence.settings, evidence.secrets)


def _same_place(one: Exchange, other: Exchange) -> bool:
    return one.purpose is Purpose.TOKEN and one.request.url == other.request.url


def _same_client(one: ClientSeen, other: ClientSeen) -> bool:
    # Sent without form-encoding, a secret means something else to whoever decodes it; it is the same secret all the same.
    known = {one.secret, one.raw_secret} & {other.secret, other.raw_secret}
    return one.client_id == other.client_id and bool(known - {None})
