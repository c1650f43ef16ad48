"""One sign-in in a browser: the listener, the browser, and pasting, put together."""

from __future__ import annotations

import queue
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.errors import PersonNeeded
from tokencli.runtime.browser import open_url
from tokencli.runtime.loopback import Loopback
from tokencli.runtime.paste import long_lines, read_pasted
from tokencli.wire.exchange import Exchange, Purpose
from tokencli.wire.message import build_request

if TYPE_CHECKING:
    from tokencli.oauth.flow import AwaitResponse, Listen, OpenBrowser
    from tokencli.runtime.recorder import Recorder
    from tokencli.runtime.terminal import Terminal
    from tokencli.wire.message import Response


@dataclass
class SignIn:
    """What happens between an authorization request and its answer.

    Attributes:
        terminal: The person's side.
        recorder: Keeps what the browser asked and was answered.
        no_input: Whether no browser may be opened and nobody may be asked.
        no_browser: Whether the person opens the browser.
        callback_cert: The PEM file of certificate and key for an https redirect URI.
    """

    terminal: Terminal
    recorder: Recorder
    no_input: bool = False
    no_browser: bool = False
    callback_cert: str | None = None
    _loopback: Loopback = field(default_factory=Loopback)
    _opened: tuple[str, float, float] = ("", 0.0, 0.0)

    def listen(self, step: Listen) -> int:
        """Binds a port for the answer."""
        self._refuse_without_person()
        self._loopback.cert = self.callback_cert
        return self._loopback.listen(step)

    def open_browser(self, step: OpenBrowser) -> None:
        """Opens the browser; the URL is shown in any case."""
        self._refuse_without_person()
        if not step.listens and not sys.stdin.isatty():
            raise PersonNeeded(
                f"the browser is sent to {step.redirect_uri}, not to this machine, and there is no terminal to paste at",
                "run it on a terminal, or use a redirect URI on loopback",
            )
        self._opened = (step.url, self.recorder.ambient.now(), self.recorder.ambient.monotonic())
        opened = not self.no_browser and open_url(step.url)
        self.terminal.show_authorization(step, opened=opened)

    def await_response(self, step: AwaitResponse) -> Response | None:
        """Waits for the answer at the listener or at the prompt; None when time is over."""
        self._loopback.expect(step)
        with long_lines(sys.stdin) if sys.stdin.isatty() else nullcontext():
            if sys.stdin.isatty():
                read_pasted(step, self._loopback.take, self.terminal.note)
            try:
                with self.terminal.busy("waiting for the browser"):
                    delivery = self._loopback.answers.get(timeout=step.seconds)
            except queue.Empty:
                return None
            finally:
                self._loopback.close()
        self._keep(delivery)
        return delivery

    def _keep(self, delivery: Response) -> None:
        url, started_at, start = self._opened
        request = build_request("GET", url, ())
        seconds = self.recorder.ambient.monotonic() - start
        self.recorder.keep(Exchange(Purpose.AUTHORIZATION, request, delivery, started_at, seconds))

    def _refuse_without_person(self) -> None:
        if self.no_input:
            raise PersonNeeded(
                "a person must sign in with a browser, and --no-input forbids to ask",
                "run it on a terminal without --no-input",
            )
