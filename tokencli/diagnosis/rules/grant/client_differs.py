"""What is redeemed was issued to another client.

Means:
    A code, a refresh token or a device code belongs to the client that it was given to. Two configurations of one application,
    an environment mixed up, or a second registration of the same application make the two requests name different clients.

Seen by:
    A refused code, refresh token or device code that was captured where it was issued, to another `client_id`; or a server that
    says so.

Do:
    Use one client for both requests.

See:
    RFC 6749 section 4.1.3, RFC 6749 section 6
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.client_seen import read_client
from tokencli.diagnosis.difference import first_difference
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import OTHER_CLIENT, because, error_pointer, in_place, request_name, says
from tokencli.oauth.answer import Answer, read_members
from tokencli.wire import form
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_REDEEMED = {"code": "code", "refresh_token": "refresh token", "device_code": "device code"}
_GIVEN_BY_NAME = ("refresh_token", "device_code")


def look(evidence: Evidence) -> Iterator[Finding]:
    """Something of another client, refused."""
    redeemed = next((name for name in _REDEEMED if evidence.member(name)), "")
    if not evidence.in_question or evidence.client_refused or not redeemed:
        return
    client_id = evidence.client.client_id
    issued = next((one for one in _issued(evidence) if client_id and same(one[1], client_id) is False), None)
    said = says(evidence, OTHER_CLIENT)
    if issued is None and not said:
        return
    where, owner, sure = issued or ("", "", True)
    yield Finding(
        name="client-differs",
        confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        what=f"the {_REDEEMED[redeemed]} is redeemed by another client than the one it was issued to",
        # RFC 6749 section 4.1.3: the server MUST ensure that the authorization code was issued to the authenticated client.
        # RFC 6749 section 6: the refresh token is bound to the client to which it was issued.
        why=because(
            "a server takes it from the client it was issued to alone (RFC 6749 sections 4.1.3 and 6)", evidence
        ),
        help=f"use one client for both requests; it was issued to:  {owner}"
        if owner
        else "use one client for both requests",
        where=(
            *((Pointer(where, "client_id", owner),) if owner else (error_pointer(evidence),)),
            Pointer(
                request_name(evidence), "client_id", client_id, first_difference(owner, client_id) if owner else None
            ),
        ),
        see=("RFC 6749 section 4.1.3", "RFC 6749 section 6", "tokencli explain client-differs"),
    )


def _issued(evidence: Evidence) -> Iterator[tuple[str, str, bool]]:
    """Where what is redeemed was asked for, by which client, and whether it is surely this one."""
    sign_in = sign_in_of(evidence)
    if sign_in is not None and (asked := sign_in.asked("client_id")):
        yield sign_in.name, asked, sign_in.linked
    for name in _GIVEN_BY_NAME:
        value = evidence.member(name)
        for exchange in evidence.exchanges[:-1] if value else ():
            reply = read_members(exchange.response) if exchange.response else None
            members = form.decode(exchange.request.body.decode("utf-8", "replace"))
            client = read_client(exchange.request.header("authorization") or "", members)
            if isinstance(reply, Answer) and same(str(reply.members.get(name, "")), value or "") and client.client_id:
                yield in_place("earlier request", exchange), client.client_id, True
