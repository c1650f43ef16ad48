"""What `-v`, `--step` and `--trace` do, for every command that sends something."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings


def say_settings(settings: Settings, wiring: Wiring) -> None:
    """Says on stderr which settings were given, and where each came from."""
    from tokencli.app.wiring import shown_settings
    from tokencli.render.conversation import settings_lines

    wiring.terminal.text(settings_lines(shown_settings(settings, wiring.redactor())))


@contextmanager
def watching(settings: Settings, wiring: Callable[[], Wiring], options: dict[str, Any]) -> Iterator[None]:
    """The same for a command that may need no parts of a run: they are made only when somebody watches.

    Args:
        settings: The settings of the run.
        wiring: Makes its parts.
        options: The options of the command.
    """
    if not (options["verbose"] or options.get("step") or options.get("trace")):
        yield
        return
    with watched(settings, wiring(), options["verbose"]):
        yield


@contextmanager
def watched(settings: Settings, wiring: Wiring, verbosity: int) -> Iterator[None]:
    """Shows what happens inside as it happens, and saves it as a trace at its end, however it ends.

    Args:
        settings: The settings of the run.
        wiring: Its parts.
        verbosity: How often `-v` was given.

    Raises:
        UsageProblem: `--step` asks, and there is nobody to ask.
    """
    stepping = wiring.options.step
    if stepping and (wiring.options.no_input or not sys.stdin.isatty()):
        raise UsageProblem("--step asks at each request, and there is nobody to ask", "run it on a terminal")
    if verbosity or stepping:
        from tokencli.render.conversation import Conversation

        say_settings(settings, wiring)
        watcher = Conversation(wiring.terminal.text, wiring.redactor, 2 if stepping else verbosity, stepping)
        wiring.recorder.watchers = (watcher,)
    try:
        yield
    finally:
        _save_trace(settings, wiring)


def _save_trace(settings: Settings, wiring: Wiring) -> None:
    if wiring.options.trace_file is None:
        return
    from tokencli.app.save_trace import save_trace
    from tokencli.app.wiring import shown_settings

    save_trace(wiring.options.trace_file, wiring, shown_settings(settings, wiring.redactor()))
