"""Salesforce: connected apps of an organisation."""

from __future__ import annotations

from tokencli.providers.model import DOMAIN, Note, Preset, Provider, Recognition

_ERRORS = "https://help.salesforce.com/apex/HTViewHelpDoc?id=xcloud.remoteaccess_oauth_flow_errors.htm"

PROVIDER = Provider(
    name="salesforce",
    title="Salesforce",
    recognise=Recognition(
        urls=(
            r"^https://(?:login|test)\.salesforce\.com(?:/|$)",
            r"^https://[^/]+\.my\.(?:salesforce|site)\.com(?:/|$)",
            r"/services/oauth2/token$",
        ),
    ),
    presets=(
        Preset("", "", {"issuer": "https://login.salesforce.com"}),
        Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}"}),
    ),
    tenant="the organisation's own domain, or test.salesforce.com for a sandbox",
    example="salesforce:example.my.salesforce.com",
    notes=(
        Note(
            "an answer has no expires_in: the token lives as long as the session that the organisation allows",
            "general knowledge",
            verified=False,
        ),
        Note(
            "calls go to the instance_url of the answer",
            "https://github.com/restforce/restforce/issues/81",
            verified=False,
        ),
        Note("the true reason of a refusal stands in Setup, Login History", _ERRORS),
    ),
    sources=(_ERRORS,),
)
