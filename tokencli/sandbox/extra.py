"""Whether the packages of the extra `[sandbox]` are installed."""

from __future__ import annotations

from importlib import import_module

NEEDED = ("flask", "authlib", "joserfc")


class SandboxUnavailable(ImportError):
    """Met when a sandbox is wanted and the packages it is made of are not installed."""


def require_extra() -> None:
    """Imports what the sandbox is made of.

    Raises:
        SandboxUnavailable: A package is missing; the message names it and the command that installs it.
    """
    for name in NEEDED:
        try:
            import_module(name)
        except ImportError as problem:
            raise SandboxUnavailable(
                f"the sandbox needs {name}, which cannot be imported; install it with: pip install 'tokencli[sandbox]'",
                name=name,
            ) from problem
