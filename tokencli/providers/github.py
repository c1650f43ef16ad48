"""GitHub and GitHub Enterprise Server."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition

_DOCUMENTATION = "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps"
_AT = {
    "token_endpoint": "https://{domain}/login/oauth/access_token",
    "authorization_endpoint": "https://{domain}/login/oauth/authorize",
    "device_authorization_endpoint": "https://{domain}/login/device/code",
    # The documentation knows client_id and client_secret as members of the form only.
    "auth_method": "post",
}

PROVIDER = Provider(
    name="github",
    title="GitHub",
    recognise=Recognition(
        urls=(r"^https://github\.com(?:/|$)", r"/login/oauth/access_token$", r"/login/device/code$"),
        headers=(("x-github-request-id", "."),),
    ),
    presets=(
        Preset("", "", {name: one.replace("{domain}", "github.com") for name, one in _AT.items()}),
        Preset("HOST", DOMAIN, _AT),
    ),
    tenant="the host of a GitHub Enterprise Server",
    example="github:github.example.com",
    notes=(
        Note("there is no metadata, and refusals come with status 200", _DOCUMENTATION),
        Note("the device flow must be switched on in the app's settings", _DOCUMENTATION),
        Note("a sub-path of the registered callback is accepted, and on loopback any port", _DOCUMENTATION),
    ),
    lifetimes=(Lifetime("authorization code", "10 minutes", "general knowledge", seconds=600, verified=False),),
    sources=(
        _DOCUMENTATION,
        "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors",
    ),
)
