"""A secret of the person's own, read from the operating system's keyring."""

from __future__ import annotations

from tokencli.errors import StoreProblem, UsageProblem
from tokencli.store.keyring_call import TIME_LIMIT_SECONDS, within_limit

DEFAULT_USER_NAME = "tokencli"


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
    value = _value(service, user)
    if value is None:
        raise UsageProblem(
            f"the keyring holds no secret for service {service!r} and user {user!r}",
            f"store it with: keyring set {service} {user}",
        )
    return value


def _value(service: str, user: str) -> str | None:
    def ask() -> str | None:
        import keyring

        return keyring.get_password(service, user)

    try:
        return within_limit(TIME_LIMIT_SECONDS, ask)
    except Exception as problem:
        # Backends raise KeyringError, but also errors of D-Bus or of a program they call.
        raise StoreProblem(
            f"the keyring could not be read ({type(problem).__name__}: {problem})",
            "unlock it, or give the secret by env: or file:",
        ) from problem
