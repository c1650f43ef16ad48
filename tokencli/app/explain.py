"""A saved run explained again, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.results import Run
from tokencli.diagnosis.evidence import Evidence
from tokencli.errors import UsageProblem
from tokencli.oauth.answer import Answer, Unreadable, Unrecognised, read_members
from tokencli.oauth.authorization.response import AuthorizationRefused
from tokencli.oauth.endpoints.backchannel_authentication import BackchannelAuthentication
from tokencli.oauth.endpoints.device_authorization import DeviceAuthorization
from tokencli.oauth.endpoints.discovery import IssuerMismatch, NotFound, issuer_of_metadata_url
from tokencli.oauth.endpoints.introspection import read_introspection
from tokencli.oauth.endpoints.revocation import read_revocation
from tokencli.oauth.endpoints.userinfo import read_userinfo
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.resource_request import read_resource_answer
from tokencli.wire.exchange import Purpose
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.trace import NotATrace, Trace, is_trace, read_trace

if TYPE_CHECKING:
    from tokencli.diagnosis.classify import Ended
    from tokencli.wire.message import Response

_HANDED_OUT = {
    DeviceAuthorization: "a device authorization",
    BackchannelAuthentication: "an acknowledgement with an auth_req_id",
}


def trace_in(text: bytes) -> Trace | None:
    """The trace that a text holds; None when it is something else.

    Raises:
        UsageProblem: It says that it is a trace, but cannot be read.
    """
    document = read_json(text)
    if not isinstance(document, JsonText) or not is_trace(document.value):
        return None
    try:
        return read_trace(document.value)
    except NotATrace as problem:
        raise UsageProblem(str(problem)) from None


def explain_trace(trace: Trace) -> Run:
    """A saved run as if it had just ended.

    Raises:
        UsageProblem: Nothing was sent in it.
    """
    evidence = Evidence(trace.exchanges, trace.metadata, trace.settings)
    if evidence.last is None:
        raise UsageProblem("the trace holds no exchange: the run ended before anything was sent")
    return Run(_ended(evidence), trace.exchanges, trace.metadata, trace.settings)


def _ended(evidence: Evidence) -> Ended:
    if evidence.no_answer is not None:
        return evidence.no_answer
    told = _told_besides_tokens(evidence)
    if told is not None:
        return told
    if evidence.reply is None and evidence.response is not None:
        return _ended_before_tokens(evidence, evidence.response)
    if isinstance(evidence.reply, ErrorResponse) and evidence.last and evidence.last.purpose is Purpose.AUTHORIZATION:
        return AuthorizationRefused(evidence.error, evidence.description, evidence.reply.members)
    if isinstance(evidence.reply, DeviceAuthorization | BackchannelAuthentication) and evidence.response is not None:
        return Unrecognised(
            Unreadable.OTHER,
            f"{_HANDED_OUT[type(evidence.reply)]}; the run ended before the token request",
            evidence.response,
        )
    if evidence.reply is None or isinstance(evidence.reply, DeviceAuthorization | BackchannelAuthentication):
        raise UsageProblem("the trace holds no answer")
    return evidence.reply


def _told_besides_tokens(evidence: Evidence) -> Ended | None:
    """What an endpoint said that gives no tokens; the checks of a signed answer are not made again."""
    if evidence.last is None or evidence.response is None:
        return None
    match evidence.last.purpose:
        case Purpose.INTROSPECTION:
            return read_introspection(evidence.response)
        case Purpose.REVOCATION:
            return read_revocation(evidence.response)
        case Purpose.USERINFO:
            return read_userinfo(read_resource_answer(evidence.response))
        case Purpose.RESOURCE:
            return read_resource_answer(evidence.response)
        case _:
            return None


def _ended_before_tokens(evidence: Evidence, response: Response) -> Ended:
    if evidence.last is None or evidence.last.purpose is Purpose.METADATA:
        return _metadata_ended(evidence, response)
    what = f"the answer to the {evidence.last.purpose.value.replace('_', ' ')} request"
    return Unrecognised(Unreadable.OTHER, f"{what}; the run ended before the token request", response)


def _metadata_ended(evidence: Evidence, response: Response) -> Ended:
    url = evidence.request.url if evidence.request else ""
    asked = issuer_of_metadata_url(url)
    document = read_members(response)
    if isinstance(document, Answer) and isinstance(document.members.get("issuer"), str):
        named = str(document.members["issuer"])
        if named.rstrip("/") != asked.rstrip("/"):
            return IssuerMismatch(url, asked, named)
        return Unrecognised(Unreadable.OTHER, "metadata; the run ended before the token request", response)
    return NotFound(asked, ((url, f"status {response.status}"),), response)
