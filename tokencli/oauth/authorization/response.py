"""The authorization response, checked in the order that keeps attackers out (RFC 6749 section 4.1.2, RFC 9207)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.oauth.authorization.response_type import hands_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.authorization.request import Sent
    from tokencli.oauth.tokens.check import Check
    from tokencli.wire.form import Members


@dataclass(frozen=True, slots=True)
class Granted:
    """The response is genuine and carries what was asked for.

    Attributes:
        members: Every member of the response.
    """

    members: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code; empty for a response type that brings none."""
        return self.members.get("code", "")

    @property
    def id_token(self) -> str:
        """The ID token that came through the browser; empty when none did."""
        return self.members.get("id_token", "")

    @property
    def access_token(self) -> str:
        """The access token that came through the browser; empty when none did."""
        return self.members.get("access_token", "")


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
        check: The check that failed, in kebab-case: `state`, `iss`, `duplicate-member`, `code-missing`, `jarm`, `id-token`.
        what: What is wrong, in one sentence without its full stop.
        spec: The section that demands the check.
        checks: What was checked of the JWT in it; empty where there is none.
    """

    check: str
    what: str
    spec: str
    checks: tuple[Check, ...] = ()


def check_response(sent: Sent, members: Members) -> Granted | AuthorizationRefused | NotGenuine:
    """Checks a response against the request it should answer.

    Args:
        sent: What the request promised.
        members: The members of the response in the order received; for a signed one those inside.
    """
    names = [name for name, _ in members]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        # RFC 6749 section 3.1: response parameters MUST NOT be included more than once.
        return NotGenuine("duplicate-member", f"the response has {twice} twice", "RFC 6749 section 3.1")
    got = dict(members)
    return _check_state(sent, got) or _check_issuer(sent, got) or _outcome(sent, got)


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


def _outcome(sent: Sent, got: Mapping[str, str]) -> Granted | AuthorizationRefused | NotGenuine:
    if "error" in got:
        return AuthorizationRefused(got["error"], got.get("error_description", ""), got)
    wanted = (("code", "code"), ("id_token", "id_token"), ("token", "access_token"))
    for artefact, name in wanted:
        if hands_out(sent.response_type, artefact) and not got.get(name):
            what = f"the response carries neither {_article(name)} nor an error"
            return NotGenuine(f"{name.replace('_', '-')}-missing", what, "RFC 6749 section 4.1.2")
    return Granted(got)


def _article(name: str) -> str:
    return "a code" if name == "code" else f"an {name.replace('id_token', 'ID token').replace('_', ' ')}"
