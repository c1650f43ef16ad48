"""Google accounts and the Google identity platform."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, JWT_BEARER, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition

_ERRORS = (
    KnownError(
        name="google-refresh-token-dead",
        codes=("invalid_grant",),
        meaning="Google no longer takes this refresh token, and does not say why.",
        causes=(
            Cause(
                "the consent screen of the app is external and in testing, so that refresh tokens live 7 days",
                "look at Publishing status",
                "publish the app, and sign in again",
                Who.APP_OWNER,
            ),
            Cause(
                "the user took the access back, or changed the password",
                "look at the account's third-party connections",
                "sign in again",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://developers.google.com/google-ads/api/docs/get-started/common-errors",),
        words=r"^Token has been expired or revoked\.?$",
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="google-code-malformed",
        codes=("invalid_grant",),
        meaning="this cannot be a code.",
        causes=(
            Cause(
                "the code is still percent-encoded, or is another value",
                "a code begins with 4/, not with 4%2F",
                "send the decoded code",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/googleworkspace/go-samples/issues/85",),
        words=r"^Malformed (?:auth )?code\.?$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="google-code-used",
        codes=("invalid_grant",),
        meaning="the code was traded before.",
        causes=(
            Cause(
                "the callback ran twice",
                "look for two token requests with the same code",
                "sign in again",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/bitly/oauth2_proxy/issues/368",),
        words=r"^Code was already redeemed\.?$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="google-verifier-missing",
        codes=("invalid_grant",),
        meaning="the authorization request had a challenge, and this request has no verifier.",
        causes=(
            Cause(
                "the verifier was not sent",
                "look for code_verifier in the token request",
                "send the one of this sign-in with --code-verifier",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/onaio/onadata/issues/3068",),
        words=r"^Missing code verifier\.?$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="google-verifier-differs",
        codes=("invalid_grant",),
        meaning="the verifier does not belong to the challenge.",
        causes=(
            Cause(
                "the verifier belongs to another sign-in",
                "make its challenge with tokencli make pkce --verifier and compare",
                "sign in again and keep the verifier of that sign-in",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/googleapis/google-api-java-client/issues/1479",),
        words=r"^Invalid code verifier\.?$",
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        name="google-session-control",
        codes=("invalid_grant",),
        meaning="the organisation wants its people to sign in again after some hours.",
        causes=(
            Cause(
                "the session length for Google Cloud is over",
                "an administrator sees it under Google Cloud session control",
                "sign in again; for jobs use a service account",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/cline/cline/issues/4080",),
        words=r"^reauth related error",
        grants=(REFRESH_TOKEN,),
    ),
    KnownError(
        name="google-assertion-times",
        codes=("invalid_grant",),
        meaning="the assertion's times are not near Google's clock, or exp is more than an hour after iat.",
        causes=(
            Cause(
                "this machine's clock is wrong, or the times are not seconds in UTC",
                "compare iat with the Date header of the answer",
                "set the clock, and let the assertion live an hour at most",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/googleapis/google-api-php-client/issues/1429",),
        words=r"^Invalid JWT: Token must be a short-lived token",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="google-assertion-signature",
        codes=("invalid_grant",),
        meaning="no key of the service account in iss made this signature.",
        causes=(
            Cause(
                "the key was deleted, or belongs to another service account",
                "compare kid with the keys of the account",
                "make a new key and use it with its own account",
                Who.APP_OWNER,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/googleapis/google-cloud-python/issues/10004",),
        words=r"^Invalid JWT Signature\.?$",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="google-delegation",
        codes=("unauthorized_client",),
        meaning="the service account may not act for this user with these scopes.",
        causes=(
            Cause(
                "domain-wide delegation is not set up for the account and exactly these scopes",
                "look at Domain-wide delegation in the admin console",
                "add the account's numeric client id with these scopes",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/hlavki/g-suite-identity-sync/issues/7",),
        words=r"^Client is unauthorized to retrieve access tokens using this method",
        grants=(JWT_BEARER,),
    ),
    KnownError(
        name="google-client-unknown",
        codes=("invalid_client",),
        meaning="there is no such client.",
        causes=(
            Cause(
                "the client id is wrong or the client was deleted",
                "compare with Credentials in the console",
                "give the right one; a deleted client can be restored for 30 days",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/erebusnz/gapi-google-analytics-php-interface/issues/149",),
        words=r"^The OAuth client was not found\.?$",
    ),
    KnownError(
        name="google-client-secret-wrong",
        codes=("invalid_client",),
        meaning="the client is known, and the secret is wrong.",
        causes=(
            Cause(
                "the secret is of another client, or was replaced",
                "compare with Credentials in the console",
                "give the current secret",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/adrielcafe/AndroidOAuth/issues/2",),
        words=r"^(?:Unauthorized|The provided client secret is invalid\.?)$",
    ),
    KnownError(
        name="google-client-secret-missing",
        codes=("invalid_request",),
        meaning="clients of the kinds Web and Desktop must send their secret, with PKCE too.",
        causes=(
            Cause(
                "no client secret was sent",
                "look at the kind of the client in the console",
                "give --client-secret",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/diegosouzapw/OmniRoute/issues/117",),
        words=r"^client_secret is missing\.?$",
    ),
)

PROVIDER = Provider(
    name="google",
    title="Google",
    recognise=Recognition(
        urls=(
            r"^https://accounts\.google\.com(?:/|$)",
            r"^https://oauth2\.googleapis\.com/",
            r"^https://www\.googleapis\.com/oauth2/v[34]/token$",
        ),
    ),
    presets=(Preset("", "", {"issuer": "https://accounts.google.com"}),),
    example="google",
    notes=(
        Note(
            "a refresh token needs --auth-param access_type=offline, and after the first consent also --prompt consent; "
            "offline_access is no scope here",
            "general knowledge",
            verified=False,
        ),
        Note(
            "an app whose consent screen is in testing gets refresh tokens that live 7 days",
            "https://developers.google.com/google-ads/api/docs/get-started/common-errors",
        ),
    ),
    errors=_ERRORS,
    lifetimes=(Lifetime("access token", "60 minutes", "general knowledge", seconds=3600, verified=False),),
    sources=(
        "https://github.com/anthropics/blobfile/pull/2",
        "https://github.com/hlavki/g-suite-identity-sync/issues/7",
    ),
)
