"""What in a profile is wrong or risky: its settings as a run would use them, the server's metadata where it is at hand."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from tokencli.app.discover import discover_metadata
from tokencli.app.get_token import chosen_method
from tokencli.app.lint import LookedAt
from tokencli.app.wiring import shown_settings
from tokencli.diagnosis.linted import lint
from tokencli.diagnosis.profile_seen import ProfileSeen, Stated, ValueFacts
from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.pkce import VERIFIER
from tokencli.oauth.endpoints.discovery import Metadata
from tokencli.oauth.grants import find_grant
from tokencli.oauth.server import Server
from tokencli.settings.model import all_parameters
from tokencli.settings.profile_file import from_profile
from tokencli.settings.resolve import resolve
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.wire import form
from tokencli.wire.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.app.wiring import Wiring
    from tokencli.oauth.endpoints.discovery import Discovered, IssuerMismatch, NotFound
    from tokencli.settings.profile_file import ProfileFile
    from tokencli.settings.resolve import Settings
    from tokencli.wire.exchange import NoAnswer

# What can be read without asking a person, a program, a keyring or a platform.
_AT_HAND = frozenset({Scheme.ENV, Scheme.FILE, Scheme.LITERAL})
_MADE_WITH_SECRET = frozenset({"client_secret_basic", "client_secret_jwt"})
_NO_METADATA = "the server's metadata: none is kept here; --online fetches it"


def lint_profile(
    file: ProfileFile, settings: Settings, wiring: Wiring, standards: frozenset[str], *, online: bool
) -> LookedAt | IssuerMismatch | NotFound | NoAnswer:
    """Runs the rules over a profile.

    Args:
        file: The configuration file, for the other profiles in it.
        settings: The settings as a run with the profile would use them.
        wiring: The parts of the run.
        standards: The standards that have to be met besides.
        online: Whether the metadata is fetched; else what was kept of it is used.

    Returns:
        What was found; or what came instead of metadata that can be used.

    Raises:
        UsageProblem: The profile, or what it silences, cannot mean anything.
    """
    name = settings.profile or ""
    ignored: tuple[str, ...] = settings.get("ignore") or ()
    found = _metadata(settings, wiring, online=online)
    if found is not None and not isinstance(found, Metadata):
        return found
    metadata = found.members if found is not None else {}
    not_looked_at = [_NO_METADATA] if found is None and settings.get("issuer") else []
    seen = _seen(settings, metadata, standards)
    facts = dict(_facts(settings, seen.auth_method, wiring, not_looked_at))
    others = tuple(_others(file, name, not_looked_at))
    whole = ProfileSeen(
        seen.name,
        seen.settings,
        seen.grant,
        seen.auth_method,
        seen.issuer,
        metadata,
        facts,
        others,
        browser=_has_browser(),
        standards=standards,
    )
    return LookedAt(f"profile {name}", lint(whole, ignored, not_looked_at))


def _metadata(settings: Settings, wiring: Wiring, *, online: bool) -> Discovered | None:
    issuer = settings.get("issuer")
    if not issuer:
        return None
    return discover_metadata(issuer, wiring) if online else wiring.cache.find(issuer, stale=True)


def _seen(
    settings: Settings, metadata: Mapping[str, Any], standards: frozenset[str], profile: str | None = None
) -> ProfileSeen:
    keys = {one.name: one.key for one in all_parameters()}
    values = settings.given()
    stated = {
        one.name: Stated(
            keys[one.name],
            values[one.name].value,
            one.value,
            one.origin,
            _scheme(values[one.name].value),
        )
        for one in shown_settings(settings, Redactor())
    }
    grant = settings.get("grant")
    return ProfileSeen(
        profile or settings.profile or "",
        stated,
        find_grant(grant).name if grant else "",
        chosen_method(Server(metadata=metadata), settings).method,
        settings.get("issuer") or "",
        standards=standards,
    )


def _scheme(value: Any) -> str:
    return value.scheme.value if isinstance(value, SecretReference) else ""


def _facts(
    settings: Settings, auth_method: str, wiring: Wiring, not_looked_at: list[str]
) -> Iterator[tuple[str, ValueFacts]]:
    """Facts of what must be sent in a certain form; a secret is read only where a rule needs it and nobody is asked."""
    if settings.get("client_id"):
        yield "client_id", _facts_of(settings.get("client_id"))
    wanted = ["code_verifier", *(["client_secret"] if auth_method in _MADE_WITH_SECRET else [])]
    for name in wanted:
        reference = settings.get(name)
        if not isinstance(reference, SecretReference):
            continue
        if reference.scheme not in _AT_HAND:
            not_looked_at.append(f"{name}: {reference} is not read for this")
            continue
        try:
            yield name, _facts_of(wiring.secrets.text(reference, name))
        except UsageProblem as problem:
            not_looked_at.append(problem.what)


def _facts_of(text: str) -> ValueFacts:
    encoded = form.encode((("", text),)).removeprefix("=")
    return ValueFacts(len(text.encode()), encoded != text, VERIFIER.fullmatch(text) is not None)


def _others(file: ProfileFile, name: str, not_looked_at: list[str]) -> Iterator[ProfileSeen]:
    """The other profiles of the file, as they are written."""
    for other in file.profiles:
        if other == name:
            continue
        try:
            settings = resolve(all_parameters(), {}, {}, from_profile(file, other), other)
            yield _seen(settings, {}, frozenset(), other)
        except UsageProblem:
            not_looked_at.append(f"profile {other}, beside this one: it cannot be used as it is")


def _has_browser() -> bool:
    from tokencli.runtime.browser import usable_launchers

    return next(usable_launchers("URL", os.environ, sys.platform), None) is not None
