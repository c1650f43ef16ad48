"""GitLab, on gitlab.com and self-managed."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition

PROVIDER = Provider(
    name="gitlab",
    title="GitLab",
    recognise=Recognition(urls=(r"^https://gitlab\.",), headers=(("x-gitlab-meta", "."),)),
    presets=(
        Preset("", "", {"issuer": "https://gitlab.com"}),
        Preset("HOST", DOMAIN, {"issuer": "https://{domain}"}),
    ),
    tenant="the host of a self-managed GitLab",
    example="gitlab:gitlab.example.com",
    notes=(
        Note("a refresh token is good once and is replaced by each refresh", "https://docs.gitlab.com/api/oauth2/"),
    ),
    lifetimes=(Lifetime("access token", "120 minutes", "general knowledge", seconds=7200, verified=False),),
    sources=("https://docs.gitlab.com/api/oauth2/",),
)
