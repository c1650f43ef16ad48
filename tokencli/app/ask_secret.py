"""The part of a conversation about a secret: where it is kept, never what it is, unless it goes into the keyring now."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tokencli.errors import StoreProblem, UsageProblem
from tokencli.runtime.dialogue import Choice
from tokencli.settings.secret_reference import parse_reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.runtime.dialogue import Dialogue

_PLACES = (
    Choice("put", "into the keyring of this system, now"),
    Choice("keyring", "in the keyring already"),
    Choice("env", "in an environment variable"),
    Choice("file", "in a file"),
    Choice("cmd", "what a program prints"),
    Choice("prompt", "nowhere; ask for it at every run"),
)


def ask_secret(name: str, profile: str, dialogue: Dialogue) -> str:
    """Asks where a secret is.

    Args:
        name: The setting's name.
        profile: The profile's name, for the name in the keyring.
        dialogue: The person.

    Returns:
        The reference, as it goes into the profile.

    Raises:
        Cancelled: The person ended the input.
    """
    words = name.replace("_", " ")
    while True:
        place = dialogue.choose(f"Where is the {words}?", _PLACES)
        try:
            return _reference(place, name, profile, dialogue)
        except StoreProblem as problem:
            dialogue.say(f"{problem.what}\n{problem.help}", "  ")


def _reference(place: str, name: str, profile: str, dialogue: Dialogue) -> str:
    match place:
        case "put":
            return _put(name, profile, dialogue)
        case "keyring":
            return dialogue.ask("Name in the keyring, SERVICE or SERVICE/USER", _checked("keyring"))
        case "env":
            variable = re.sub(r"\W", "_", f"{profile}_{name}").upper()
            reference = dialogue.ask("Name of the variable", _variable, variable)
            if reference.partition(":")[2] not in os.environ:
                dialogue.terminal.note(f"{reference.partition(':')[2]} is not set at the moment")
            return reference
        case "file":
            reference = dialogue.ask("Path of the file", _checked("file"))
            path = Path(reference.partition(":")[2]).expanduser()
            if not path.is_file():
                dialogue.terminal.note(f"there is no file {path} at the moment")
            return reference
        case "cmd":
            return dialogue.ask("Command, run without a shell", _checked("cmd"))
        case _:
            return "prompt:"


def _put(name: str, profile: str, dialogue: Dialogue) -> str:
    from tokencli.store.keyring_secret import keep_keyring_secret

    secret = dialogue.secret(f"{name.replace('_', ' ').capitalize()} (not shown)")
    service = f"tokencli-{profile}-{name.replace('_', '-')}"
    keep_keyring_secret(service, secret)
    dialogue.say(f"kept in the keyring as {service}", "  ")
    return f"keyring:{service}"


def _variable(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*", text):
        raise UsageProblem(f"{text!r} is no name of a variable", "give the name alone, such as CI_SECRET")
    return f"env:{text}"


def _checked(scheme: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        return str(parse_reference(f"{scheme}:{text}", scheme))

    return check
