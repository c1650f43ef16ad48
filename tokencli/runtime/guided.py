"""`--step`: a stop before each request, where the person sees it, changes it, sends it or ends the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tokencli.errors import Cancelled
from tokencli.wire.editing import has_form, members_of, with_member, without_member
from tokencli.wire.message import build_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.oauth.flow import OpenBrowser, Send
    from tokencli.runtime.perform import Hands
    from tokencli.runtime.terminal import Terminal
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Request, Response
    from tokencli.wire.redaction import Redactor

CHOICES = "[Enter] send   NAME=VALUE set   -NAME leave out   q quit: "


@dataclass
class Guided:
    """Stands between a flow and the world, one step at a time.

    Attributes:
        hands: What can be done in the world.
        terminal: The person's side.
        redactor: Makes the redactor that knows every secret read so far.
    """

    hands: Hands
    terminal: Terminal
    redactor: Callable[[], Redactor]
    _count: int = 0

    def as_hands(self) -> Hands:
        """The same hands, which ask before they send."""
        return replace(self.hands, send=self._send, open_browser=self._open_browser)

    def _send(self, step: Send) -> Response | NoAnswer:
        request = self._agreed(step.request, f"{step.purpose.value.replace('_', ' ')} request")
        return self.hands.send(replace(step, request=request))

    def _open_browser(self, step: OpenBrowser) -> None:
        request = self._agreed(build_request("GET", step.url, ()), "authorization request, for the browser")
        self.hands.open_browser(replace(step, url=request.url))

    def _agreed(self, request: Request, title: str) -> Request:
        """The request as the person wants it sent.

        Raises:
            Cancelled: The person ended the run.
        """
        self._count += 1
        self._show(request, f"step {self._count}: {title}")
        while True:
            word = self.terminal.ask(CHOICES).strip()
            if not word:
                return request
            if word in {"q", "quit"}:
                raise Cancelled("you ended the run; the request was not sent")
            request = self._changed(request, word)
            self._show(request, "changed to")

    def _changed(self, request: Request, word: str) -> Request:
        name, equals, value = word.partition("=")
        if equals and name.strip():
            return with_member(request, name.strip(), value)
        name = word.removeprefix("-")
        if word.startswith("-") and name in dict(members_of(request)):
            return without_member(request, name)
        names = ", ".join(dict.fromkeys(name for name, _ in members_of(request))) or "none"
        self.terminal.note(f"{word!r} is none of these; the members are: {names}")
        return request

    def _show(self, request: Request, title: str) -> None:
        shown = self.redactor().request(request)
        members = members_of(shown)
        url = shown.url if has_form(shown) or not members else shown.url.partition("?")[0]
        wide = max((len(name) for name, _ in (*shown.headers, *members)), default=0)
        lines = [f"\n{title}", f"  {shown.method} {url}"]
        lines += [f"    {name:<{wide}}  {value}" for name, value in shown.headers]
        lines += ["", *(f"    {name:<{wide}}  {value}" for name, value in members)] if members else []
        self.terminal.text("\n".join(lines))
