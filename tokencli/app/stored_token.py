"""A valid access token: out of the store, else by refresh, else by running the grant; the order is the whole point.

Look, lock, look again, prove the store, refresh, keep, hand out. Nothing is spent before the place for what comes back was
proved, and nothing is handed out before it was kept.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tokencli.app.token_at_rest import Held, keep, record_of
from tokencli.app.token_place import TokenPlace, is_attended, needs_nobody, open_place, sign_in_needed
from tokencli.errors import LockNotGot, PersonNeeded, StoreProblem
from tokencli.store.resting_token import UNKNOWN_LIFETIME_SECONDS

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Wanted
    from tokencli.errors import TokencliError
    from tokencli.oauth.tokens.token_set import TokenSet
    from tokencli.store.record import Record


def valid_token(wanted: Wanted) -> Held | Run:
    """A token that lives long enough, or the run that brought or failed to bring one.

    Raises:
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A person must sign in, and there is none here.
        LockNotGot: Another process held the lock all the time.
        StoreProblem: The store cannot be used, and without it a person would have to sign in, who is not here.
    """
    place = open_place(wanted.listed, wanted.settings, wanted.note, no_input=wanted.no_input)
    held = None if wanted.force else _good(place.find(), wanted)
    if held is not None:
        return held
    with ExitStack() as stack:
        try:
            stack.enter_context(place.alone())
        except StoreProblem as problem:  # without the lock nobody refreshes; whatever needs nobody can still be run
            place.give_up(problem)
        # Another process may have been faster while this one waited.
        before = place.find()
        held = None if wanted.force else _good(before, wanted)
        return held or _fresh(before, place, wanted)


def stored_token(wanted: Wanted) -> Held | None:
    """A stored token that lives long enough, looked for without anything being sent; None when there is none.

    Raises:
        StoreProblem: The store cannot be used.
    """
    place = open_place(wanted.listed, wanted.settings, wanted.note, no_input=wanted.no_input)
    held = _good(place.find(), wanted)
    if place.problem is not None:
        raise place.problem
    return held


def _good(record: Record | None, wanted: Wanted) -> Held | None:
    return Held(record, wanted.now) if record and record.is_good(wanted.now, wanted.min_validity) else None


def _fresh(before: Record | None, place: TokenPlace, wanted: Wanted) -> Held | Run:
    why: TokencliError | None = place.problem
    if before is not None and before.refresh_token:
        try:
            refreshed = _refreshed(before, place, wanted)
        except (StoreProblem, PersonNeeded) as problem:  # nothing was sent
            why = problem
        else:
            if not isinstance(refreshed, PersonNeeded):
                return refreshed
            why = refreshed
    if needs_nobody(wanted.listed, wanted.settings) or is_attended(no_input=wanted.no_input):
        return run_grant(place, wanted)
    raise why or sign_in_needed(
        f"no token is stored for {wanted.profile_name}, and the grant {wanted.listed.name} needs a person",
        wanted.login_command,
    )


def _refreshed(before: Record, place: TokenPlace, wanted: Wanted) -> Held | Run | PersonNeeded:
    """What a refresh brought; the words for the person when they have to sign in."""
    from tokencli.app.refresh import refresh

    refreshed = refresh(before, place, wanted)
    if refreshed.needs_sign_in:
        shown = wanted.wiring().redactor().text  # a server may quote what it was sent
        why, causes = refreshed.why(wanted.profile_name), refreshed.causes()
        return sign_in_needed(shown(why), wanted.login_command, *(shown(cause) for cause in causes))
    _say_short_life(refreshed.result.tokens, wanted)
    return refreshed.result


def run_grant(place: TokenPlace, wanted: Wanted) -> Run:
    """Runs the grant of the settings and keeps what it brings.

    A store that cannot keep it is said, and the token is handed out all the same.

    Raises:
        UsageProblem: A setting is missing or wrong, the key of the store among them.
    """
    from tokencli.app.get_token import get_token

    try:
        place.prove()
    except (StoreProblem, LockNotGot) as problem:
        place.give_up(problem)
    place.say_problem()
    run = wanted.started_anew(get_token(wanted.listed, wanted.settings, wanted.wiring()))
    if run.tokens is not None:
        keep(record_of(run, place, wanted), place)
        _say_short_life(run.tokens, wanted)
    return run


def _say_short_life(tokens: TokenSet | None, wanted: Wanted) -> None:
    lifetime = UNKNOWN_LIFETIME_SECONDS if tokens is None or tokens.expires_in is None else tokens.expires_in
    if tokens is not None and lifetime < wanted.min_validity:
        lives = "an unknown time, taken as " if tokens.expires_in is None else ""
        wanted.note(
            f"the fresh token lives {lives}{lifetime:g} s, shorter than the {wanted.min_validity:g} s that it should"
        )
