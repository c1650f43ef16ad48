"""The kind of an outcome, from which the exit code follows."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.authorization.response import AuthorizationRefused, NotGenuine
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound
from tokencli.oauth.endpoints.introspection import Introspection
from tokencli.oauth.endpoints.jwks import NoKeys
from tokencli.oauth.endpoints.protected_resource import ResourceMismatch
from tokencli.oauth.endpoints.revocation import Revoked
from tokencli.oauth.endpoints.userinfo import UserInfo
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.not_handed_on import NotHandedOn
from tokencli.oauth.outcome import Outcome
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.resource_request import ResourceAnswer
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer, NoAnswerReason

Told = Introspection | Revoked | UserInfo | ResourceAnswer  # what endpoints tell that give no tokens
Ended = Outcome | IssuerMismatch | ResourceMismatch | NotFound | NoKeys | Told

_TOO_MANY_REQUESTS = 429  # RFC 6585 section 4
_SERVER_FAILURE = 500
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_PROXY_AUTHENTICATION = 407


class Verdict(StrEnum):
    """How a run ended, seen by a script: configuration, sign-in, or try later."""

    DONE = "done"
    HANDED_OUT = "handed out"
    CONFIGURATION = "configuration"
    NOT_IN_TIME = "not in time"
    REFUSED = "refused"
    INVALID_REQUEST = "invalid request"
    INVALID_CLIENT = "invalid client"
    INVALID_GRANT = "invalid grant"
    UNAUTHORIZED_CLIENT = "unauthorized client"
    UNSUPPORTED = "unsupported"
    INVALID_SCOPE = "invalid scope"
    DENIED = "denied"
    NO_CONNECTION = "no connection"
    TLS = "tls"
    SERVER_FAILURE = "server failure"
    TOKEN_REFUSED = "token refused"  # noqa: S105 - words, no secret
    TOKEN_INVALID = "token invalid"  # noqa: S105 - words, no secret
    NOT_A_TOKEN_RESPONSE = "not a token response"  # noqa: S105 - a word, no secret


_BY_CODE = {
    "invalid_request": Verdict.INVALID_REQUEST,
    "invalid_client": Verdict.INVALID_CLIENT,
    "invalid_grant": Verdict.INVALID_GRANT,
    "unauthorized_client": Verdict.UNAUTHORIZED_CLIENT,
    "unsupported_grant_type": Verdict.UNSUPPORTED,
    "unsupported_response_type": Verdict.UNSUPPORTED,
    "invalid_scope": Verdict.INVALID_SCOPE,
    "invalid_target": Verdict.INVALID_SCOPE,
    "invalid_authorization_details": Verdict.INVALID_SCOPE,
    "access_denied": Verdict.DENIED,
    "consent_required": Verdict.DENIED,
    "login_required": Verdict.DENIED,
    "interaction_required": Verdict.DENIED,
    "insufficient_user_authentication": Verdict.DENIED,
    "expired_token": Verdict.NOT_IN_TIME,
    "server_error": Verdict.SERVER_FAILURE,
    "temporarily_unavailable": Verdict.SERVER_FAILURE,
}


def classify(ended: Ended) -> Verdict:
    """The kind of an outcome: 429 and 5xx whatever the body says, then the error as written, then 401, then the rest."""
    return _told(ended) if isinstance(ended, Told) else _run_for_tokens(ended)


def _run_for_tokens(ended: Outcome | IssuerMismatch | ResourceMismatch | NotFound | NoKeys) -> Verdict:  # noqa: C901 - one case for each way it can end
    match ended:
        case TokenSet():
            return Verdict.DONE if ended.valid else Verdict.TOKEN_INVALID
        case HandedOut():
            return Verdict.HANDED_OUT
        case NotGenuine() | NotHandedOn():
            return Verdict.TOKEN_INVALID
        case AuthorizationRefused():
            return _BY_CODE.get(ended.error, Verdict.REFUSED)
        case TimedOut():
            return Verdict.NOT_IN_TIME
        case IssuerMismatch() | ResourceMismatch():
            return Verdict.CONFIGURATION
        case NoAnswer():
            return _no_answer(ended)
        case ErrorResponse():
            return by_status(ended.response.status) or _BY_CODE.get(ended.error, Verdict.REFUSED)
        case Unrecognised():
            return _unrecognised(ended.response.status)
        case NotFound():
            return _unrecognised(ended.last.status)
        case NoKeys():
            return _no_keys(ended)
        case _:
            assert_never(ended)


def _no_answer(ended: NoAnswer) -> Verdict:
    return Verdict.TLS if ended.reason is NoAnswerReason.TLS else Verdict.NO_CONNECTION


def _no_keys(ended: NoKeys) -> Verdict:
    if isinstance(ended.answer, NoAnswer):
        return _no_answer(ended.answer)
    return Verdict.NOT_A_TOKEN_RESPONSE if ended.answer is None else _unrecognised(ended.answer.status)


def _told(ended: Told) -> Verdict:
    if isinstance(ended, ResourceAnswer):
        return _at_resource(ended)
    return Verdict.DONE if isinstance(ended, Revoked) or ended.valid else Verdict.TOKEN_INVALID


def _at_resource(answer: ResourceAnswer) -> Verdict:
    """401 speaks of the token, 403 of what it allows (RFC 9110 section 15.5); the body is the resource's own affair."""
    status = answer.response.status
    if not answer.refused:
        return Verdict.DONE
    if status == _UNAUTHORIZED:
        return Verdict.TOKEN_REFUSED
    return Verdict.DENIED if status == _FORBIDDEN else by_status(status) or Verdict.REFUSED


def by_status(status: int) -> Verdict | None:
    """How it ended, where the status alone tells that the server failed or was not reached, whatever the body says; else None."""
    if status == _PROXY_AUTHENTICATION:
        return Verdict.NO_CONNECTION
    return Verdict.SERVER_FAILURE if status == _TOO_MANY_REQUESTS or status >= _SERVER_FAILURE else None


def _unrecognised(status: int) -> Verdict:
    if status == _UNAUTHORIZED:
        return Verdict.INVALID_CLIENT
    return by_status(status) or Verdict.NOT_A_TOKEN_RESPONSE
