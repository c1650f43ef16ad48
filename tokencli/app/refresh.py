"""A stored token renewed: nothing that rotates is lost, and what a failure means is told apart (RFC 6749 section 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tokencli.app.dpop_key import kept_reference
from tokencli.app.token_at_rest import Held, keep, record_of
from tokencli.app.token_place import sign_in_needed
from tokencli.diagnosis.finding import Confidence
from tokencli.errors import TokencliError
from tokencli.oauth.error_response import ErrorResponse
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.store.attempt import Attempts

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Wanted
    from tokencli.app.token_place import TokenPlace
    from tokencli.oauth.server import Server
    from tokencli.settings.resolve import Settings
    from tokencli.store.record import Record

# Refusals that no second try with the same refresh token can change.
_DEAD = frozenset({"invalid_grant"})


@dataclass(frozen=True)
class Refreshed:
    """How a refresh ended.

    Attributes:
        result: The fresh token or the failed run.
        cut_off: Whether an earlier refresh with the same token never got its answer kept.
        record: The entry that was to be refreshed.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """

    result: Held | Run
    record: Record
    now: float
    cut_off: bool = False

    @property
    def needs_sign_in(self) -> bool:
        """Whether the refresh token is no longer good; any other failure leaves it as it was."""
        return not isinstance(self.result, Held) and is_dead(self.result)

    def why(self, profile: str) -> str:
        """What happened, in one sentence."""
        run = self.result
        if isinstance(run, Held) or not isinstance(run.ended, ErrorResponse):
            return f"the refresh token of {profile} cannot be used"
        product = f"{run.evidence.provider.title}: " if run.evidence.provider else ""
        said = f', {product}"{run.ended.description}"' if run.ended.description else ""
        return f"the refresh token of {profile} is no longer accepted ({run.ended.error}{said})"

    def causes(self) -> tuple[str, ...]:
        """What is likely behind it."""
        from tokencli.diagnosis.times import duration

        last = self.record.refreshed_at or self.record.received_at
        used = f"it was last renewed {duration(self.now - last)} ago"
        if self.cut_off:
            return (
                "an earlier refresh was cut off before its answer could be kept; a server that rotates has used it up",
            )
        if isinstance(self.result, Held):
            return (used,)
        likely = [one.what for one in self.result.findings if one.confidence is not Confidence.RULED_OUT]
        return (f"{likely[0]}; {used}" if likely else used,)


def is_dead(run: Run) -> bool:
    """Whether a refusal says that the refresh token itself is no good any more."""
    return isinstance(run.ended, ErrorResponse) and run.ended.error in _DEAD and run.verdict.value == "invalid grant"


def refresh(before: Record, place: TokenPlace, wanted: Wanted) -> Refreshed:
    """Trades the stored refresh token, while the lock is held.

    Args:
        before: The stored entry.
        place: Where it rests.
        wanted: What the command wants.

    Raises:
        StoreProblem: The store could not keep what would come back, so nothing was sent.
        PersonNeeded: The settings lead to another server than the one that gave the token.
    """
    from tokencli.app.get_token import get_token
    from tokencli.oauth.grants import find_grant

    place.prove()
    attempts = Attempts(place.fingerprint)
    cut_off = attempts.was_cut_off(before.refresh_token)
    wiring = wanted.wiring()
    wiring.secrets.known.update(value for value in (before.refresh_token, before.access_token) if value)

    def agree(server: Server) -> None:
        _same_server(server, before, wanted)
        attempts.begin(before.refresh_token)

    try:
        run = get_token(find_grant("refresh-token"), _settings(wanted.settings, before), wiring, agree)
    except TokencliError:  # nothing was sent
        attempts.end(unless=cut_off)
        raise
    if run.tokens is None:
        attempts.end(unless=cut_off or _may_be_spent(run))
        faster = _faster(place, before, wanted) if is_dead(run) else None
        return faster or Refreshed(run, before, wanted.now, cut_off)
    # RFC 9700 section 4.14.2: the new refresh token is kept before anything is handed out.
    record = record_of(run, place, wanted, before)
    keep(record, place)
    attempts.end(unless=place.problem is not None)
    return Refreshed(replace(run, ended=replace(run.tokens, members=record.members)), before, wanted.now)


def _may_be_spent(run: Run) -> bool:
    """Whether the server may have taken the refresh token, and what it gave for it was lost."""
    from tokencli.wire.exchange import NoAnswer

    return run.ended.sent if isinstance(run.ended, NoAnswer) else not isinstance(run.ended, ErrorResponse)


def _faster(place: TokenPlace, before: Record, wanted: Wanted) -> Refreshed | None:
    """What another process got that was faster, where the store has another token by now."""
    found = place.find()
    if found is None or (found.access_token, found.refresh_token) == (before.access_token, before.refresh_token):
        return None
    if found.is_good(wanted.now, wanted.min_validity):
        return Refreshed(Held(found, wanted.now), found, wanted.now)
    return refresh(found, place, wanted) if found.refresh_token not in {"", before.refresh_token} else None


def _settings(settings: Settings, before: Record) -> Settings:
    """The settings of the refresh: the same client and targets, the stored token, and no scope (traps of many servers)."""
    # RFC 6749 section 6: if scope is omitted it is treated as equal to the scope originally granted.
    kept = {name: one for name, one in settings.values.items() if name != "scope"}
    origin = Origin(Source.STORE, settings.profile or "")
    token = SecretReference(Scheme.LITERAL, before.refresh_token)
    renewed = replace(settings, values=kept).with_value("refresh_token", Setting(token, origin))
    if "dpop_key" in kept or not before.dpop_key:
        return renewed
    # RFC 9449 section 5: a refresh token of a public client is bound to the key; the same key MUST be used.
    return renewed.with_value("dpop_key", Setting(kept_reference(before.dpop_key), origin))


def _same_server(server: Server, before: Record, wanted: Wanted) -> None:
    """Lets pass the server that gave the token.

    Raises:
        PersonNeeded: It is another one; a refresh token goes to nobody else.
    """
    endpoint = server.endpoint("token_endpoint")
    same = server.issuer == before.issuer if before.issuer and server.issuer else endpoint == before.token_endpoint
    if not same:
        raise sign_in_needed(
            f"the stored token of {wanted.profile_name} came from {before.issuer or before.token_endpoint}, "
            f"and the settings now lead to {server.issuer or endpoint}",
            wanted.login_command,
        )
