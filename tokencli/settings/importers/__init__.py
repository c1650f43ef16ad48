"""Readers of what other tools keep: one kind of source a file, one line in the list below.

A reader is a module with `recognise(text)` and `read(text, environment)`. It touches nothing and keeps nothing; what comes
out are proposals, in which every secret stands apart.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.settings.importing.proposal import Proposal

# Name on the command line, which is the module too: what it reads. The more particular stands before the more general.
IMPORTERS = {
    "har": "a HAR file, as browsers and proxies save it",
    "postman": "an environment or a collection of Postman (2.0, 2.1)",
    "oauth2c": "a command line of oauth2c",
    "curl": "a curl command, as people write it and browsers copy it",
}


class Importer(Protocol):
    """A reader of one kind of source."""

    def recognise(self, text: str) -> bool:
        """Whether a text looks like it."""

    def read(self, text: str, environment: Mapping[str, str]) -> tuple[Proposal, ...]:
        """A proposal for each way to get tokens that stands in a text; none where there is none, whatever the text.

        Args:
            text: The text.
            environment: Values of variables that the source names and something beside it holds.
        """


def load_importer(name: str) -> Importer:
    """The module of a kind of source.

    Args:
        name: One of the names of `IMPORTERS`.
    """
    return cast("Importer", import_module(f"tokencli.settings.importers.{name}"))


def recognised(text: str) -> str | None:
    """The kind of source that a text is; None when it is none that is known."""
    return next((name for name in IMPORTERS if load_importer(name).recognise(text)), None)
