"""OneLogin: an identity provider whose issuer is a subdomain of its own; its words are those of oidc-provider."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_VALIDATE = "https://developers.onelogin.com/openid-connect/api/validate-token"

_ERRORS = (
    KnownError(
        name="onelogin-grant-refused",
        codes=("invalid_grant",),
        meaning="the code or refresh token does not fit, and the words do not say which part.",
        causes=(
            Cause(
                "the code or refresh token was used before, or is too old",
                "look for an earlier request with it, and compare the times",
                "sign in again",
                Who.YOU,
            ),
            Cause(
                "an ID token was sent as refresh token",
                "look whether refresh_token begins with eyJ",
                "send the member refresh_token of the answer",
                Who.YOU,
            ),
            Cause(
                "the redirect URI or the verifier is another than that of the authorization request",
                "compare redirect_uri in both requests, and tokencli make pkce --verifier with code_challenge",
                "send the same values",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/panva/openid-client/issues/110",),
        words=r"^grant request is invalid$",
        example="grant request is invalid",
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE, REFRESH_TOKEN),
        statuses=(400,),
        generic=True,
        verified=False,
        unverified=("that OneLogin says so",),
    ),
    KnownError(
        name="onelogin-client-refused",
        codes=("invalid_client",),
        meaning="the client did not authenticate as the application's setting wants.",
        causes=(
            Cause(
                "the client sends its secret otherwise than Token Endpoint of the application says",
                "look at Token Endpoint on the SSO tab of the application: Basic, POST or None (PKCE)",
                "use --auth-method basic, post or none to match",
                Who.YOU,
            ),
            Cause(
                "the secret is wrong, or stands in the header and in the body",
                "look at both in the token request",
                "send the present secret in one place",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/argoproj/argo-cd/issues/3573", _VALIDATE),
        words=r"^client authentication failed$",
        example="client authentication failed",
        endpoints=(Purpose.TOKEN,),
        statuses=(401,),
        generic=True,
    ),
    KnownError(
        name="onelogin-secret-in-the-wrong-place",
        codes=("invalid_client", "invalid_request"),
        meaning="the secret came in the header where the body was wanted, or the other way round; the words say which.",
        causes=(
            Cause(
                "Token Endpoint of the application is Basic, and the client sends its secret in the body, or POST, and the client uses the header",
                "look at Token Endpoint on the SSO tab of the application",
                "use --auth-method basic or post to match",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            "https://github.com/openshift/origin/issues/18675",
            "https://github.com/jumbojett/OpenID-Connect-PHP/issues/136",
        ),
        words=r"client_secret must be provided in the",
        example="client_secret must be provided in the Authorization header",
        endpoints=(Purpose.TOKEN,),
        verified=False,
        unverified=("status", "error"),
    ),
    KnownError(
        name="onelogin-client-unknown",
        codes=("invalid_client",),
        meaning="this account has no application with that client id.",
        causes=(
            Cause(
                "the client id is that of API credentials instead of an application's",
                "compare it with the SSO tab of the application",
                "send the client id of that tab",
                Who.YOU,
            ),
            Cause(
                "the issuer is that of another account or region",
                "compare the host with the account's own domain",
                "name the account, as in onelogin:example.onelogin.com",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            "https://github.com/onelogin/onelogin-oidc-node/issues/17",
            "https://github.com/jumbojett/OpenID-Connect-PHP/issues/136",
        ),
        words=r"^client is invalid$",
        example="client is invalid",
        endpoints=(Purpose.AUTHORIZATION,),
        generic=True,
    ),
    KnownError(
        name="onelogin-redirect-uri-not-registered",
        codes=("redirect_uri_mismatch", "invalid_redirect_uri"),
        meaning="the redirect URI is none of the application's.",
        causes=(
            Cause(
                "the redirect URI is not listed, or differs in its letters",
                "compare redirect_uri with Redirect URIs on the Configuration tab of the application",
                "add it letter for letter",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/onelogin/onelogin-oidc-node/issues/17",),
        words=r"did not match any (?:of the )?client's registered redirect_uri",
        example="redirect_uri did not match any client's registered redirect_uris",
        endpoints=(Purpose.AUTHORIZATION,),
        generic=True,
        unverified=("error invalid_redirect_uri",),
    ),
)

PROVIDER = Provider(
    name="onelogin",
    title="OneLogin",
    recognise=Recognition(urls=(r"^https://[^/]+\.onelogin\.com/oidc",)),
    presets=(Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}/oidc/2"}),),
    tenant="the account's domain",
    example="onelogin:example.onelogin.com",
    notes=(
        Note(
            "the older addresses, without /2 and under openid-connect.onelogin.com, ended in April 2021",
            "https://developers.onelogin.com/openid-connect/api-v1/validate-session",
        ),
        Note("introspection answers with status 200 for a dead token too; read active", _VALIDATE),
        Note(
            "the password grant has no second factor",
            "https://github.com/onelogin/onelogin-oidc-node/issues/18",
        ),
    ),
    errors=_ERRORS,
    sources=(_VALIDATE,),
)
