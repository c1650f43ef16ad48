"""Slack: apps that are installed into a workspace, and Sign in with Slack."""

from __future__ import annotations

from tokencli.providers.model import Note, Preset, Provider, Recognition

_ACCESS = "https://docs.slack.dev/reference/methods/oauth.v2.access"
_SIGN_IN = "https://docs.slack.dev/reference/methods/openid.connect.token"

PROVIDER = Provider(
    name="slack",
    title="Slack",
    recognise=Recognition(urls=(r"^https://(?:[^/]+\.)?slack\.com(?:/|$)",), headers=(("x-slack-req-id", "."),)),
    presets=(
        Preset(
            "",
            "",
            {
                "token_endpoint": "https://slack.com/api/oauth.v2.access",
                "authorization_endpoint": "https://slack.com/oauth/v2/authorize",
            },
        ),
        Preset("openid", "openid", {"issuer": "https://slack.com"}),
    ),
    tenant="the word openid, for Sign in with Slack",
    example="slack:openid",
    notes=(
        Note("refusals come with status 200, ok false and no description", _ACCESS),
        Note("the scope in an answer is separated by commas, and a user's token stands in authed_user", _ACCESS),
        Note("Sign in with Slack has endpoints of its own and an ID token", _SIGN_IN),
    ),
    sources=(_ACCESS, _SIGN_IN),
)
