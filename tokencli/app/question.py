"""A question about a token, put to one endpoint of its server: the order of events that all such verbs share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.find_server import find_server
from tokencli.app.get_token import back_channel, resolved, warn_of_literals
from tokencli.app.results import Run
from tokencli.app.wiring import shown_settings
from tokencli.errors import UsageProblem
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.parameter import fill, parameters_of
from tokencli.oauth.server import Server
from tokencli.runtime.dry_run import first_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.wiring import Wiring
    from tokencli.diagnosis.classify import Ended
    from tokencli.oauth.back_channel import Authenticates, BackChannel
    from tokencli.oauth.flow import Flow
    from tokencli.settings.resolve import Settings
    from tokencli.wire.form import Members
    from tokencli.wire.message import Request


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be asked.

    Attributes:
        endpoints: The endpoints it needs, by their metadata names; when all are given, nothing is discovered.
        authentication: How the client shows who it is, once the server is known.
        flow: The steps; they get the way to the server and the members of the form.
        own: The members that the question itself puts there, before those that the person asked for.
    """

    endpoints: tuple[str, ...]
    authentication: Callable[[Server], Authenticates]
    flow: Callable[[BackChannel, Members], Flow[Ended]]
    own: Members = ()


def about(token: str, settings: Settings) -> Members:
    """The members that say which token is meant (RFC 7662 section 2.1, RFC 7009 section 2.1).

    Args:
        token: The token.
        settings: The settings of the run.
    """
    # token is REQUIRED, token_type_hint is OPTIONAL.
    hint = settings.get("token_type_hint")
    return (("token", token), *((("token_type_hint", hint),) if hint else ()))


def ask(question: Question, settings: Settings, wiring: Wiring) -> Run:
    """Asks, and says how it ended.

    Args:
        question: The question.
        settings: The settings of the run.
        wiring: The parts of the run.

    Raises:
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    server = find_server(settings, question.endpoints, wiring)
    if not isinstance(server, Server):
        return _run(server, settings, wiring)
    wiring.metadata = server.metadata
    return _run(wiring.perform(_flow(question, server, settings, wiring)), settings, wiring)


def _run(ended: Ended, settings: Settings, wiring: Wiring) -> Run:
    shown = shown_settings(settings, wiring.redactor())
    return Run(ended, tuple(wiring.recorder.exchanges), wiring.metadata, shown, bool(settings.get("strict")))


def dry_ask(question: Question, settings: Settings, wiring: Wiring) -> Request:
    """The request that `ask` would send, to the last octet. Arguments and errors as there."""
    server = find_server(settings, question.endpoints, wiring, offline=True)
    if not isinstance(server, Server):
        raise UsageProblem("the metadata in the cache cannot be used", "look at it with: tokencli discover")
    return first_request(_flow(question, server, settings, wiring), wiring.remark)


def _flow(question: Question, server: Server, settings: Settings, wiring: Wiring) -> Flow[Ended]:
    server.endpoint(question.endpoints[0])  # so that a missing endpoint is said before anybody is asked for a password
    warn_of_literals(settings, wiring)
    common = fill(CommonMembers, resolved(parameters_of(CommonMembers), settings, wiring))
    channel = back_channel(server, settings, wiring, question.authentication(server), common)
    return question.flow(channel, common.token_request(question.own, frozenset()))
