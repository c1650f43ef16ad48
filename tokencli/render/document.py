"""A run as the JSON document that `--output json` prints and `--field` looks into."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.classify import Told, Verdict
from tokencli.diagnosis.times import duration
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.authorization.response import AuthorizationRefused, NotGenuine
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound
from tokencli.oauth.endpoints.introspection import Introspection
from tokencli.oauth.endpoints.jwks import NoKeys
from tokencli.oauth.endpoints.protected_resource import ResourceMismatch
from tokencli.oauth.endpoints.userinfo import UserInfo
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.handed_out import HandedOut
from tokencli.oauth.not_handed_on import NotHandedOn
from tokencli.oauth.polling import TimedOut
from tokencli.oauth.resource_request import ResourceAnswer
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.wire.exchange import NoAnswer

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.oauth.outcome import Outcome
    from tokencli.wire.redaction import Redactor

_SAYS_ITSELF = ErrorResponse | AuthorizationRefused | HandedOut
_TOKENS = frozenset({"access_token", "refresh_token", "id_token"})


def run_document(run: Run, redactor: Redactor) -> dict[str, Any]:
    """The server's members unchanged at the top, ours under `tokencli`.

    A secret of the request that the server repeats in its answer is taken out; the tokens the format is for stay.
    """
    members = {
        redactor.text(name): value if (name in _TOKENS and run.tokens) or run.handed_out else redactor.json_value(value)
        for name, value in _members(run).items()
    }
    return {**members, "tokencli": _ours(run, redactor)}


def _members(run: Run) -> dict[str, Any]:
    match run.ended:
        case TokenSet() if run.tokens is None:
            return {}
        case TokenSet() | ErrorResponse() | HandedOut():
            return dict(run.ended.members)
        case Introspection() | UserInfo():
            return dict(run.ended.members) if run.answer else {}
        case AuthorizationRefused():
            return dict(run.ended.members)
        case Unrecognised():
            return dict(run.ended.members or {})
        case _:
            return {}


def _ours(run: Run, redactor: Redactor) -> dict[str, Any]:
    ours: dict[str, Any] = {"outcome": run.verdict.value}
    if run.tokens is not None:
        ours |= _times(run.tokens, run.now)
    if run.tokens is not None and run.dpop is not None:
        ours["dpop_jkt"] = run.dpop.thumbprint
    if run.handed_out is not None:
        ours |= _what_resume_needs(run.handed_out)
    if run.evidence.response is not None and not isinstance(run.ended, TimedOut):
        ours["http_status"] = run.evidence.response.status
    if run.tokens is None and run.answer is None and not isinstance(run.ended, _SAYS_ITSELF):
        ours["problem"] = redactor.text(problem_text(run))
    if run.command and run.verdict is Verdict.NOT_IN_TIME:
        ours["run"] = redactor.text(run.command)
    ours["checks"] = [redactor.json_value(asdict(check)) for check in run.checks]
    ours["deviations"] = [
        {"name": one.name, "what": redactor.text(one.what), "spec": one.spec} for one in run.deviations
    ]
    ours["findings"] = [redactor.json_value(finding.as_json()) for finding in run.findings]
    return ours


def _times(tokens: TokenSet, now: float | None) -> dict[str, Any]:
    expires_at = tokens.expires_at
    return {
        "received_at": int(tokens.received_at),
        "expires_at": None if expires_at is None else int(expires_at),
        "expires_at_utc": None if expires_at is None else utc(expires_at),
        "expires_in": tokens.expires_in if now is None or expires_at is None else max(0, int(expires_at - now)),
    }


def _what_resume_needs(handed: HandedOut) -> dict[str, Any]:
    return {
        "received_at": int(handed.received_at),
        "expires_at": int(handed.expires_at),
        "expires_at_utc": utc(handed.expires_at),
        "expires_in": int(handed.expires_at - handed.received_at),
        "interval": handed.interval,
        "token_endpoint": handed.token_endpoint,
        "client_id": handed.client_id,
    }


def utc(moment: float) -> str:
    """A moment as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def problem_text(run: Run) -> str:
    """How a run without tokens ended, in one sentence without its full stop."""
    ended = run.ended
    if isinstance(ended, NoKeys):
        return ended.why
    return _told_text(run, ended) if isinstance(ended, Told) else _without_tokens(run, ended)


def _without_tokens(run: Run, ended: Outcome | IssuerMismatch | ResourceMismatch | NotFound) -> str:  # noqa: C901 - one case for each way it can end
    match ended:
        case ErrorResponse():
            return f"the server refused: {ended.error}" + (f' ("{ended.description}")' if ended.description else "")
        case Unrecognised():
            said = (ended.detail, *ended.response.problems)
            return f"the answer is no token response: status {ended.response.status}, {'; '.join(said)}"
        case TokenSet() if run.tokens is None:
            return f"{_what_is_not_valid(run)}: {failed_checks(run)}"
        case NotHandedOn():
            return f"{ended.what} is not sent on: {failed_checks(run)}; {ended.help}"
        case NoAnswer():
            return no_answer_text(ended, _host(run))
        case NotGenuine():
            return f"the answer of the browser is not genuine: {ended.what} ({ended.spec})"
        case AuthorizationRefused():
            told = f' ("{ended.description}")' if ended.description else ""
            return f"the server refused at the authorization endpoint: {ended.error}{told}"
        case TimedOut():
            return _not_in_time(ended)
        case IssuerMismatch():
            return f"the metadata names the issuer {ended.named}, not {ended.asked}"
        case ResourceMismatch():
            return f"the metadata names the resource {ended.named}, not {ended.asked}"
        case NotFound():
            return f"no metadata was found for {ended.issuer}"
        case _:
            return "done"


def _not_in_time(ended: TimedOut) -> str:
    given = duration(max(1, round(ended.seconds)))
    if ended.ago:
        return f"the {given} to confirm ended {duration(max(1.0, ended.ago))} ago; nothing was asked"
    return f"nobody confirmed within {given}"


def _told_text(run: Run, told: Told) -> str:
    if isinstance(told, ResourceAnswer):
        return _at_resource(run, told)
    return "done" if run.answer is not None else f"the answer is not valid: {failed_checks(run)}"


def _at_resource(run: Run, answer: ResourceAnswer) -> str:
    refusal = run.evidence.refusal
    told = f", {refusal.error}" if refusal else ""
    words = f' ("{refusal.description}")' if refusal and refusal.description else ""
    return f"{_host(run)} answered with status {answer.response.status}{told}{words}"


def _what_is_not_valid(run: Run) -> str:
    unbound = any(one.name == "token_type" for one in run.checks if not one.passed)
    return "the server did not bind the token to the key" if unbound else "the ID token is not valid"


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
        "unseen": f"the answer of {host} is not shown",
        "broken": f"the connection to {host} broke before a whole answer came",
        "browser": f"the browser sent nothing to {host}, or kept its answer",
    }
    sent = "; the request may have reached the server" if no_answer.sent else ""
    return f"{words[no_answer.reason.value]}: {no_answer.detail}{sent}"


def _host(run: Run) -> str:
    from tokencli.wire.message import host_header

    return host_header(run.evidence.request.url) if run.evidence.request else "the server"
