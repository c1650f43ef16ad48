"""What the checks of `doctor` look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.settings.resolve import Settings


@dataclass(frozen=True, slots=True)
class Machine:
    """This machine, as a command with the same options would meet it.

    Attributes:
        settings: The settings such a command would have.
        wiring: Makes the parts of its run; called only when something is to be sent.
        config: The value of `--config`.
        server_named: Whether somebody named a server or a profile, so that the server may be asked.
        no_input: Whether nobody may be asked.
        color: `auto`, `always` or `never`.
    """

    settings: Settings
    wiring: Callable[[], Wiring]
    config: str | None = None
    server_named: bool = False
    no_input: bool = False
    color: str = "auto"

    @property
    def listed(self) -> Listed | None:
        """The grant of the settings; None when they name none."""
        from tokencli.oauth.grants import find_grant

        name = self.settings.get("grant")
        return find_grant(name) if name else None

    @property
    def server(self) -> str:
        """The URL of the server that the settings name; an empty text when they name none."""
        return self.settings.get("token_endpoint") or self.settings.get("issuer") or ""
