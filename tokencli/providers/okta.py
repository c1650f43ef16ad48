"""Okta: the authorization server of an organisation, and those made for its APIs."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Note, Preset, Provider, Recognition

_LIFETIMES = "https://support.okta.com/help/s/article/refresh-token-expiration-behavior"

PROVIDER = Provider(
    name="okta",
    title="Okta",
    recognise=Recognition(
        urls=(
            r"^https://[^/]+\.(?:okta|oktapreview|okta-emea|okta-gov|trexcloud)\.com(?:/|$)",
            r"^https://[^/]+/oauth2/(?:default|aus[A-Za-z0-9]{17})(?:/v1/token)?$",
        ),
        headers=(("x-okta-request-id", "."),),
    ),
    presets=(
        Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}"}),
        Preset(
            "DOMAIN/AUTHSERVER",
            DOMAIN.removesuffix("/?") + r"/(?:oauth2/)?(?P<server>\w+)/?",
            {"issuer": "https://{domain}/oauth2/{server}"},
        ),
    ),
    tenant="the domain of the organisation, or DOMAIN/AUTHSERVER for a custom authorization server",
    example="okta:dev-123.okta.com/default",
    notes=(
        Note(
            "a refresh token comes only where offline_access was granted",
            "https://github.com/okta/okta-developer-docs/blob/master/packages/@okta/vuepress-site/docs/reference/api/oidc/index.md",
        ),
        Note("refresh tokens of the organisation's own server live 90 days, whatever their use", _LIFETIMES),
    ),
    sources=(
        _LIFETIMES,
        "https://github.com/okta/okta-developer-docs/blob/master/packages/@okta/vuepress-site/docs/reference/api/oidc/index.md",
    ),
)
