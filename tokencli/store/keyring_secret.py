"""A secret of the person's own, read from the operating system's keyring, or kept there."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import StoreProblem, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable

TIME_LIMIT_SECONDS = 3.0  # a closed KWallet never answers
DEFAULT_USER_NAME = "tokencli"


@dataclass
class _Answer:
    value: str | None = None
    problem: BaseException | None = None


def read_keyring_secret(name: str) -> str:
    """Reads a secret, within three seconds.

    Args:
        name: `SERVICE` (then the user name is `tokencli`) or `SERVICE/USER`, as given to `keyring set`.

    Raises:
        StoreProblem: The keyring is absent, locked, broken or silent.
        UsageProblem: There is no such secret in it.
    """
    service, user = _entry(name)

    def read() -> str | None:
        import keyring

        return keyring.get_password(service, user)

    answer = _within_limit(read)
    if answer.problem is not None:
        # Backends raise KeyringError, but also errors of D-Bus or of a program they call.
        kind = type(answer.problem).__name__
        raise StoreProblem(
            f"the keyring could not be read ({kind}: {answer.problem})",
            "unlock it, or give the secret by env: or file:",
        )
    if answer.value is None:
        raise UsageProblem(
            f"the keyring holds no secret for service {service!r} and user {user!r}",
            f"store it with: keyring set {service} {user}",
        )
    return answer.value


def keep_keyring_secret(name: str, secret: str) -> None:
    """Keeps a secret, within three seconds.

    Args:
        name: `SERVICE` or `SERVICE/USER`, as for `read_keyring_secret`.
        secret: The secret.

    Raises:
        StoreProblem: The keyring is absent, locked, broken or silent.
    """
    service, user = _entry(name)

    def keep() -> None:
        import keyring

        keyring.set_password(service, user, secret)

    answer = _within_limit(keep)
    if answer.problem is not None:
        kind = type(answer.problem).__name__
        raise StoreProblem(
            f"the keyring did not take the secret ({kind}: {answer.problem})",
            "unlock it, or keep the secret elsewhere and give it by env:, file: or cmd:",
        )


def _entry(name: str) -> tuple[str, str]:
    service, slash, user = name.rpartition("/")
    return (service, user) if slash else (name, DEFAULT_USER_NAME)


def _within_limit(do: Callable[[], str | None]) -> _Answer:
    answer = _Answer()

    def ask() -> None:
        try:
            answer.value = do()
        except Exception as problem:  # noqa: BLE001 - every backend has errors of its own
            answer.problem = problem

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(TIME_LIMIT_SECONDS)
    if thread.is_alive():
        answer.problem = TimeoutError(f"no answer within {TIME_LIMIT_SECONDS:g} s")
    return answer
