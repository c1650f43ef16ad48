"""The entry point of the program, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import NoReturn

from tokencli import __version__
from tokencli.cli.again import print_again
from tokencli.cli.exit_codes import ExitCode, of_error
from tokencli.errors import TokencliError

_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})
ISSUES = "https://github.com/tokencli/tokencli/issues"
# What is loaded stays until the end: to look for garbage among it, again and again, costs a tenth of a short run.
_OBJECTS_BEFORE_A_COLLECTION = 50_000


def _say(what: str, help: str = "") -> None:  # noqa: A002 - the word the person sees
    from tokencli.wire.printable import printable_line
    from tokencli.wire.redaction import Redactor

    # What a person mistyped may be a key, wherever it is repeated.
    shown, advice = (Redactor(brief=True).text(text) for text in (what, help))
    lines = [f"tokencli: {printable_line(shown)}", *(f"  {printable_line(one)}" for one in advice.splitlines())]
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - the one place that speaks for all


def _fault(problem: BaseException) -> None:
    """Says that the mistake is ours, with the places but never with a value that was in them."""
    import traceback

    frames = traceback.extract_tb(problem.__traceback__)
    places = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    _say(
        f"this is a fault in tokencli itself: {type(problem).__name__} in {places[-1] if places else 'an unknown place'}",
        "\n".join((f"please report it at {ISSUES} with these lines:", f"tokencli {__version__}", *places)),
    )


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line.

    Args:
        arguments: The words after the program's name; those of the process when None.

    Returns:
        The exit code.
    """
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except TokencliError as problem:
        _say(problem.what, problem.help)
        return of_error(problem)
    except KeyboardInterrupt:  # click has ended the line that ^C stands in
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader went away, as `head` does; click turns that into SystemExit.
        _write_no_more()
        return ExitCode.DONE
    except OSError as problem:
        if problem.errno not in _FULL:
            _fault(problem)
            return ExitCode.FAULT
        _write_no_more()
        _say(f"the output cannot be written: {problem.strerror}")
        return ExitCode.USAGE
    except BaseException as problem:  # noqa: BLE001 - the error boundary: no traceback reaches a person, a library's panic neither
        _fault(problem)
        return ExitCode.FAULT
    return code


def _run(arguments: list[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    if print_again(words):
        return ExitCode.DONE
    from tokencli.cli.program import run_program

    return run_program(arguments, words)


def _write_no_more() -> None:
    """Leads stdout nowhere, so that what is left in it cannot fail once more when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> NoReturn:
    """The entry point of the program."""
    gc.set_threshold(_OBJECTS_BEFORE_A_COLLECTION)
    for name, mode in _STREAMS.items():
        if getattr(sys, name) is None:  # whoever started us closed it
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character must not end the run.
            stream.reconfigure(errors="backslashreplace")
    code = run()
    gc.freeze()  # else Python looks for garbage once more before it ends
    sys.exit(code)
