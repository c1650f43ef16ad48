"""Findings that rest on the error code itself: as the product at hand uses it, and as its specification defines it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.providers.model import known_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def from_provider(evidence: Evidence) -> Iterator[Finding]:
    """What the product at hand means by its refusal; nothing when the product was not recognised."""
    if evidence.refusal is None or evidence.provider is None:
        return
    error = known_error(
        evidence.provider, evidence.error, evidence.description, evidence.grant_type, evidence.refusal.response.status
    )
    if error is None:
        return
    for number, cause in enumerate(error.causes):
        # What was not verified in a source never makes a finding more than possible.
        first = number == 0 and error.verified and not error.generic and error.description
        yield Finding(
            name=error.name if number == 0 else f"{error.name}-{number + 1}",
            confidence=Confidence.LIKELY if first else Confidence.POSSIBLE,
            what=cause.what,
            why=f"{evidence.provider.title}: {error.meaning} To confirm: {cause.confirm}",
            help=cause.fix,
            who=cause.who,
            where=(error_pointer(evidence),),
            see=(error.source,),
        )


def from_registry(evidence: Evidence) -> Iterator[Finding]:
    """What the error code means by its specification."""
    registered = REGISTERED_ERRORS.get(evidence.error)
    if registered is None:
        return
    yield Finding(
        name=evidence.error.replace("_", "-"),
        confidence=Confidence.POSSIBLE,
        what=registered.meaning,
        why=because(f"that is what {evidence.error} means by its specification", evidence),
        help=registered.advice,
        who=registered.who,
        where=(error_pointer(evidence),),
        see=(registered.spec,),
    )
