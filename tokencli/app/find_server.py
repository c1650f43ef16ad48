"""From an issuer or endpoints to a server: settings first, then the cache, then discovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.discover import discover_metadata
from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.discovery import IssuerMismatch, Metadata, NotFound
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.app.wiring import Wiring
    from tokencli.settings.resolve import Settings
    from tokencli.wire.exchange import NoAnswer

_ENDPOINTS = (
    "token_endpoint",
    "authorization_endpoint",
    "device_authorization_endpoint",
    "backchannel_authentication_endpoint",
    "pushed_authorization_request_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "end_session_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
)


def find_server(
    settings: Settings, needed: Iterable[str], wiring: Wiring, *, offline: bool = False
) -> Server | IssuerMismatch | NotFound | NoAnswer:
    """Finds the server that the settings mean.

    Args:
        settings: The settings of the run.
        needed: The endpoints the grant needs; when all are given, nothing is discovered.
        wiring: The parts of the run.
        offline: Whether nothing may be sent.

    Raises:
        UsageProblem: Neither an issuer nor the endpoints are given, or nothing may be sent and the cache holds nothing.
    """
    found = _find(settings, needed, wiring, offline=offline)
    # RFC 8705 section 5: a client that does mutual TLS, whatever for, asks the endpoints that are there for it.
    return found.over_mutual_tls() if isinstance(found, Server) and settings.get("cert") else found


def _find(
    settings: Settings, needed: Iterable[str], wiring: Wiring, *, offline: bool
) -> Server | IssuerMismatch | NotFound | NoAnswer:
    issuer: str = settings.get("issuer") or ""
    endpoints = {name: settings.get(name) for name in _ENDPOINTS if settings.get(name)}
    if not issuer or all(name in endpoints for name in needed):
        return Server(issuer, endpoints)
    metadata = find_metadata(issuer, wiring, offline=offline)
    if not isinstance(metadata, Metadata):
        return metadata
    return Server(str(metadata.members["issuer"]), endpoints, metadata.members)


def find_metadata(
    issuer: str, wiring: Wiring, *, offline: bool = False
) -> Metadata | IssuerMismatch | NotFound | NoAnswer:
    """The metadata of an issuer, from the cache or from the server. Arguments and errors as for `find_server`."""
    # Many servers forbid to keep their metadata; a dry run shows what would be sent by those that were seen last.
    cached = wiring.cache.find(issuer, stale=offline) if wiring.options.use_cache else None
    if cached is not None:
        return cached
    if offline:
        raise UsageProblem(
            "a dry run sends nothing, and the metadata of the issuer is not in the cache",
            f"fetch it first with: tokencli discover {issuer}   or name --token-endpoint",
        )
    return discover_metadata(issuer, wiring)
