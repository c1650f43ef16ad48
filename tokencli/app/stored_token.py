"""A valid access token: out of the store, else by refresh, else by running the grant; the order is the whole point.

Look, lock, look again, prove the store, refresh, keep, hand out. Nothing is spent before the place for what comes back was
proved, and nothing is handed out before it was kept.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tokencli.app.token_at_rest import Held, keep, record_of
from tokencli.app.token_place import TokenPlace, is_attended, needs_nobody, open_place, sign_in_needed
from tokencli.errors import StoreProblem

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Wanted
    from tokencli.oauth.tokens.token_set import TokenSet
    from tokencli.store.record import Record


def valid_token(wanted: Wanted) -> Held | Run:
    """A token that lives long enough, or the run that brought or failed to bring one.

    Raises:
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A person must sign in, and there is none here.
        LockNotGot: Another process held the lock all the time.
        StoreProblem: The store could not keep what a refresh would bring, so nothing was sent.
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
    """A stored token that lives long enough, looked for without anything being sent; None when there is none."""
    place = open_place(wanted.listed, wanted.settings, wanted.note, no_input=wanted.no_input)
    return _good(place.find(), wanted)


def _good(record: Record | None, wanted: Wanted) -> Held | None:
    return Held(record, wanted.now) if record and record.is_good(wanted.now, wanted.min_validity) else None


def _fresh(before: Record | None, place: TokenPlace, wanted: Wanted) -> Held | Run:
    refused = None
    if before is not None and before.refresh_token:
        from tokencli.app.refresh import refresh

        refreshed = refresh(before, place, wanted)
        if not refreshed.needs_sign_in:
            return refreshed.result
        refused = refreshed
    if needs_nobody(wanted.listed, wanted.settings) or is_attended(no_input=wanted.no_input):
        return run_grant(place, wanted)
    if refused is not None:
        raise sign_in_needed(refused.why(wanted.profile_name), wanted.login_command, *refused.causes())
    raise sign_in_needed(
        f"no token is stored for {wanted.profile_name}, and the grant {wanted.listed.name} needs a person",
        wanted.login_command,
    )


def run_grant(place: TokenPlace, wanted: Wanted) -> Run:
    """Runs the grant of the settings and keeps what it brings.

    Raises:
        StoreProblem: Never; a store that was lost meanwhile is said, and the token is handed out all the same.
    """
    from tokencli.app.get_token import get_token

    wiring = wanted.wiring()
    run = get_token(wanted.listed, wanted.settings, wiring)
    if run.tokens is not None:
        keep(record_of(run, place, wanted), place)
        _say_short_life(run.tokens, wanted)
    return run


def _say_short_life(tokens: TokenSet, wanted: Wanted) -> None:
    least = wanted.settings.get("min_validity")
    if least is not None and tokens.expires_in is not None and tokens.expires_in < least:
        wanted.note(f"the fresh token lives {tokens.expires_in} s, shorter than the {least:g} s that were asked for")
