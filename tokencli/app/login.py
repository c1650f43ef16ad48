"""The grant of the settings run afresh and kept; the store is proved before anybody is asked to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.get_token import get_token
from tokencli.app.token_at_rest import record_of
from tokencli.app.token_place import open_place
from tokencli.errors import StoreProblem

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Wanted
    from tokencli.store.record import Record


@dataclass(frozen=True)
class LoggedIn:
    """How a login ended.

    Attributes:
        run: The run of the grant.
        store: The kind of store.
        profile: The profile in words.
        record: What was, or was to be, kept; None when the run brought no tokens.
        lost: Why it could not be kept after all; None when it was.
    """

    run: Run
    store: str
    profile: str
    record: Record | None = None
    lost: StoreProblem | None = None


def login(wanted: Wanted) -> LoggedIn:
    """Runs the grant and keeps what it brings.

    Raises:
        StoreProblem: The store cannot keep it, so nothing was started.
        LockNotGot: Another process held the lock all the time.
        PersonNeeded: A person must sign in, and there is none here.
    """
    kind = wanted.settings.get("store") or "keyring"
    place = open_place(wanted.listed, wanted.settings, wanted.note, no_input=wanted.no_input, kind=kind)
    try:
        place.prove()
    except StoreProblem as problem:
        raise StoreProblem(problem.what, _elsewhere(problem.help)) from None
    with place.alone():
        run = get_token(wanted.listed, wanted.settings, wanted.wiring())
        if run.tokens is None:
            return LoggedIn(run, kind, wanted.profile_name)
        record = record_of(run, place, wanted)
        try:
            place.keep(record)
        except StoreProblem as problem:
            return LoggedIn(run, kind, wanted.profile_name, record, problem)
        return LoggedIn(run, kind, wanted.profile_name, record)


def _elsewhere(told: str) -> str:
    return told if "--store" in told else f"{told}\nor keep tokens elsewhere: --store file or --store none".lstrip()
