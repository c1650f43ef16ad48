"""A HAR file: every request for tokens in it, with the authorization request before it (HTTP Archive 1.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.captures.har import is_har, read_har
from tokencli.captures.purposes import purpose_of, readable
from tokencli.settings.importing.proposal import Draft
from tokencli.settings.importing.request import propose_authorization, propose_endpoint, propose_request
from tokencli.wire.exchange import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.settings.importing.proposal import Proposal
    from tokencli.wire.message import Request

_WITH_A_PERSON = {"authorization_code", "device_code"}


def recognise(text: str) -> bool:
    """Whether a text begins as a HAR file does."""
    return is_har(text)


def read(text: str, environment: Mapping[str, str]) -> tuple[Proposal, ...]:  # noqa: ARG001 - a HAR file names no variables
    """A proposal for each client, grant and way of asking; the first entry stands for all that are the same."""
    found: dict[object, Proposal] = {}
    for one in _proposals(text):
        found.setdefault(one.identity, one)
    return tuple(found.values())


def _proposals(text: str) -> Iterator[Proposal]:
    before: list[tuple[str, Request]] = []
    for place, sighting in read_har(iter([text])):
        request = sighting.request
        if request is None or not readable(request.url):
            continue
        purpose = purpose_of(request)
        if purpose is Purpose.TOKEN:
            yield _with_sign_in(place, request, before)
        elif purpose in {Purpose.AUTHORIZATION, Purpose.PUSHED_AUTHORIZATION, Purpose.DEVICE_AUTHORIZATION}:
            before.append((place, request))


def _with_sign_in(place: str, request: Request, before: list[tuple[str, Request]]) -> Proposal:
    """What a token request says, and what the requests before it say that a person took part in."""
    draft = Draft()
    propose_request(draft, request, place)
    if draft.text("grant") in _WITH_A_PERSON:
        for earlier, asked in reversed(before):
            if purpose_of(asked) is Purpose.DEVICE_AUTHORIZATION:
                propose_endpoint(draft, "device_authorization_endpoint", asked.url, earlier)
            elif draft.text("grant") == "authorization_code" and _client_of(asked) == draft.text("client_id"):
                propose_authorization(draft, asked, earlier)
    return draft.done(int(re.sub(r"\D", "", place)))


def _client_of(request: Request) -> str:
    draft = Draft()
    propose_authorization(draft, request, "")
    return draft.text("client_id")
