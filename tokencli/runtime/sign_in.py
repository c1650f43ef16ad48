"""One sign-in in a browser: the listener, the browser, and pasting, put together."""

from __future__ import annotations

import queue
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.errors import PersonNeeded
from tokencli.runtime.browser import open_url
from tokencli.runtime.loopback import Loopback
from tokencli.runtime.paste import read_pasted

if TYPE_CHECKING:
    from tokencli.oauth.flow import AwaitResponse, Listen, OpenBrowser
    from tokencli.runtime.terminal import Terminal
    from tokencli.wire.form import Members


@dataclass
class SignIn:
    """What happens between an authorization request and its answer.

    Attributes:
        terminal: The person's side.
        no_input: Whether no browser may be opened and nobody may be asked.
        no_browser: Whether the person opens the browser.
        callback_cert: The PEM file of certificate and key for an https redirect URI.
    """

    terminal: Terminal
    no_input: bool = False
    no_browser: bool = False
    callback_cert: str | None = None
    _loopback: Loopback = field(default_factory=Loopback)

    def listen(self, step: Listen) -> int:
        """Binds a port for the answer."""
        self._refuse_without_person()
        self._loopback.cert = self.callback_cert
        return self._loopback.listen(step)

    def open_browser(self, step: OpenBrowser) -> None:
        """Opens the browser; the URL is shown in any case."""
        self._refuse_without_person()
        opened = not self.no_browser and open_url(step.url)
        self.terminal.show_authorization(step, opened=opened)

    def await_response(self, step: AwaitResponse) -> Members | None:
        """Waits for the answer at the listener or at the prompt; None when time is over."""
        self._loopback.judge = step.judge
        if sys.stdin.isatty():
            read_pasted(self._loopback.take, self.terminal.note)
        try:
            with self.terminal.busy("waiting for the browser"):
                return self._loopback.answers.get(timeout=step.seconds)
        except queue.Empty:
            return None
        finally:
            self._loopback.close()

    def _refuse_without_person(self) -> None:
        if self.no_input:
            raise PersonNeeded(
                "a person must sign in with a browser, and --no-input forbids to ask",
                "run it on a terminal without --no-input",
            )
