"""How a flow can end: tokens, some that were for another server, a refusal, an answer that is neither, no answer, or a person who did not act yet."""

from __future__ import annotations

from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.authorization.response import AuthorizationRefused, NotGenuine
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.not_handed_on import NotHandedOn
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer

Outcome = (
    TokenSet
    | HandedOut
    | NotHandedOn
    | ErrorResponse
    | Unrecognised
    | NoAnswer
    | TimedOut
    | AuthorizationRefused
    | NotGenuine
)
