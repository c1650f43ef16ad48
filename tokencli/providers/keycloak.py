"""Keycloak and the Red Hat build of it."""

from __future__ import annotations

from tokencli.providers.model import Note, Preset, Provider, Recognition

_SOURCE = "github.com/keycloak/keycloak@008e27b services/src/main/java/org/keycloak/protocol/oidc"

PROVIDER = Provider(
    name="keycloak",
    title="Keycloak",
    recognise=Recognition(urls=(r"/realms/[^/]+(?:/protocol/openid-connect/[a-z/-]+|/?)$",)),
    presets=(
        # What people paste: the whole issuer.
        Preset("ISSUER", r"(?P<url>https?://\S+/realms/[^/\s]+)/?", {"issuer": "{url}"}),
        Preset("URL/REALM", r"(?P<url>https?://[^/\s]\S*)/(?P<realm>[^/\s]+)", {"issuer": "{url}/realms/{realm}"}),
        Preset(
            "HOST/REALM",
            r"(?P<host>[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:/\S+)?)/(?P<realm>[^/\s]+)",
            {"issuer": "https://{host}/realms/{realm}"},
        ),
    ),
    tenant="the server's URL, a slash and the realm",
    example="keycloak:https://sso.example.com/myrealm",
    notes=(
        Note("up to version 16 the server's URL ends in /auth, and so it belongs before the realm", _SOURCE),
        Note("client_id and client_secret in the body win over the Basic header", _SOURCE),
        Note("a wrong client secret comes back as unauthorized_client with status 401", _SOURCE),
    ),
    lifetimes={"authorization_code": 60},
    sources=(_SOURCE,),
)
