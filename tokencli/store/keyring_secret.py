"""A secret of the person's own, in the operating system's keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tokencli.errors import StoreProblem, UsageProblem
from tokencli.store.keyring_call import TIME_LIMIT_SECONDS, within_limit

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

DEFAULT_USER_NAME = "tokencli"


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

    value = _answer(read, "read", "unlock it, or give the secret by env: or file:")
    if value is None:
        raise UsageProblem(
            f"the keyring holds no secret for service {service!r} and user {user!r}",
            f"store it with: keyring set {service} {user}",
        )
    return value


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

    _answer(keep, "written to", "unlock it, or keep the secret elsewhere and name it by env: or file:", secret)


def _entry(name: str) -> tuple[str, str]:
    service, slash, user = name.rpartition("/")
    return (service, user) if slash else (name, DEFAULT_USER_NAME)


def _answer(ask: Callable[[], T], verb: str, help: str, secret: str = "") -> T:  # noqa: A002 - the word the person sees
    try:
        return within_limit(TIME_LIMIT_SECONDS, ask)
    except Exception as problem:
        # Backends raise KeyringError, but also errors of D-Bus or of a program they call.
        # One of them may quote what it was given.
        said = str(problem).replace(secret, "[redacted]") if secret else str(problem)
        raise StoreProblem(f"the keyring could not be {verb} ({type(problem).__name__}: {said})", help) from problem
