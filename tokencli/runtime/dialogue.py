"""Questions to a person at the terminal: on stderr, checked, and asked again until the answer can be used."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tokencli.errors import Cancelled, UsageProblem
from tokencli.runtime.color import wants_color
from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tokencli.runtime.terminal import Terminal

T = TypeVar("T")

NARROWEST, WIDEST = 40, 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers.

    Attributes:
        value: The word for it, which may be typed.
        help: What it means.
    """

    value: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Asks one person.

    Attributes:
        terminal: The person's side.
    """

    terminal: Terminal

    def say(self, text: str, indent: str = "") -> None:
        """Says something, wrapped to the terminal, its lines kept."""
        self.terminal.text("\n".join(_filled(line, indent, indent) for line in text.split("\n")))

    def ask(self, question: str, check: Callable[[str], T], default: str = "") -> T:
        """Asks until the check accepts the answer.

        Args:
            question: The question, without a colon at its end.
            check: Reads the answer; raises `UsageProblem` with what is wrong with it.
            default: What an empty answer means, shown in brackets.

        Raises:
            Cancelled: The person ended the input.
        """
        self.terminal.text("")
        return self._until(question, check, default)

    def choose(self, question: str, choices: Sequence[Choice], default: str = "", also: Sequence[str] = ()) -> str:
        """Lets the person choose by number or word.

        Args:
            question: The question, without a colon at its end.
            choices: The answers.
            default: The word that an empty answer means; the first one when empty.
            also: Further words that are accepted and not shown.

        Raises:
            Cancelled: The person ended the input.
        """
        self.terminal.text(f"\n{question}")
        wide = max(len(one.value) for one in choices)
        for number, one in enumerate(choices, 1):
            start = f"  {number:>2}  {one.value:<{wide}}  "
            hanging = " " * min(len(start), _width() // 2)
            self.terminal.text(_filled(start + one.help, "", hanging))
        words = [one.value for one in choices]

        def chosen(answer: str) -> str:
            if answer in words or answer in also:
                return answer
            if answer.isascii() and answer.isdigit() and 1 <= int(answer[:6]) <= len(words):
                return words[int(answer[:6]) - 1]
            raise UsageProblem(f"{answer!r} is none of them; give a number from 1 to {len(words)}, or the word")

        return self._until("Number or word", chosen, default if default in words else words[0])

    def secret(self, question: str) -> str:
        """Asks for a secret, which is not shown while it is typed.

        Raises:
            Cancelled: The person ended the input.
        """
        from getpass import getpass

        while True:
            try:
                answer = getpass(f"{printable_line(question)}: ", stream=sys.stderr)
            except EOFError:
                raise _ended() from None
            if answer:
                return answer
            self.say("it is empty", "  ")

    def _until(self, question: str, check: Callable[[str], T], default: str) -> T:
        while True:
            answer = self._line(f"{question} [{default}]" if default else question) or default
            try:
                return check(answer)
            except UsageProblem as problem:
                self.say("\n".join((problem.what, *([problem.help] if problem.help else []))), "  ")

    def _line(self, question: str) -> str:
        strong, plain = ("\x1b[1m", "\x1b[0m") if wants_color(self.terminal.color, sys.stderr) else ("", "")
        sys.stderr.write(f"{strong}{printable_line(question)}:{plain} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise _ended()
        return line.strip()


def _ended() -> Cancelled:
    return Cancelled("the input ended before all was answered, so nothing was kept")


def _filled(text: str, first: str, further: str) -> str:
    """A paragraph in lines; a URL stays whole, so that it can be copied."""
    return textwrap.fill(
        text,
        _width(),
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _width() -> int:
    from shutil import get_terminal_size

    return max(NARROWEST, min(get_terminal_size((80, 24)).columns, WIDEST))
