"""References to secrets, resolved; every secret that was read is remembered for the redaction."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from tokencli import __version__
from tokencli.errors import PersonNeeded, UsageProblem
from tokencli.runtime.platform_token import ACTIONS_TOKEN, KUBERNETES_TOKEN, actions_request, actions_token
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.wire.quotable import is_quotable_variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Request, Response

COMMAND_TIME_LIMIT_SECONDS = 60


def _without_line_end(octets: bytes) -> bytes:
    return octets.removesuffix(b"\r\n" if octets.endswith(b"\r\n") else b"\n")


def names_a_file(text: str) -> bool:
    """Whether a file of this name exists.

    Args:
        text: A path, or a text that is none.
    """
    try:
        return Path(text).expanduser().is_file()
    except (
        OSError,
        ValueError,
        RuntimeError,
    ):  # longer than any name of a file may be, with a zero octet, or of no home
        return False


def _unreadable(name: str, reference: SecretReference, why: str) -> UsageProblem:
    if reference.bare:  # it may be the secret itself, or one that lost its option
        return UsageProblem(
            f"{name}: the file cannot be read: {why}",
            "give a path, a reference such as env:NAME, or - for standard input",
        )
    # What cannot be shown is most often the text of the file.
    return UsageProblem(
        f"{name}: {reference} cannot be read: {why}",
        "" if reference.is_quotable else "give the path of a file, and not what stands in it",
    )


@dataclass
class Secrets:
    """Resolves references.

    Attributes:
        read_keyring: Reads a secret of the keyring by its name.
        note: Says something on stderr.
        no_input: Whether prompting is forbidden.
        environ: The environment.
        known: Every secret that was read in this run.
        ask_platform: Sends a request to the platform that this runs on; None where nothing may be sent.
    """

    read_keyring: Callable[[str], str]
    note: Callable[[str], None]
    no_input: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    known: set[str] = field(default_factory=set, repr=False)
    ask_platform: Callable[[Request], Response | NoAnswer] | None = None
    _given_once: dict[SecretReference, tuple[str, bytes]] = field(default_factory=dict, repr=False)

    def text(self, reference: SecretReference, name: str) -> str:
        """The secret as text, with one trailing line end of `file:`, `cmd:` and `stdin:` dropped.

        Args:
            reference: Where the secret is.
            name: What it is, for prompts, notes and errors.

        Raises:
            UsageProblem: It is not there, or is no UTF-8.
            PersonNeeded: It must be typed and nobody can be asked.
            StoreProblem: The keyring failed.
            NotReached: The platform that hands it out did not answer.
        """
        octets = self._octets(reference, name)
        if reference.scheme in {Scheme.FILE, Scheme.CMD, Scheme.STDIN, Scheme.KUBERNETES}:
            octets = _without_line_end(octets)
        try:
            value = octets.decode("utf-8")
        except UnicodeDecodeError:
            raise UsageProblem(f"{name}: what {reference} gives is no UTF-8 text") from None
        self.known.add(value)
        if not value:
            raise UsageProblem(f"{name}: {reference} is empty")
        if value != value.strip():
            self.note(f"{name}: the value from {reference} has white space at its edge; it is sent as it is")
        return value

    def octets(self, reference: SecretReference, name: str) -> bytes:
        """The secret as the octets it is stored as, with nothing dropped. Arguments and errors as for `text`."""
        if reference.scheme is Scheme.LITERAL and reference.bare and names_a_file(reference.argument):
            raise UsageProblem(f"{name}: this is the path of a file, and not what stands in it", "write file:PATH")
        octets = self._octets(reference, name)
        self.known.add(octets.decode("utf-8", "replace"))
        return octets

    def _octets(self, reference: SecretReference, name: str) -> bytes:
        match reference.scheme:
            case Scheme.LITERAL:
                return reference.argument.encode("utf-8", "surrogateescape")
            case Scheme.ENV:
                return self._environment(reference.argument, name)
            case Scheme.FILE:
                return self._file(reference, name)
            case Scheme.CMD:
                return self._command(reference, name)
            case Scheme.KEYRING:
                return self.read_keyring(reference.argument).encode()
            case Scheme.STDIN:
                return self._once(reference, name, self._stdin)
            case Scheme.PROMPT:
                return self._once(reference, name, lambda: self._prompt(reference.argument or name))
            case Scheme.KUBERNETES:
                return self._file(replace(reference, argument=reference.argument or KUBERNETES_TOKEN), name)
            case Scheme.GITHUB_ACTIONS:
                return self._job_token(reference.argument, name).encode()
            case _:
                assert_never(reference.scheme)

    def _job_token(self, audience: str, name: str) -> str:
        request = actions_request(audience, self.environ, f"tokencli/{__version__}")
        self.known.add(self.environ[ACTIONS_TOKEN])
        if self.ask_platform is None:
            raise UsageProblem(
                f"{name}: nothing may be sent here, and github-actions: is asked for over the network",
                "give a token at hand by env: or file: instead",
            )
        return actions_token(request, self.ask_platform)

    def _environment(self, variable: str, name: str) -> bytes:
        value = self.environ.get(variable)
        if value is None:
            if not is_quotable_variable(variable):  # it may be the secret itself
                raise UsageProblem(
                    f"{name}: the environment variable that env: names is not set",
                    "give the name of a variable after env:, and not the secret",
                )
            raise UsageProblem(
                f"{name}: the environment variable {variable} is not set", f"set it, or change env:{variable}"
            )
        return value.encode("utf-8", "surrogateescape")

    @staticmethod
    def _file(reference: SecretReference, name: str) -> bytes:
        try:
            return Path(reference.argument).expanduser().read_bytes()
        except OSError as problem:
            raise _unreadable(name, reference, problem.strerror or type(problem).__name__) from None
        except (RuntimeError, ValueError) as problem:  # there is no home to put for `~`, or the path holds a NUL
            raise _unreadable(name, reference, str(problem)) from None

    @staticmethod
    def _command(reference: SecretReference, name: str) -> bytes:
        import shlex
        import subprocess

        # Without a shell: what stands in the reference is a program and its arguments, nothing more.
        try:
            code, output = _run(shlex.split(reference.argument))
        except OSError as problem:
            why = problem.strerror or type(problem).__name__
            raise UsageProblem(f"{name}: {reference} cannot be run: {why}") from None
        except (ValueError, IndexError) as problem:  # IndexError: there is no word in it
            raise UsageProblem(f"{name}: {reference} cannot be run: {problem}") from None
        except subprocess.TimeoutExpired:
            raise UsageProblem(f"{name}: {reference} did not end within {COMMAND_TIME_LIMIT_SECONDS} s") from None
        if code != 0:
            raise UsageProblem(f"{name}: {reference} ended with exit code {code}", "run it by hand to see why")
        return output

    def _once(self, reference: SecretReference, name: str, ask: Callable[[], bytes]) -> bytes:
        """What can be given once only, given again to who asks again for the same."""
        before = self._given_once.get(reference)
        if before is not None and before[0] == name:
            return before[1]
        if before is not None and reference.scheme is Scheme.STDIN:
            raise UsageProblem(
                f"{name}: standard input was already read for another secret", "give one of them by env: or file:"
            )
        self._given_once[reference] = (name, ask())
        return self._given_once[reference][1]

    @staticmethod
    def _stdin() -> bytes:
        return sys.stdin.buffer.read()

    def _prompt(self, name: str) -> bytes:
        if self.no_input or not sys.stderr.isatty():
            reason = "--no-input forbids it" if self.no_input else "there is no terminal"
            raise PersonNeeded(f"{name} must be typed, and {reason}", "give it by env:, file:, cmd: or keyring:")
        from getpass import getpass

        return getpass(f"{name}: ", stream=sys.stderr).encode()


def _run(words: list[str]) -> tuple[int, bytes]:
    """Runs a program to its end; whatever ends the wait for it ends the program too, and it is not left behind."""
    import subprocess

    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:  # noqa: S603 - the person's own words
        try:
            output, _ = process.communicate(timeout=COMMAND_TIME_LIMIT_SECONDS)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return process.returncode, output
