"""OneLogin: an identity provider whose issuer is a subdomain of its own."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Preset, Provider, Recognition

PROVIDER = Provider(
    name="onelogin",
    title="OneLogin",
    recognise=Recognition(urls=(r"^https://[^/]+\.onelogin\.com/oidc",)),
    presets=(Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}/oidc/2"}),),
    tenant="the account's domain",
    example="onelogin:example.onelogin.com",
    sources=("https://developers.onelogin.com/openid-connect/api/validate-token",),
)
