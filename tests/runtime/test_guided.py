from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tokencli.errors import Cancelled
from tokencli.oauth.flow import OpenBrowser, Send
from tokencli.runtime.guided import Guided
from tokencli.runtime.perform import Hands
from tokencli.wire.editing import members_of
from tokencli.wire.exchange import Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, Request, Response, build_request
from tokencli.wire.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = build_request(
    "POST",
    "https://login.example/token",
    (("Content-Type", FORM_MEDIA_TYPE),),
    b"grant_type=x&scope=a&password=hush-hush-1",
)


class Person:
    """Somebody at the prompt, with their answers ready."""

    def __init__(self, *words: str) -> None:
        self.words: Iterator[str] = iter(words)
        self.seen = ""

    def ask(self, prompt: str) -> str:
        self.seen += prompt
        return next(self.words)

    def text(self, text: str) -> None:
        self.seen += text

    note = text


def guided(person: Person) -> tuple[Hands, list[Any]]:
    done: list[Any] = []

    def send(step: Send) -> Response:
        done.append(step.request)
        return Response(200)

    def nothing(step: Any) -> Any:
        done.append(step)

    hands = Hands(send, *[nothing] * 8)
    return Guided(hands, person, Redactor).as_hands(), done  # type: ignore[arg-type]  # the two methods it needs


def sent(person: Person) -> Request:
    hands, done = guided(person)
    hands.send(Send(REQUEST, Purpose.TOKEN))
    request: Request = done[0]
    return request


def test_enter_sends_what_was_shown_and_secrets_are_not_shown() -> None:
    person = Person("")
    assert sent(person) == REQUEST
    assert "step 1: token request" in person.seen
    assert "hush-hush-1" not in person.seen
    assert "grant_type" in person.seen


def test_a_member_can_be_changed_added_and_left_out() -> None:
    request = sent(Person("scope=b c", "extra=1", "-password", ""))
    assert members_of(request) == (("grant_type", "x"), ("scope", "b c"), ("extra", "1"))
    assert request.header("content-length") == str(len(request.body))


def test_what_is_no_choice_is_said_with_the_members_there_are() -> None:
    person = Person("-nonsense", "what", "")
    assert sent(person) == REQUEST
    assert "the members are: grant_type, scope, password" in person.seen


def test_quitting_sends_nothing() -> None:
    hands, done = guided(Person("q"))
    with pytest.raises(Cancelled):
        hands.send(Send(REQUEST, Purpose.TOKEN))
    assert done == []


def test_the_browser_opens_the_request_as_it_was_changed() -> None:
    hands, done = guided(Person("prompt=login", ""))
    hands.open_browser(OpenBrowser("https://login.example/authorize?state=s", "http://127.0.0.1/cb", listens=True))
    assert done[0].url == "https://login.example/authorize?state=s&prompt=login"


def test_steps_are_counted_through_the_run() -> None:
    person = Person("", "")
    hands, _ = guided(person)
    hands.send(Send(REQUEST, Purpose.METADATA))
    hands.send(Send(REQUEST, Purpose.TOKEN))
    assert "step 2: token request" in person.seen
