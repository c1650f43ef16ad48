"""An error as one product sends it: by what it is known, what it means there, why it is sent and who can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.providers.model import Provider
    from tokencli.wire.exchange import Purpose


class Who(StrEnum):
    """Who can mend something."""

    YOU = "you"
    APP_OWNER = "the app's owner"
    ADMINISTRATOR = "the server's administrator"
    END_USER = "the end user"


class Retry(StrEnum):
    """Whether the same request makes sense again."""

    NEVER = "never"
    NEW_SIGN_IN = "after a new sign-in"
    AFTER_FIX = "after the setting is corrected"
    LATER = "later"
    POLL = "keep asking"


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason why a product sends an error.

    Attributes:
        what: The reason in one sentence.
        confirm: How to see from the client's side that it is this one.
        fix: What to do.
        who: Who can do it.
    """

    what: str
    confirm: str
    fix: str
    who: Who


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as the entries of a product look at it. What was not seen is empty, and no reason against an entry.

    Attributes:
        code: The value of `error`; empty for a page.
        words: The value of `error_description`, or the text of a page.
        grant_type: The grant type of the request.
        status: The status code; 0 when it was not seen.
        endpoint: What the request was for; None when that was not seen.
        members: Every member of the answer.
        page: Whether the words are those of a page for a person, or of an answer in a form of its own, without a code.
    """

    code: str
    words: str = ""
    grant_type: str = ""
    status: int = 0
    endpoint: Purpose | None = None
    members: Mapping[str, Any] = field(default_factory=dict)
    page: bool = False


@dataclass(frozen=True, slots=True)
class KnownError:
    """An error as one product sends it.

    Attributes:
        name: A stable name in kebab-case, unique among all products, that begins with the product's name.
        codes: The values of `error` it comes with; empty for a page, which has none.
        meaning: What it means at this product.
        causes: Why it is sent, the likeliest first.
        retry: Whether the same request makes sense again.
        sources: Where this was read.
        words: A pattern searched in `error_description`, or in the text of a page; an empty text means that no description
            is sent; None means that the description does not matter.
        example: Words that the pattern fits, as the product sends them; empty where there is no pattern.
        numbers: The product's own codes for it, as its words hold them: `AADSTS50011`.
        members: Other members of the answer, each with a pattern searched in its value.
        endpoints: Where it comes from; empty for anywhere.
        grants: The grant types it comes with; empty for any.
        statuses: The status codes it comes with; empty for any.
        page: Whether it is a page for a person, or an answer in a form of its own, that has no code.
        generic: Whether it is a catch-all, so that any other that matches goes before it.
        verified: Whether code and text were read in the source; what is not verified never makes a finding certain or likely.
        unverified: The parts that rest on general knowledge, such as `status`.
    """

    name: str
    codes: tuple[str, ...]
    meaning: str
    causes: tuple[Cause, ...]
    retry: Retry
    sources: tuple[str, ...]
    words: str | None = None
    example: str = ""
    numbers: tuple[str, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    endpoints: tuple[Purpose, ...] = ()
    grants: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    page: bool = False
    generic: bool = False
    verified: bool = True
    unverified: tuple[str, ...] = ()

    def matches(self, refused: Refused) -> bool:
        """Whether a refusal is this error."""
        if refused.code in self.numbers:  # a log may show nothing but the product's own number
            return True
        if self.page is not refused.page or (not self.page and refused.code not in self.codes):
            return False
        return self._comes_so(refused) and self._says_so(refused)

    def _comes_so(self, refused: Refused) -> bool:
        # What is not seen is no reason against it: the grant of an answer alone, the status of a body alone.
        if self.grants and refused.grant_type and refused.grant_type not in self.grants:
            return False
        if self.endpoints and refused.endpoint is not None and refused.endpoint not in self.endpoints:
            return False
        return not (self.statuses and refused.status and refused.status not in self.statuses)

    def _says_so(self, refused: Refused) -> bool:
        if not all(re.search(pattern, str(refused.members.get(name, ""))) for name, pattern in self.members):
            return False
        if self.words is None:
            return True
        return not refused.words if self.words == "" else re.search(self.words, refused.words) is not None

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """Which of several that match goes first: the lowest, which says most."""
        return (self.generic, not self.members, not self.words, not self.grants)


def known_error(provider: Provider, refused: Refused) -> KnownError | None:
    """The error of a product that fits a refusal best: one with a pattern before one without, catch-alls last."""
    fitting = [error for error in provider.errors if error.matches(refused)]
    return min(fitting, key=lambda error: error.rank, default=None)


def inherited(
    errors: tuple[KnownError, ...], product: str, *, family: str, but: tuple[str, ...] = ()
) -> tuple[KnownError, ...]:
    """The errors of a family as one of its products sends them: the same, under the product's name.

    Args:
        errors: Those of the family, whose names begin with the family's.
        product: The product's name.
        family: The family's name.
        but: What follows the family's name in those that the product does not send, or sends otherwise.

    Raises:
        KeyError: The family has no such error.
    """
    taken = {error.name.removeprefix(f"{family}-"): error for error in errors}
    for name in but:
        del taken[name]
    return tuple(replace(error, name=f"{product}-{name}") for name, error in taken.items())
