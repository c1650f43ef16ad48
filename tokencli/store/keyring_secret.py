"""A secret of the person's own, read from the operating system's keyring."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from tokencli.errors import StoreProblem, UsageProblem

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
    service, slash, user = name.rpartition("/")
    service, user = (service, user) if slash else (name, DEFAULT_USER_NAME)
    answer = _within_limit(service, user)
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


def _within_limit(service: str, user: str) -> _Answer:
    answer = _Answer()

    def ask() -> None:
        try:
            import keyring

            answer.value = keyring.get_password(service, user)
        except Exception as problem:  # noqa: BLE001 - every backend has errors of its own
            answer.problem = problem

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(TIME_LIMIT_SECONDS)
    if thread.is_alive():
        answer.problem = TimeoutError(f"no answer within {TIME_LIMIT_SECONDS:g} s")
    return answer
