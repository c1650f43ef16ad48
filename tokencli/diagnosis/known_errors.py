"""Findings that rest on the error code itself: as the product at hand uses it, and as its specification defines it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tokencli.diagnosis.failure import REGISTERED_ERRORS
from tokencli.diagnosis.finding import Confidence, Finding
from tokencli.diagnosis.wording import because, error_pointer
from tokencli.oauth.answer import Unreadable, is_html
from tokencli.providers import PROVIDERS, load_provider
from tokencli.providers.known_error import Refused, known_error
from tokencli.wire.exchange import Purpose
from tokencli.wire.page_text import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.providers.known_error import KnownError
    from tokencli.providers.model import Provider
    from tokencli.wire.message import Response

_TELLING_CHARACTERS = 8
# Pages, and answers in a form of their own, which name no error code either.
_WITH_WORDS = frozenset({Unreadable.HTML, Unreadable.MEMBER_MISSING, Unreadable.OTHER})


def from_provider(evidence: Evidence) -> Iterator[Finding]:
    """What the product at hand means by its refusal; nothing when the product was not recognised."""
    known = _known(evidence)
    if known is None:
        return
    provider, error = known
    telling = _is_particular(error) and evidence.provider
    for one in causes_of(provider, error):
        likely = telling and one.name == error.name
        yield replace(
            one,
            confidence=Confidence.LIKELY if likely else Confidence.POSSIBLE,
            where=(error_pointer(evidence),),
        )


def words_are_known(evidence: Evidence) -> bool:
    """Whether the product at hand is known to say these very words, so that the code alone says less than they do."""
    known = _known(evidence)
    return known is not None and _is_particular(known[1])


def _known(evidence: Evidence) -> tuple[Provider, KnownError] | None:
    refused = _refused(evidence)
    provider = evidence.provider or _by_its_words(evidence, refused) or _by_its_code(evidence, refused)
    error = None if provider is None or refused is None else known_error(provider, refused)
    return None if provider is None or error is None else (provider, error)


def _is_particular(error: KnownError) -> bool:
    # What was not verified in a source never makes a finding more than possible.
    return error.verified and not error.generic and bool(error.words or error.members)


def causes_of(provider: Provider, error: KnownError) -> Iterator[Finding]:
    """What a product's entry says of its error, each cause as a finding that is possible; the likeliest first."""
    for number, cause in enumerate(error.causes, 1):
        yield Finding(
            name=error.name if number == 1 else f"{error.name}-{number}",
            confidence=Confidence.POSSIBLE,
            what=cause.what,
            why=f"{provider.title}: {error.meaning} To confirm: {cause.confirm}",
            help=cause.fix,
            who=cause.who,
            see=error.sources,
        )


def _refused(evidence: Evidence) -> Refused | None:
    if evidence.refusal is not None:
        return Refused(
            evidence.error,
            _words(evidence),
            evidence.grant_type,
            evidence.refusal.response.status,
            _endpoint(evidence),
            evidence.refusal.members,
            method=evidence.client.method,
        )
    page = _page(evidence)
    if page is None:
        return None
    words = page_text(page.body)
    return Refused("", words, evidence.grant_type, page.status, _endpoint(evidence), page=True)


def _words(evidence: Evidence) -> str:
    """The description; servers made on older fosite keep the part that tells apart, as a hint."""
    hint = evidence.refusal.members.get("error_hint") if evidence.refusal else None
    return f"{evidence.description} {hint}".strip() if isinstance(hint, str) else evidence.description


def _page(evidence: Evidence) -> Response | None:
    """An answer that has words and no code: a page for a person, at the authorization endpoint under any status, or a form of its own."""
    if evidence.unrecognised is not None:
        return evidence.unrecognised.response if evidence.unrecognised.kind in _WITH_WORDS else None
    if evidence.last is None or evidence.last.purpose is not Purpose.AUTHORIZATION or evidence.response is None:
        return None
    return evidence.response if is_html(evidence.response) else None


def _endpoint(evidence: Evidence) -> Purpose | None:
    """What was asked; None where only the answer was seen, so that nobody knows."""
    return evidence.last.purpose if evidence.last is not None and evidence.request is not None else None


def _by_its_words(evidence: Evidence, refused: Refused | None) -> Provider | None:
    """The product whose very words these are, where an answer alone was seen and its server is not known."""
    if evidence.request is not None or refused is None or not refused.words:
        return None
    saying: list[tuple[Provider, KnownError]] = []
    for provider in (load_provider(name) for name in PROVIDERS):
        error = known_error(provider, refused)
        if error is not None and error.verified and not error.generic and _telling(error.words or ""):
            saying.append((provider, error))
    # Words that a family shares tell the family, and it stands last.
    return next((provider for provider, error in reversed(saying) if error.words == saying[0][1].words), None)


def _by_its_code(evidence: Evidence, refused: Refused | None) -> Provider | None:
    """The product that alone sends this code, where an answer alone was seen; a code of one word is anybody's."""
    if evidence.request is not None or refused is None or "_" not in refused.code or refused.code in REGISTERED_ERRORS:
        return None
    saying = [provider for provider in map(load_provider, PROVIDERS) if known_error(provider, refused) is not None]
    return saying[0] if len(saying) == 1 else None


def _telling(pattern: str) -> bool:
    """Whether a pattern holds words or a number enough to tell a product by; `.` fits everything."""
    return len(re.sub(r"[^A-Za-z0-9]", "", pattern)) >= _TELLING_CHARACTERS


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
