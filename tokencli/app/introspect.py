"""What the server knows of a token (RFC 7662, RFC 9701)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.get_token import client_authentication
from tokencli.app.question import Question, about
from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.introspection import ENDPOINT
from tokencli.oauth.inspection import introspect_token

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


def introspection(token: str, settings: Settings, wiring: Wiring) -> Question:
    """The question what a token is.

    Args:
        token: The token.
        settings: The settings of the run.
        wiring: The parts of the run.

    Raises:
        UsageProblem: A signed answer is wanted, and it is not known whom it must be for.
    """
    signed = bool(settings.get("signed"))
    if signed and settings.get("client_id") is None:
        raise UsageProblem("a signed answer is made for one client, which is not known", "give --client-id")
    return Question(
        (ENDPOINT, "jwks_uri") if signed else (ENDPOINT,),
        lambda server: client_authentication(server, settings, wiring),
        lambda channel, members: introspect_token(channel, members, signed=signed),
        about(token, settings),
    )
