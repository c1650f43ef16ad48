"""The grant of the settings run afresh and kept; the store is proved before anybody is asked to sign in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.get_token import get_token
from tokencli.app.token_at_rest import Held, as_run, record_of
from tokencli.app.token_place import open_place
from tokencli.errors import LockNotGot, StoreProblem

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Wanted
    from tokencli.app.token_place import TokenPlace
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
    lost: StoreProblem | LockNotGot | None = None


def login(wanted: Wanted) -> LoggedIn:
    """Runs the grant and keeps what it brings. Of several that wait for each other one signs in, unless `wanted.force` is set.

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
        faster = None if wanted.force else _faster(place, wanted)
        if faster is not None:
            return LoggedIn(as_run(Held(faster, wanted.now)), kind, wanted.profile_name, faster)
        run = get_token(wanted.listed, wanted.settings, wanted.wiring())
        run = run if wanted.force else wanted.started_anew(run)
        if run.tokens is None:
            return LoggedIn(run, kind, wanted.profile_name)
        record = record_of(run, place, wanted)
        try:
            place.keep(record)
        except (StoreProblem, LockNotGot) as problem:
            return LoggedIn(run, kind, wanted.profile_name, record, problem)
        return LoggedIn(run, kind, wanted.profile_name, record)


def _faster(place: TokenPlace, wanted: Wanted) -> Record | None:
    """What another process got by a sign-in that ended while this one waited for it."""
    with suppress(StoreProblem):  # an entry that cannot be read is replaced
        found = place.store.get(place.fingerprint)
        if found is not None and found.refreshed_at is None and found.received_at >= wanted.now:
            return found
    return None


def _elsewhere(told: str) -> str:
    return told if "--store" in told else f"{told}\nor keep tokens elsewhere: --store file or --store none".lstrip()
