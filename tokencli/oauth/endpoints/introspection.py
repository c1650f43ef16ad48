"""The introspection endpoint: what a server knows of a token (RFC 7662), on demand signed (RFC 9701)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.remark import Deviation
from tokencli.wire.exchange import NoAnswer, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.error_response import ErrorResponse
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.form import Members
    from tokencli.wire.message import Response

ENDPOINT = "introspection_endpoint"
SIGNED_MEDIA_TYPE = "application/token-introspection+jwt"  # RFC 9701 section 4
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Introspection:
    """What the server says about a token.

    Attributes:
        members: Every member, unchanged; of a signed answer those under `token_introspection`.
        response: The response they stood in.
        token: The JWT of a signed answer; empty when the answer was plain.
        deviations: Where the answer strays from RFC 7662.
        checks: What was checked of a signed answer.
    """

    members: Mapping[str, Any]
    response: Response
    token: str = ""
    deviations: tuple[Deviation, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the token is good."""
        # RFC 7662 section 2.2: active is a boolean; whatever else a server writes there is no yes.
        return self.members.get("active") is True

    @property
    def valid(self) -> bool:
        """Whether no check failed."""
        return all(check.passed for check in self.checks)


def ask_introspection(channel: BackChannel, members: Members, *, signed: bool) -> Flow[Response | NoAnswer]:
    """Asks about a token; nothing is spent by it, so it may be asked again.

    Args:
        channel: The way to the server.
        members: The members of the form, `token` among them (RFC 7662 section 2.1).
        signed: Whether a signed answer is wanted.
    """
    # RFC 9701 section 4: a resource server requests a JWT by including the "Accept" header with this media type.
    accept = SIGNED_MEDIA_TYPE if signed else "application/json"
    return (yield from channel.post(ENDPOINT, members, Purpose.INTROSPECTION, repeatable=True, accept=accept))


def read_introspection(response: Response) -> Introspection | ErrorResponse | Unrecognised:
    """Judges an answer of the introspection endpoint; the signature of a signed one is not looked at here."""
    if response.media_type == SIGNED_MEDIA_TYPE and response.status in _SUCCESS:
        return read_signed_introspection(response.body.decode("utf-8", "replace").strip(), response)
    answer = read_members(response)
    if not isinstance(answer, Answer):
        return answer
    if response.status not in _SUCCESS:
        detail = f"status {response.status} with JSON that names no error"
        return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, answer.members, answer.deviations)
    return _introspection(answer.members, response, "", answer.deviations)


def read_signed_introspection(token: str, response: Response) -> Introspection | Unrecognised:
    """What a signed answer says (RFC 9701 section 5), unverified.

    Args:
        token: The JWT.
        response: The response it stood in.
    """
    try:
        claims = peek(token).claims or {}
    except NotAJwt as problem:
        return Unrecognised(Unreadable.OTHER, f"said to be a signed answer, but {problem}", response)
    members = claims.get("token_introspection")
    if not isinstance(members, dict):
        # RFC 9701 section 5: token_introspection is a JSON object with the members of RFC 7662 section 2.2.
        detail = "a signed answer without the claim token_introspection"
        return Unrecognised(Unreadable.MEMBER_MISSING, detail, response, claims)
    return _introspection(members, response, token, ())


def _introspection(
    members: Mapping[str, Any], response: Response, token: str, deviations: tuple[Deviation, ...]
) -> Introspection | Unrecognised:
    # RFC 7662 section 2.2: active is REQUIRED.
    if "active" not in members:
        return Unrecognised(Unreadable.MEMBER_MISSING, "JSON without active", response, members, deviations)
    if not isinstance(members["active"], bool):
        what = f"active is {members['active']!r}, not true or false; that is taken for no"
        deviations = (*deviations, Deviation("active-not-boolean", what, "RFC 7662 section 2.2"))
    return Introspection(members, response, token, deviations)
