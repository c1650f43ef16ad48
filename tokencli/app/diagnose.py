"""A server and a client asked step by step, online, so that the first thing that is wrong shows by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.inquiry import Step, not_reached
from tokencli.app.looked import Looked, State
from tokencli.app.steps import STEPS
from tokencli.diagnosis.classify import Verdict
from tokencli.diagnosis.engine import merged
from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tokencli.app.inquiry import Inquiry
    from tokencli.app.listed import Listed
    from tokencli.diagnosis.finding import Finding


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What all steps saw.

    Attributes:
        steps: What each step saw, by its name, in the order in which they were asked.
    """

    steps: tuple[tuple[str, Step], ...]

    @property
    def looked(self) -> tuple[tuple[str, Looked], ...]:
        """What each step saw, in the words of a check."""
        return tuple((name, step.looked) for name, step in self.steps)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong: first the causes of what failed, the likeliest first, then what is merely odd; each name once."""
        failed = merged(one for _, step in self.steps if step.looked.failed for one in step.looked.findings)
        others = merged(one for _, step in self.steps if not step.looked.failed for one in step.looked.findings)
        names = {one.name for one in failed}
        return (*failed, *(one for one in others if one.name not in names))

    @property
    def verdict(self) -> Verdict:
        """How the first step that failed ended."""
        return next((step.verdict for _, step in self.steps if step.verdict is not None), Verdict.DONE)

    @property
    def failed(self) -> bool:
        """Whether a step failed."""
        return any(looked.state is State.ERROR for _, looked in self.looked)


def diagnose(
    inquiry: Inquiry,
    busy: Callable[[str], AbstractContextManager[None]],
    tell: Callable[[str, Looked], None] = lambda _name, _looked: None,
) -> Diagnosis:
    """Asks step by step; what cannot be reached any more is said to be so.

    Args:
        inquiry: What is asked, and how.
        busy: Shows a sign of life while a step takes long.
        tell: Told what each step saw as soon as it did.

    Raises:
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    steps: list[tuple[str, Step]] = []
    for listed in STEPS:
        over = any(step.ends for _, step in steps)
        with busy(f"looking at {listed.name}"):
            step = not_reached() if over else _asked(listed, inquiry)
        steps.append((listed.name, step))
        tell(listed.name, step.looked)
    return Diagnosis(tuple(steps))


def _asked(listed: Listed, inquiry: Inquiry) -> Step:
    try:
        step: Step = listed.load().look(inquiry)
    except UsageProblem as problem:
        return Step(Looked(problem.what, problem.help, failed=True), Verdict.CONFIGURATION, ends=True)
    return step
