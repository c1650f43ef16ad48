"""The authorization response, checked in the order that keeps attackers out (RFC 6749 section 4.1.2, RFC 9207)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.authorization.request import Sent
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True)
class Granted:
    """The response is genuine and carries a code.

    Attributes:
        code: The code.
        members: Every member of the response.
    """

    code: str
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuthorizationRefused:
    """The response is genuine and the server, or the person, said no.

    Attributes:
        error: The code as written.
        description: The server's own words, or an empty text.
        members: Every member of the response.
    """

    error: str
    description: str
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotGenuine:
    """The response is not an answer to this request; nothing of it may be used or shown.

    Attributes:
        check: The check that failed, in kebab-case: `state`, `iss`, `duplicate-member`, `code-missing`.
        what: What is wrong, in one sentence without its full stop.
        spec: The section that demands the check.
    """

    check: str
    what: str
    spec: str


def check_response(sent: Sent, members: Members) -> Granted | AuthorizationRefused | NotGenuine:
    """Checks a response against the request it should answer.

    Args:
        sent: What the request promised.
        members: The members of the response in the order received.
    """
    names = [name for name, _ in members]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        # RFC 6749 section 3.1: response parameters MUST NOT be included more than once.
        return NotGenuine("duplicate-member", f"the response has {twice} twice", "RFC 6749 section 3.1")
    got = dict(members)
    return _check_state(sent, got) or _check_issuer(sent, got) or _outcome(got)


def _check_state(sent: Sent, got: Mapping[str, str]) -> NotGenuine | None:
    # RFC 6749 section 4.1.2: state is REQUIRED if it was present in the request, with the exact value received from the client.
    state = got.get("state")
    if state is None:
        return NotGenuine("state", "the response has no state", "RFC 6749 section 4.1.2")
    if not hmac.compare_digest(state.encode(), sent.state.encode()):
        return NotGenuine("state", "the state of the response is not the one that was sent", "RFC 6749 section 10.12")
    return None


def _check_issuer(sent: Sent, got: Mapping[str, str]) -> NotGenuine | None:
    issuer = got.get("iss")
    if issuer is None:
        # RFC 9207 section 2.4: clients MUST reject responses without iss from servers that indicate support for it.
        if sent.iss_expected:
            return NotGenuine(
                "iss", "the metadata promises iss in every response, and this one has none", "RFC 9207 section 2.4"
            )
        return None
    # RFC 9207 section 2.4: clients MUST compare the result to the issuer identifier by simple string comparison; if the value
    # does not match, clients MUST reject the response and MUST NOT proceed.
    if sent.issuer and issuer != sent.issuer:
        return NotGenuine("iss", f"the response comes from {issuer}, not from {sent.issuer}", "RFC 9207 section 2.4")
    return None


def _outcome(got: Mapping[str, str]) -> Granted | AuthorizationRefused | NotGenuine:
    if "error" in got:
        return AuthorizationRefused(got["error"], got.get("error_description", ""), got)
    code = got.get("code", "")
    if not code:
        return NotGenuine("code-missing", "the response carries neither a code nor an error", "RFC 6749 section 4.1.2")
    return Granted(code, got)
