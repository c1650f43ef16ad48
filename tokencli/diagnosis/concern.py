"""A concern: what a lint rule says of what it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from tokencli.diagnosis.finding import Pointer


@dataclass(frozen=True, slots=True)
class Concern:
    """What a lint rule yields. Its name, how bad it is and what to read come from the list and the rule's page.

    Attributes:
        what: What is the case, in one sentence that stands alone, blames nobody and holds no fix.
        why: The rule that says otherwise, or what can come of it.
        help: What to do; never a question.
        where: The members or settings that make it so.
        who: Who can do it.
    """

    what: str
    why: str
    help: str
    where: tuple[Pointer, ...]
    who: Who = Who.ADMINISTRATOR
