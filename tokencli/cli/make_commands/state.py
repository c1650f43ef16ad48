"""`tokencli make state`: a value that cannot be guessed."""

from __future__ import annotations

from typing import Any

from tokencli.cli.make_commands.show_made import show_made
from tokencli.cli.options import field_option, output_option
from tokencli.cli.sectioned import SectionedCommand


def _state(**options: Any) -> None:
    from tokencli.app.make import make_state
    from tokencli.runtime.system import system_ambient

    members = make_state(system_ambient())
    show_made(members, options, options["output"] or "pretty", members["state"])


command = SectionedCommand(
    "state",
    params=[output_option(("pretty", "json"), "pretty"), field_option()],
    callback=_state,
    help="Make a value that cannot be guessed, for state or nonce (RFC 6749 section 10.12).",
    examples=("tokencli make state", "STATE=$(tokencli make state)"),
)
