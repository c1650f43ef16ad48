"""Calls into a keyring that may hang for ever, and whatever they raise, in words."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from tokencli.errors import StoreProblem

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

TIME_LIMIT_SECONDS = 3.0  # a closed KWallet never answers
_ELSEWHERE = "or keep tokens elsewhere with --store file or --store none"


def within_limit(seconds: float, ask: Callable[[], T]) -> T:
    """Calls in a thread that is left behind when it does not come back; it does not keep the process alive.

    Args:
        seconds: How long it may take.
        ask: The call.

    Raises:
        TimeoutError: There was no answer in time.
        BaseException: Whatever the call raised.
    """
    results: list[T] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            results.append(ask())
        except BaseException as problem:  # noqa: BLE001 - every backend has errors of its own; it is raised below
            problems.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    if not results:
        raise TimeoutError(f"no answer within {seconds:g} s")
    return results[0]


def keyring_problem(problem: BaseException, secret: str = "") -> StoreProblem:
    """The error of a backend as a sentence with what to do.

    Args:
        problem: What the backend raised: a KeyringError, or anything else.
        secret: What was to be written; it is taken out of the backend's own words.
    """
    if isinstance(problem, StoreProblem):
        return problem
    said = str(problem).replace(secret, "[redacted]") if secret else str(problem)
    match type(problem).__name__:
        case "TimeoutError":
            return StoreProblem(
                f"the keyring did not answer ({said})", f"see whether it waits for its password, {_ELSEWHERE}"
            )
        case "KeyringLocked":
            return StoreProblem(f"the keyring is locked ({said})", f"unlock it, {_ELSEWHERE}")
        case "InitError":
            return StoreProblem(
                f"the keyring could not be opened ({said})",
                f"sign in to the desktop once, so that it is made, {_ELSEWHERE}",
            )
        case "ModuleNotFoundError" | "ImportError" | "AttributeError":
            return StoreProblem(
                f"the backend of the keyring cannot be loaded ({said})",
                f"see PYTHON_KEYRING_BACKEND and keyringrc.cfg, {_ELSEWHERE}",
            )
        case kind:
            return StoreProblem(f"the keyring failed ({kind}: {said})", f"see what is wrong with it, {_ELSEWHERE}")
