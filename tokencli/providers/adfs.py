"""Active Directory Federation Services."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Note, Preset, Provider, Recognition

PROVIDER = Provider(
    name="adfs",
    title="AD FS",
    recognise=Recognition(urls=(r"^https?://[^/]+/adfs(?:/|$)",), bodies=(r'"error_description"\s*:\s*"MSIS\d{4}:',)),
    presets=(Preset("HOST", DOMAIN.removesuffix("/?") + "(?:/adfs)?/?", {"issuer": "https://{domain}/adfs"}),),
    tenant="the host of the federation service",
    example="adfs:sts.example.com",
    notes=(
        Note(
            "without --resource the access token is for userinfo or for the client itself",
            "https://github.com/DuendeArchive/IdentityServer4/issues/812",
        ),
        Note(
            "a refresh usually gives no new refresh token",
            "https://github.com/MicrosoftDocs/windowsserverdocs/issues/7835",
        ),
    ),
    sources=(
        "https://github.com/DuendeArchive/IdentityServer4/issues/812",
        "https://github.com/MicrosoftDocs/windowsserverdocs/issues/7835",
    ),
)
