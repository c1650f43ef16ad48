"""Auth0, the customer identity cloud of Okta."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition

PROVIDER = Provider(
    name="auth0",
    title="Auth0",
    recognise=Recognition(
        urls=(r"^https://[^/]+\.auth0\.com(?:/|$)",), bodies=(r'"error_uri"\s*:\s*"https://auth0\.com/docs',)
    ),
    # The issuer ends with a slash, and the comparison is exact.
    presets=(Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}/"}),),
    tenant="the tenant's domain, its own or a custom one",
    example="auth0:example.eu.auth0.com",
    notes=(
        Note(
            "without --audience the access token is opaque; with the identifier of an API it is a JWT for it",
            "general knowledge",
            verified=False,
        ),
        Note(
            "a wrong code or refresh token is answered with status 403",
            "https://community.auth0.com/t/authorisation-code-flow-error-403/73029",
        ),
    ),
    lifetimes=(Lifetime("access token", "1 days", "general knowledge", seconds=86400, verified=False),),
    sources=("https://community.auth0.com/t/authorisation-code-flow-error-403/73029",),
)
