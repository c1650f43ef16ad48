"""Findings that rest on the error code itself: as the product at hand uses it, and as its specification defines it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.providers import PROVIDERS, load_provider
from tokencli.providers.model import known_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.providers.model import KnownError, Provider

_TELLING_LETTERS = 8


def from_provider(evidence: Evidence) -> Iterator[Finding]:
    """What the product at hand means by its refusal; nothing when the product was not recognised."""
    provider = evidence.provider or _by_its_words(evidence)
    error = None if provider is None else _known(evidence, provider)
    if provider is None or error is None:
        return
    for number, cause in enumerate(error.causes):
        # What was not verified in a source never makes a finding more than possible.
        first = number == 0 and error.verified and not error.generic and error.description and evidence.provider
        yield Finding(
            name=error.name if number == 0 else f"{error.name}-{number + 1}",
            confidence=Confidence.LIKELY if first else Confidence.POSSIBLE,
            what=cause.what,
            why=f"{provider.title}: {error.meaning} To confirm: {cause.confirm}",
            help=cause.fix,
            who=cause.who,
            where=(error_pointer(evidence),),
            see=(error.source,),
        )


def _known(evidence: Evidence, provider: Provider) -> KnownError | None:
    if evidence.refusal is None:
        return None
    status = evidence.refusal.response.status
    return known_error(provider, evidence.error, evidence.description, evidence.grant_type, status)


def _by_its_words(evidence: Evidence) -> Provider | None:
    """The product whose very words these are, where an answer alone was seen and its server is not known."""
    if evidence.request is not None or not evidence.description:
        return None
    for provider in (load_provider(name) for name in PROVIDERS):
        error = _known(evidence, provider)
        if error is not None and error.verified and not error.generic and _telling(error.description or ""):
            return provider
    return None


def _telling(pattern: str) -> bool:
    """Whether a pattern holds words enough to tell a product by; `.` fits everything."""
    return len(re.sub(r"[^A-Za-z]", "", pattern)) >= _TELLING_LETTERS


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
