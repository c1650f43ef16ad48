"""Exit codes: a script can tell "try later" from "sign in" from "mend the configuration"."""

from __future__ import annotations

from enum import IntEnum

from tokencli.errors import Cancelled, LockNotGot, NotReached, PersonNeeded, PlatformFailed, StoreProblem, TokencliError


class ExitCode(IntEnum):
    """Every code there is."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    CANCELLED = 3
    PERSON_NEEDED = 4
    REFUSED = 10
    INVALID_REQUEST = 11
    INVALID_CLIENT = 12
    INVALID_GRANT = 13
    UNAUTHORIZED_CLIENT = 14
    UNSUPPORTED = 15
    INVALID_SCOPE = 16
    DENIED = 17
    NO_CONNECTION = 20
    TLS = 21
    SERVER_FAILURE = 22
    NOT_A_TOKEN_RESPONSE = 23
    TOKEN_INVALID = 40
    STORE = 50
    INTERRUPTED = 130


# By the value of a verdict, so that help and completion need not import the diagnosis.
_OF_VERDICT = {
    "done": ExitCode.DONE,
    "handed out": ExitCode.DONE,
    "configuration": ExitCode.USAGE,
    "not in time": ExitCode.CANCELLED,
    "refused": ExitCode.REFUSED,
    "invalid request": ExitCode.INVALID_REQUEST,
    "invalid client": ExitCode.INVALID_CLIENT,
    "invalid grant": ExitCode.INVALID_GRANT,
    "unauthorized client": ExitCode.UNAUTHORIZED_CLIENT,
    "unsupported": ExitCode.UNSUPPORTED,
    "invalid scope": ExitCode.INVALID_SCOPE,
    "denied": ExitCode.DENIED,
    "no connection": ExitCode.NO_CONNECTION,
    "tls": ExitCode.TLS,
    "server failure": ExitCode.SERVER_FAILURE,
    "token refused": ExitCode.INVALID_CLIENT,
    "token invalid": ExitCode.TOKEN_INVALID,
    "not a token response": ExitCode.NOT_A_TOKEN_RESPONSE,
}


def of_verdict(verdict: str) -> ExitCode:
    """The exit code of a verdict."""
    return _OF_VERDICT[verdict]


def of_error(error: TokencliError) -> ExitCode:
    """The exit code of one of our errors."""
    match error:
        case Cancelled():
            return ExitCode.CANCELLED
        case PersonNeeded():
            return ExitCode.PERSON_NEEDED
        case NotReached():
            return ExitCode.NO_CONNECTION
        case LockNotGot() | PlatformFailed():
            return ExitCode.SERVER_FAILURE
        case StoreProblem():
            return ExitCode.STORE
        case _:
            return ExitCode.USAGE
