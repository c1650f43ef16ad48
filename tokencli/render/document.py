"""A run as the JSON document that `--output json` prints and `--field` looks into."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.authorization.response import AuthorizationRefused, NotGenuine
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.render.human.wording import duration
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.wire.redaction import Redactor

_TOKENS = frozenset({"access_token", "refresh_token", "id_token"})


def run_document(run: Run, redactor: Redactor) -> dict[str, Any]:
    """The server's members unchanged at the top, ours under `tokencli`.

    A secret of the request that the server repeats in its answer is taken out; the tokens the format is for stay.
    """
    members = {
        name: value if name in _TOKENS and run.tokens else without_secrets(value, redactor)
        for name, value in _members(run).items()
    }
    return {**members, "tokencli": _ours(run, redactor)}


def without_secrets(value: Any, redactor: Redactor) -> Any:
    """A JSON value whose texts hold no known secret."""
    if isinstance(value, str):
        return redactor.text(value)
    if isinstance(value, list):
        return [without_secrets(one, redactor) for one in value]
    if isinstance(value, dict):
        return {name: without_secrets(one, redactor) for name, one in value.items()}
    return value


def _members(run: Run) -> dict[str, Any]:
    match run.ended:
        case TokenSet() if run.tokens is None:
            return {}
        case TokenSet() | ErrorResponse():
            return dict(run.ended.members)
        case AuthorizationRefused():
            return dict(run.ended.members)
        case Unrecognised():
            return dict(run.ended.members or {})
        case _:
            return {}


def _ours(run: Run, redactor: Redactor) -> dict[str, Any]:
    ours: dict[str, Any] = {"outcome": run.verdict.value}
    if run.tokens is not None:
        ours |= _times(run.tokens)
    if run.evidence.response is not None and not isinstance(run.ended, TimedOut):
        ours["http_status"] = run.evidence.response.status
    if run.tokens is None and not isinstance(run.ended, ErrorResponse | AuthorizationRefused):
        ours["problem"] = redactor.text(problem_text(run))
    ours["checks"] = [without_secrets(asdict(check), redactor) for check in run.checks]
    ours["deviations"] = [
        {"name": one.name, "what": redactor.text(one.what), "spec": one.spec} for one in run.deviations
    ]
    ours["findings"] = [without_secrets(finding.as_json(), redactor) for finding in run.findings]
    return ours


def _times(tokens: TokenSet) -> dict[str, Any]:
    expires_at = tokens.expires_at
    return {
        "received_at": int(tokens.received_at),
        "expires_at": None if expires_at is None else int(expires_at),
        "expires_at_utc": None
        if expires_at is None
        else datetime.fromtimestamp(expires_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "expires_in": tokens.expires_in,
    }


def problem_text(run: Run) -> str:
    """How a run without tokens ended, in one sentence without its full stop."""
    ended = run.ended
    match ended:
        case ErrorResponse():
            return f"the server refused: {ended.error}" + (f' ("{ended.description}")' if ended.description else "")
        case Unrecognised():
            said = (ended.detail, *ended.response.problems)
            return f"the answer is no token response: status {ended.response.status}, {'; '.join(said)}"
        case TokenSet() if run.tokens is None:
            return f"the ID token is not valid: {failed_checks(run)}"
        case NoAnswer():
            return no_answer_text(ended, _host(run))
        case NotGenuine():
            return f"the answer of the browser is not genuine: {ended.what} ({ended.spec})"
        case AuthorizationRefused():
            told = f' ("{ended.description}")' if ended.description else ""
            return f"the server refused at the authorization endpoint: {ended.error}{told}"
        case TimedOut():
            return f"nobody confirmed within {duration(ended.seconds)}"
        case IssuerMismatch():
            return f"the metadata names the issuer {ended.named}, not {ended.asked}"
        case NotFound():
            return f"no metadata was found for {ended.issuer}"
        case _:
            return "done"


def failed_checks(run: Run) -> str:
    """The checks that failed, in one clause each."""
    return "; ".join(f"{one.name}: expected {one.expected}, found {one.actual}" for one in run.checks if not one.passed)


def no_answer_text(no_answer: NoAnswer, host: str) -> str:
    """Why no answer came, in one sentence."""
    words = {
        "name": f"the name of {host} could not be looked up",
        "connect": f"no connection to {host}",
        "proxy": f"the proxy did not let us through to {host}",
        "tls": f"TLS with {host} failed",
        "timeout": f"{host} did not answer in time",
        "broken": f"the connection to {host} broke before a whole answer came",
    }
    sent = "; the request may have reached the server" if no_answer.sent else ""
    return f"{words[no_answer.reason.value]}: {no_answer.detail}{sent}"


def _host(run: Run) -> str:
    from tokencli.wire.message import host_header

    return host_header(run.evidence.request.url) if run.evidence.request else "the server"
