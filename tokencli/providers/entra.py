"""Microsoft Entra ID, formerly Azure AD: the Microsoft identity platform, version 2.0."""

from __future__ import annotations

from tokencli.providers.model import Note, Preset, Provider, Recognition

_DOCUMENTATION = "https://github.com/MicrosoftDocs/entra-docs/blob/main/docs/identity-platform"
_GUID = r"(?P<tenant>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"
_NAME = r"(?P<tenant>common|organizations|consumers|[\w-]+(?:\.[\w-]+)+)"
_CLOUD = r"(?P<cloud>login\.microsoftonline\.us|login\.partner\.microsoftonline\.cn)/"


def _endpoints(host: str) -> dict[str, str]:
    # The metadata of a tenant that is named otherwise than by its GUID names the GUID as issuer, so it never equals the
    # issuer that was asked for (RFC 8414 section 3.3); the endpoints need no such comparison.
    return {
        "token_endpoint": f"https://{host}/{{tenant}}/oauth2/v2.0/token",
        "authorization_endpoint": f"https://{host}/{{tenant}}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"https://{host}/{{tenant}}/oauth2/v2.0/devicecode",
    }


PROVIDER = Provider(
    name="entra",
    title="Microsoft Entra ID",
    recognise=Recognition(
        urls=(
            r"^https://login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn|windows\.net|live\.com)/",
            r"^https://sts\.windows\.net/",
            r"^https://[^/]+\.(?:b2clogin|ciamlogin)\.com/",
        ),
        headers=(("x-ms-ests-server", "."),),
        bodies=(r'"error_description"\s*:\s*"AADSTS\d{5,7}:',),
    ),
    presets=(
        Preset("GUID", _GUID, {"issuer": "https://login.microsoftonline.com/{tenant}/v2.0"}),
        Preset("DOMAIN", _NAME, _endpoints("login.microsoftonline.com")),
        Preset("CLOUD/GUID", _CLOUD + _GUID, {"issuer": "https://{cloud}/{tenant}/v2.0"}),
        Preset("CLOUD/DOMAIN", _CLOUD + _NAME, _endpoints("{cloud}")),
    ),
    tenant="the directory's GUID, one of its domains, or common, organizations, consumers",
    example="entra:contoso.onmicrosoft.com",
    notes=(
        Note(
            "with the GUID the issuer is known and an ID token is verified; with a domain or common neither is so",
            "general knowledge",
            verified=False,
        ),
        Note(
            "an application in its own name asks for the scope RESOURCE/.default", "general knowledge", verified=False
        ),
        Note(
            "a refresh token comes only with the scope offline_access, an ID token only with openid",
            f"{_DOCUMENTATION}/v2-oauth2-auth-code-flow.md",
        ),
    ),
    lifetimes={"authorization_code": 600, "access_token": 3600, "refresh_token": 90 * 86400},
    sources=(
        f"{_DOCUMENTATION}/reference-error-codes.md",
        f"{_DOCUMENTATION}/v2-oauth2-auth-code-flow.md",
        f"{_DOCUMENTATION}/refresh-tokens.md",
    ),
)
