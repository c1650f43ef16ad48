"""Ping Identity: PingOne in the cloud, PingFederate on a host of one's own."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Note, Preset, Provider, Recognition

_GUID = r"(?P<environment>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
_SETTINGS = (
    "https://docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/"
    "help_authorizationserversettingstasklet_oauthauthorizationserversettingsstate.html"
)

PROVIDER = Provider(
    name="ping",
    title="Ping Identity",
    recognise=Recognition(
        urls=(r"^https://auth\.pingone\.(?:com|eu|ca|asia|com\.au|sg)/", r"/as/token\.oauth2$"),
    ),
    presets=(
        Preset("ENVIRONMENT", _GUID, {"issuer": "https://auth.pingone.com/{environment}/as"}),
        Preset(
            "REGION/ENVIRONMENT",
            rf"(?P<region>com|eu|ca|asia|com\.au|sg)/{_GUID}",
            {"issuer": "https://auth.pingone.{region}/{environment}/as"},
        ),
        *ISSUER_PRESETS,
    ),
    tenant="the GUID of a PingOne environment, REGION/GUID (eu, ca, asia, com.au, sg), or the URL of a PingFederate",
    example="ping:eu/11111111-2222-3333-4444-555555555555",
    notes=(Note("a code of PingFederate is good for 60 s unless the server says otherwise", _SETTINGS),),
    sources=("https://docs.pingidentity.com/r/en-us/pingfederate-113/pf_oauth_grant_type_param", _SETTINGS),
)
