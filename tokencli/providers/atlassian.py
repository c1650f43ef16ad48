"""Atlassian Cloud, three-legged OAuth."""

from __future__ import annotations

from tokencli.providers.model import Note, Preset, Provider, Recognition

_DOCUMENTATION = "https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/"

PROVIDER = Provider(
    name="atlassian",
    title="Atlassian Cloud",
    recognise=Recognition(urls=(r"^https://auth\.atlassian\.com(?:/|$)",), headers=(("atl-traceid", "."),)),
    presets=(
        Preset(
            "",
            "",
            {
                "token_endpoint": "https://auth.atlassian.com/oauth/token",
                "authorization_endpoint": "https://auth.atlassian.com/authorize",
                "auth_method": "post",
            },
        ),
    ),
    example="atlassian",
    notes=(
        Note("the authorization request needs --audience api.atlassian.com and --prompt consent", _DOCUMENTATION),
        Note("a refresh token comes only with the scope offline_access, and each refresh replaces it", _DOCUMENTATION),
    ),
    sources=(_DOCUMENTATION,),
)
