"""How a key was given, so that a message names the right option."""

from __future__ import annotations

from dataclasses import dataclass

from tokencli.errors import UsageProblem


@dataclass(frozen=True, slots=True)
class KeyOption:
    """An option that gives a key.

    Attributes:
        name: The option; empty where whoever asks for the key says it.
        passphrase: The option that gives its passphrase; empty where there is none.
    """

    name: str
    passphrase: str

    def problem(self, what: str, help: str = "") -> UsageProblem:  # noqa: A002 - the word the person sees
        """The error about a key of this option."""
        return UsageProblem(f"{self.name}: {what}" if self.name else what, help)


KEY = KeyOption("--key", "--key-passphrase")
CERT = KeyOption("--cert", "--cert-passphrase")
DPOP_KEY = KeyOption("--dpop-key", "")
UNNAMED = KeyOption("", "--key-passphrase")
