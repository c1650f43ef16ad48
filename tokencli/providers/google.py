"""Google accounts and the Google identity platform."""

from __future__ import annotations

from tokencli.providers.model import Note, Preset, Provider, Recognition

PROVIDER = Provider(
    name="google",
    title="Google",
    recognise=Recognition(
        urls=(
            r"^https://accounts\.google\.com(?:/|$)",
            r"^https://oauth2\.googleapis\.com/",
            r"^https://www\.googleapis\.com/oauth2/v[34]/token$",
        ),
    ),
    presets=(Preset("", "", {"issuer": "https://accounts.google.com"}),),
    example="google",
    notes=(
        Note(
            "a refresh token needs --auth-param access_type=offline, and after the first consent also --prompt consent; "
            "offline_access is no scope here",
            "general knowledge",
            verified=False,
        ),
        Note(
            "an app whose consent screen is in testing gets refresh tokens that live 7 days",
            "https://developers.google.com/google-ads/api/docs/get-started/common-errors",
        ),
    ),
    lifetimes={"access_token": 3600},
    sources=(
        "https://github.com/anthropics/blobfile/pull/2",
        "https://github.com/hlavki/g-suite-identity-sync/issues/7",
    ),
)
