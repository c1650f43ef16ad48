"""A token that is needed no more, ended at its server (RFC 7009)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.get_token import client_authentication
from tokencli.app.question import Question, about
from tokencli.oauth.endpoints.revocation import ENDPOINT, revoke_token

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


def revocation(token: str, settings: Settings, wiring: Wiring) -> Question:
    """The request to end a token.

    Args:
        token: The token.
        settings: The settings of the run.
        wiring: The parts of the run.
    """
    return Question(
        (ENDPOINT,),
        lambda server: client_authentication(server, settings, wiring),
        revoke_token,
        about(token, settings),
    )
