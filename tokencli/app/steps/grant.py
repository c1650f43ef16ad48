"""The grant itself is run where that uses up nothing.

Means:
    Client credentials, token exchange and the start of a device flow can be tried as often as wanted. A code, a refresh token, an
    assertion or a password is not spent for a diagnosis.

Seen by:
    The very requests that `tokencli fetch` sends.

Do:
    Where it was not tried, run the command that is named, and give its trace to `tokencli explain`.

See:
    RFC 6749 section 4
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.app.get_token import run_at
from tokencli.app.inquiry import Step, failing, not_reached, verdict, words
from tokencli.app.looked import Looked
from tokencli.app.same_command import same_command
from tokencli.diagnosis.classify import Verdict
from tokencli.diagnosis.engine import find
from tokencli.diagnosis.finding import Confidence, Severity
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.identifiers import DEVICE_CODE
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.settings.origin import Origin, Setting, Source

if TYPE_CHECKING:
    from tokencli.app.inquiry import Inquiry
    from tokencli.app.results import Run
    from tokencli.settings.resolve import Settings

_DONE = frozenset({Verdict.DONE, Verdict.HANDED_OUT})
_OURS = Origin(Source.DEFAULT, "tokencli diagnose")


def look(inquiry: Inquiry) -> Step:
    """How the grant ends."""
    listed = inquiry.listed
    if listed is None:
        return not_reached("none is named")
    if inquiry.server is None or inquiry.client_accepted is False:
        return not_reached()
    if inquiry.grant_refused is not None:
        refused = inquiry.grant_refused
        return Step(failing(f"{refused.error}{words(refused)}", find(refused)), verdict(refused))
    if inquiry.run is None:
        grant = listed.load()
        command = f"{same_command(listed, inquiry.settings)} --trace run.json"
        spends = grant.spends or ("the device code" if inquiry.settings.get("device_code") else "")
        if spends:
            return Step(Looked(f"not tried: it would use up {spends}", there=False, command=command))
        if grant.interactive and inquiry.grant_type != DEVICE_CODE:
            return Step(Looked("not tried: somebody would have to act", there=False, command=command))
        inquiry.run = run_at(inquiry.server, listed, _settings(inquiry), inquiry.wiring)
    return _ended(inquiry.run)


def _settings(inquiry: Inquiry) -> Settings:
    if inquiry.grant_type != DEVICE_CODE:
        return inquiry.settings
    return inquiry.settings.with_value("no_wait", Setting(True, _OURS))  # noqa: FBT003 - the value of a flag


def _ended(run: Run) -> Step:
    if run.verdict in _DONE:
        remarks = (one for one in run.findings if one.confidence is not Confidence.RULED_OUT)
        return Step(Looked(_told(run), findings=tuple(replace(one, severity=Severity.WARNING) for one in remarks)))
    return Step(failing(_told(run), run.findings), run.verdict)


def _told(run: Run) -> str:
    if isinstance(run.ended, TokenSet) and run.tokens is not None:
        strays = len(run.deviations)
        return "a token came" + (f"; the answer strays from its specification in {strays} points" if strays else "")
    if run.handed_out is not None:
        return "the server hands out a code for a person; nobody was asked to use it"
    if isinstance(run.ended, ErrorResponse):
        return f"{run.ended.error}{f': {run.ended.description}' if run.ended.description else ''}"
    return run.verdict.value
