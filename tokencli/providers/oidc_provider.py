"""oidc-provider for Node.js, and the servers made on it."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

_SOURCE = "github.com/panva/node-oidc-provider@b95c294 lib"

PROVIDER = Provider(
    name="oidc-provider",
    title="oidc-provider",
    recognise=Recognition(
        endpoints=(r"/token/introspection$", r"/token/revocation$", r"/session/end$"),
        bodies=(r'"error_description"\s*:\s*"grant request is invalid"',),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="oidc-provider:https://login.example.com",
    notes=(
        Note("the reason of a refusal stands in the server's error_detail, which is logged and never sent", _SOURCE),
        Note("a code or refresh token that is used again revokes the whole grant", _SOURCE),
    ),
    sources=(f"{_SOURCE}/helpers/errors.js", f"{_SOURCE}/actions"),
)
