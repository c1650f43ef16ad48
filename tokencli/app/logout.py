"""A stored token ended at its server where that can be done, and forgotten in any case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.app.find_server import find_server
from tokencli.app.open_store import open_store
from tokencli.app.question import ask
from tokencli.app.revoke import revocation
from tokencli.app.token_place import open_place
from tokencli.errors import StoreProblem
from tokencli.oauth.endpoints.end_session import end_session_url
from tokencli.oauth.endpoints.revocation import ENDPOINT
from tokencli.oauth.server import Server
from tokencli.settings.origin import Origin, Setting, Source

if TYPE_CHECKING:
    from tokencli.app.results import Run
    from tokencli.app.token_at_rest import Wanted
    from tokencli.app.token_place import TokenPlace
    from tokencli.store.index import Summary
    from tokencli.store.record import Record


@dataclass(frozen=True)
class LoggedOut:
    """How a logout ended. Whatever the server said, nothing is stored any more.

    Attributes:
        profile: The profile in words.
        found: Whether there was anything to forget.
        runs: What the server answered, one run a token.
        why_not: Why the server was not asked; empty when it was.
        url: The URL that ends the session in the browser; empty when it was not asked for.
    """

    profile: str
    found: bool
    runs: tuple[Run, ...] = ()
    why_not: str = ""
    url: str = ""

    @property
    def failed(self) -> Run | None:
        """The revocation that did not succeed; None when all did."""
        return next((run for run in self.runs if run.verdict.value != "done"), None)


def logout(wanted: Wanted, *, with_url: bool = False, post_logout_redirect_uri: str | None = None) -> LoggedOut:
    """Ends the stored token of these settings.

    Args:
        wanted: The settings.
        with_url: Whether the URL that ends the session is wanted.
        post_logout_redirect_uri: Where the browser goes after that.

    Raises:
        StoreProblem: The store is locked, absent or broken.
        LockNotGot: Another process held the lock all the time.
        UsageProblem: A setting is missing, or the server has no logout URL.
    """
    kind = wanted.settings.get("store") or "keyring"
    place = open_place(wanted.listed, wanted.settings, wanted.note, no_input=wanted.no_input, kind=kind)
    with place.alone():
        try:
            record = place.store.get(place.fingerprint)
        except StoreProblem as problem:
            return _forgotten_unread(place, problem, wanted)
        url = _url(record, wanted, post_logout_redirect_uri) if with_url else ""
        if record is None:
            return LoggedOut(wanted.profile_name, found=False, url=url)
        runs, why_not = _revoked(record, wanted)
        place.store.delete(place.fingerprint)
    return LoggedOut(wanted.profile_name, found=True, runs=runs, why_not=why_not, url=url)


def _forgotten_unread(place: TokenPlace, problem: StoreProblem, wanted: Wanted) -> LoggedOut:
    """Forgets an entry that cannot be read: it is damaged, or of a later version; a store that is closed stays closed."""
    place.store.delete(place.fingerprint)
    return LoggedOut(wanted.profile_name, found=True, why_not=f"no server could be asked to end it: {problem.what}")


def forget(entry: Summary) -> None:
    """Forgets an entry whose settings are gone, so that nobody can ask its server.

    Raises:
        StoreProblem: The store is locked, absent or broken.
    """
    open_store(entry.store).delete(entry.fingerprint)


def _server(wanted: Wanted, endpoint: str) -> Server | None:
    found = find_server(wanted.settings, (endpoint,), wanted.wiring())
    return found if isinstance(found, Server) else None


def _url(record: Record | None, wanted: Wanted, post_logout_redirect_uri: str | None) -> str:
    server = _server(wanted, "end_session_endpoint") or Server()
    hint = str(record.members.get("id_token") or "") if record else ""
    return end_session_url(server, hint, wanted.settings.get("client_id") or "", post_logout_redirect_uri)


def _revoked(record: Record, wanted: Wanted) -> tuple[tuple[Run, ...], str]:
    wiring = wanted.wiring()
    tokens = (("refresh_token", record.refresh_token), ("access_token", record.access_token))
    wiring.secrets.known.update(token for _, token in tokens if token)
    server = _server(wanted, ENDPOINT)
    if server is None:
        return (), "the server could not be asked"
    if record.issuer and server.issuer and server.issuer != record.issuer:
        return (), f"it came from {record.issuer}, and the settings now lead to {server.issuer}"
    if not server.endpoints.get(ENDPOINT) and not server.metadata.get(ENDPOINT):
        return (), "the server names no revocation endpoint"
    runs = []
    for hint, token in tokens:
        if token:
            told = Setting(hint, Origin(Source.STORE, "the store"))
            settings = wanted.settings.with_value("token_type_hint", told)
            runs.append(ask(revocation(token, settings, wiring), settings, wiring))
    return tuple(runs), ""
