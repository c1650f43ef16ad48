"""The servers that are recorded, with what a case says of them."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from tests.interop.command_line import LIMIT_SECONDS
from tests.interop.keycloak import VERSION
from tests.interop.oidc_provider import PROJECT
from tests.interop.recordings.browsers import AtKeycloak, AtOidcProvider
from tests.interop.recordings.conversation import Conversation
from tests.interop.recordings.recording import Recorded

if TYPE_CHECKING:
    from tests.interop.authorization_server import AuthorizationServer
    from tests.interop.keycloak import Keycloak
    from tests.interop.oidc_provider import OidcProvider
    from tests.interop.recordings.conversation import Keys


def recorded_oidc_provider(server: OidcProvider, keys: Keys) -> Recorded:
    """A running oidc-provider; its port is written as the one in its handbook."""
    version = json.loads((PROJECT / "package.json").read_text("utf-8"))["dependencies"]["oidc-provider"]
    metadata = _metadata(server)
    begin = partial(Conversation, server, metadata, keys, AtOidcProvider())
    return Recorded("oidc-provider", version, _places(server, "127.0.0.1:3000"), begin)


def recorded_keycloak(server: Keycloak, keys: Keys) -> Recorded:
    """A running Keycloak; its port is written as the one in its handbook."""
    metadata = _metadata(server)
    begin = partial(Conversation, server, metadata, keys, AtKeycloak())
    return Recorded("keycloak", VERSION, _places(server, "127.0.0.1:8080"), begin)


def _metadata(server: AuthorizationServer) -> dict[str, Any]:
    answer = httpx.get(f"{server.issuer}/.well-known/openid-configuration", trust_env=False, timeout=LIMIT_SECONDS)
    told: dict[str, Any] = answer.raise_for_status().json()
    return told


def _places(server: AuthorizationServer, told: str) -> dict[str, str]:
    return {urlsplit(server.issuer).netloc: told}
