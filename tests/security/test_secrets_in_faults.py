"""A fault of ours: what went wrong is told by its kind and its place, never by its words."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.security.canary import files_below, leaked
from tests.security.planting import plant
from tokencli.runtime.secrets import Secrets
from tokencli.runtime.transport import Transport

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command

PLACES = {
    "sending": "tokencli.runtime.transport.Transport.send",
    "judging": "tokencli.oauth.token_request.read_token_reply",
    "rendering": "tokencli.render.json.run_document",
    "redacting": "tokencli.wire.redaction.Redactor.request",
    "saving": "tokencli.app.save_trace.write_trace",
    "finding": "tokencli.diagnosis.engine.find",
    "settings": "tokencli.settings.resolve.resolve",
}


class Panic(BaseException):
    """As a library in another language ends when it finds itself at a loss."""


@pytest.mark.parametrize("kind", [Panic, RuntimeError, KeyError, UnicodeError, AssertionError, ValueError])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_fault_tells_its_place_and_no_secret(
    place: str,
    kind: type[BaseException],
    cli: Command,
    server: MisbehavingServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planted = plant("token-exchange", tmp_path)
    everything = " ".join(one.secret for one in planted.all)

    def fail(*_: object, **__: object) -> None:
        secret_in_a_frame = everything
        raise kind(secret_in_a_frame)

    monkeypatch.setattr(place, fail)
    server.behave()
    server.behaviours = [lambda line: line.send(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    words = (
        "--token-endpoint",
        server.url(),
        *planted.words,
        "-vv",
        "--trace",
        str(cli.home / "run.json"),
        "-o",
        "json",
    )
    done = cli("fetch", "token-exchange", *words, env=planted.env)
    assert done.code == 1
    assert kind.__name__ in done.err
    assert "please report" in done.err
    assert "Traceback" not in done.err
    assert leaked(done.out + done.err, planted.all) == []
    assert [found for _, text in files_below(cli.home) for found in leaked(text, planted.all)] == []


def test_an_interrupt_tells_nothing(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Transport, "send", interrupt)
    planted = plant("password", tmp_path)
    done = cli("fetch", "password", "--token-endpoint", "https://as.example/token", *planted.words, env=planted.env)
    assert done.code == 130
    assert leaked(done.out + done.err, planted.all) == []


def test_the_values_of_a_run_do_not_show_themselves() -> None:
    """What a debugger or a log would print of them."""
    from tokencli.settings.secret_reference import Scheme, SecretReference

    reference = SecretReference(Scheme.LITERAL, "hush-hush-1")
    assert "hush-hush-1" not in f"{reference} {reference!r} {[reference]} {{'a': {reference!r}}}"
    assert "hush-hush-1" not in repr(Secrets(str, print, environ={}, known={"hush-hush-1"}))


def test_no_thread_writes_a_traceback_of_its_own(
    cli: Command, server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    server.behave(lambda line: line.reset())
    cli(
        "fetch",
        "client-credentials",
        "--token-endpoint",
        server.url(),
        "--client-id",
        "a",
        "--retries",
        "0",
        "--timeout",
        "1s",
    )
    assert seen == []
