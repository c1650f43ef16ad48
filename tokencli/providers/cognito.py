"""User pools of Amazon Cognito."""

from __future__ import annotations

from tokencli.providers.model import Note, Preset, Provider, Recognition

_DOCUMENTATION = "https://github.com/awsdocs/amazon-cognito-developer-guide/blob/main/doc_source/token-endpoint.md"
_REGION = r"(?P<region>[a-z]{2}(?:-[a-z]+)+-\d+)"
_ISSUER = {"issuer": "https://cognito-idp.{region}.amazonaws.com/{pool}"}

PROVIDER = Provider(
    name="cognito",
    title="Amazon Cognito",
    recognise=Recognition(
        urls=(
            r"^https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/",
            r"^https://[^/]+\.auth(?:-fips)?\.[a-z0-9-]+\.amazoncognito\.com/",
        ),
        headers=(("x-amz-cognito-request-id", "."),),
    ),
    presets=(
        Preset("REGION/POOL", rf"{_REGION}/(?P<pool>\w[\w-]*_\w+)", _ISSUER),
        # The identifier of a pool begins with its region.
        Preset("POOL", rf"(?P<pool>{_REGION}_\w+)", _ISSUER),
    ),
    tenant="the identifier of the user pool, with or without REGION/ before it",
    example="cognito:eu-west-1/eu-west-1_AbCdEf123",
    notes=(
        Note("the issuer and the endpoints are on different hosts; neither follows from the other", _DOCUMENTATION),
        Note("a scope the pool does not know is left out without a word", _DOCUMENTATION),
        Note("a refresh gives no new refresh token, unless rotation is switched on", _DOCUMENTATION),
    ),
    sources=(
        _DOCUMENTATION,
        "https://stackoverflow.com/questions/50264679/aws-cognito-unauthorized-client-error-when-hitting-oauth2-token",
    ),
)
