"""What may be repeated of the place of a secret: a path, a command or a name, and not the secret that stands there by mistake."""

from __future__ import annotations

import re

HIDDEN = "[redacted]"
_LONGEST = 1024  # characters; hardly a path is longer, and most keys are
# PEM, JSON, a JWT, and a key in base64: DER begins with a SEQUENCE, whose first octet makes an M.
_SECRET = re.compile(r"[\r\n{}]|-----BEGIN|\beyJ[\w-]+\.|\AM[A-Za-z0-9+/]{60,}=*\Z")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def is_quotable(place: str) -> bool:
    """Whether it looks like a path, a command or a name, and like no secret.

    Args:
        place: What was given as one.
    """
    return len(place) <= _LONGEST and _SECRET.search(place) is None


def is_quotable_variable(name: str) -> bool:
    """Whether it looks like the name of an environment variable, written as those are, and like no secret.

    Args:
        name: What was given as one.
    """
    return len(name) <= _LONGEST and _VARIABLE.fullmatch(name) is not None


def quoted(place: str) -> str:
    """A place as it may be shown.

    Args:
        place: What was given as one.
    """
    return place if is_quotable(place) else HIDDEN
