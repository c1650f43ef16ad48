"""What a protected resource says of the token it was shown (RFC 6750 section 3, RFC 9470, RFC 9728 section 5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.wording import answer_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_TOLD = ("realm", "scope", "acr_values", "max_age", "resource_metadata", "algs")


def scheme_sent(evidence: Evidence) -> str:
    """The scheme the token was sent with, in lower case; empty when none was sent."""
    header = evidence.request.header("authorization") if evidence.request else None
    return (header or "").partition(" ")[0].lower()


def schemes_wanted(evidence: Evidence) -> tuple[str, ...]:
    """The schemes of the challenges, in lower case, each once."""
    return tuple(dict.fromkeys(challenge.scheme.lower() for challenge in evidence.challenges))


def told(evidence: Evidence, name: str) -> str:
    """A parameter of the challenges; empty when none has it."""
    values = (challenge.get(name) for challenge in evidence.challenges)
    return next((value for value in values if value), "")


def challenge_pointers(evidence: Evidence) -> Iterator[Pointer]:
    """What the challenges say besides their error, each where it stands."""
    for name in _TOLD:
        value = told(evidence, name)
        if value:
            yield Pointer(answer_name(evidence), f"WWW-Authenticate {name}", value)


def command(evidence: Evidence, verb: str, *options: str) -> str:
    """A command line for the profile of the run.

    Args:
        evidence: The run.
        verb: The command.
        options: Its options.
    """
    setting = evidence.setting("profile")
    return " ".join(("tokencli", verb, setting.value if setting else "PROFILE", *options))


def quoted(value: str) -> str:
    """A value of a stranger as one word of a shell, whatever stands in it."""
    return "'" + value.replace("'", "'\\''") + "'"
