"""User pools of Amazon Cognito."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CLIENT_CREDENTIALS, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_DOCUMENTATION = "https://github.com/awsdocs/amazon-cognito-developer-guide/blob/main/doc_source/token-endpoint.md"
_REFRESHING = (
    "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html"
)
_ROTATION = (
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html"
)
_REVOCATION = "https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html"
_REDIRECT = (
    "https://stackoverflow.com/questions/50264679/aws-cognito-unauthorized-client-error-when-hitting-oauth2-token"
)
_REGION = r"(?P<region>[a-z]{2}(?:-[a-z]+)+-\d+)"
_ISSUER = {"issuer": "https://cognito-idp.{region}.amazonaws.com/{pool}"}

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)

_ERRORS = (
    KnownError(
        "cognito-code-refused",
        ("invalid_grant",),
        "the code is used, unknown or too old, or the verifier is wrong; nothing else is said.",
        (
            Cause(
                "the code was used before, often because a library trades it as well",
                "look for two requests to /oauth2/token with the same code",
                "sign in again, and let one of them trade it",
                Who.YOU,
            ),
            because.CODE_TOO_OLD,
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            because.VERIFIER_MISSING,
        ),
        Retry.NEW_SIGN_IN,
        (_DOCUMENTATION,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
        unverified=("the verifier",),
    ),
    KnownError(
        "cognito-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token is revoked, too old, of another app client, or cannot be used at this endpoint; nothing else is said.",
        (
            Cause(
                "the refresh token belongs to another app client",
                "compare client_id with that claim of the access token that came with it, as tokencli decode shows it",
                "use the app client of the sign-in",
                Who.YOU,
            ),
            Cause(
                "the refresh token is past its end, 30 days unless somebody changed it, or was revoked by a sign-out everywhere",
                "compare when it was given with the setting of the app client",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "the pool remembers devices, and the token came with a device key, which this endpoint cannot take",
                "look at Devices of the pool, and whether the sign-in was InitiateAuth",
                "refresh with InitiateAuth and DEVICE_KEY, or switch it off",
                Who.YOU,
            ),
            Cause(
                "the app client replaces refresh tokens, and wants GetTokensFromRefreshToken",
                "look at refresh token rotation of the app client",
                "use that call",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            _DOCUMENTATION,
            "https://github.com/aws/aws-sdk-js/issues/3836",
            "https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error",
            _ROTATION,
            _REFRESHING,
        ),
        words="",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "cognito-client-refused",
        ("invalid_client",),
        "the client was not accepted; nothing else is said.",
        (
            Cause(
                "the app client has a secret and none was sent, or it has none and one was sent",
                "look whether the page of the app client shows a secret",
                "give the secret, or use an app client without one",
                Who.YOU,
            ),
            Cause(
                "the client id belongs to another pool, region or domain",
                "compare the domain in the token endpoint with the pool that lists the app client",
                "use the domain of that pool",
                Who.YOU,
            ),
            Cause(
                "the credentials stand where this app client does not look, or were encoded in another way",
                "look at the request with --dry-run",
                "try --auth-method basic and post, and --basic-encoding raw",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            _DOCUMENTATION,
            "https://github.com/amazon-archives/amazon-cognito-auth-js/issues/206",
            "https://github.com/pilcrowonpaper/arctic/issues/175",
        ),
        words="",
        endpoints=_TOKEN,
        statuses=(400, 401),
    ),
    KnownError(
        "cognito-redirect-uri-or-grant",
        ("unauthorized_client",),
        "the app client may not use this grant, so says the documentation; a redirect URI that differs comes back so as well.",
        (
            because.REDIRECT_URI_DIFFERS,
            Cause(
                "the app client does not have the authorization code grant",
                "look at Allowed OAuth Flows of the app client",
                "enable it",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_REDIRECT, "https://openillumi.com/en/en-cognito-unauthorized-client-trailing-slash-trap", _DOCUMENTATION),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "cognito-grant-not-allowed",
        ("unauthorized_client",),
        "the app client may not use this grant.",
        (
            Cause(
                "the app client has no scopes of a resource server, which client credentials need",
                "look at Custom scopes of the app client",
                "add a resource server with scopes, and allow them",
                Who.APP_OWNER,
            ),
            Cause(
                "the grant is not enabled for the app client",
                "look at Allowed OAuth Flows of the app client",
                "enable it",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_DOCUMENTATION,),
        words="",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS, REFRESH_TOKEN),
        statuses=(400,),
    ),
    KnownError(
        "cognito-request-malformed",
        ("invalid_request",),
        "a parameter is missing or has another name; nothing else is said.",
        (
            Cause(
                "a parameter has a wrong name, such as redirect_url",
                "look at the names in the request with --dry-run",
                "use the names of RFC 6749, as redirect_uri",
                Who.YOU,
            ),
            because.NOT_A_FORM,
            because.VERIFIER_MISSING,
        ),
        Retry.AFTER_FIX,
        (_DOCUMENTATION, "https://github.com/amazon-archives/amazon-cognito-auth-js/issues/52"),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "cognito-grant-type-unknown",
        ("unsupported_grant_type",),
        "the endpoint knows codes, refresh tokens and client credentials, and no other grant.",
        (
            Cause(
                "another grant was tried, mostly a password",
                "look at grant_type in the request",
                "use InitiateAuth for passwords, or let the person sign in with authorization-code",
                Who.YOU,
            ),
            because.NOT_A_FORM,
        ),
        Retry.AFTER_FIX,
        (_DOCUMENTATION,),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "cognito-redirect-uri-not-registered",
        (),
        "the redirect URI is not among the callback URLs; the browser ends at /error?error=redirect_mismatch.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        (
            "https://github.com/aws/aws-aspnet-cognito-identity-provider/issues/167",
            "https://github.com/amazon-archives/amazon-cognito-auth-js/issues/85",
            "https://github.com/aws-amplify/amplify-js/issues/4308",
            "https://github.com/PrefectHQ/fastmcp/issues/2139",
        ),
        words=r"\bredirect_mismatch\b",
        example="An error was encountered with the requested page. redirect_mismatch",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "cognito-redirect-uri-refused",
        ("redirect_mismatch",),
        "the redirect URI is not among the callback URLs; it stands in the query of the error page.",
        (because.REDIRECT_URI_NOT_REGISTERED,),
        Retry.AFTER_FIX,
        ("https://github.com/aws/aws-aspnet-cognito-identity-provider/issues/167",),
        endpoints=_AUTHORIZATION,
    ),
    KnownError(
        "cognito-provider-behind-refused",
        ("invalid_request", "server_error"),
        "the identity provider behind Cognito refused the token request of Cognito itself; the words quote its answer.",
        (
            Cause(
                "secret or redirect URI of that provider is wrong; the URI must be https://DOMAIN/oauth2/idpresponse",
                "compare both with the settings of the identity provider in the pool",
                "correct them there",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the token endpoint of that provider cannot be reached, or does not take a form",
                "read the status in the words",
                "have that endpoint mended",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/TimothyJones/github-cognito-openid-wrapper/issues/3",),
        words=r"^Bad token response: HTTP/",
        example="Bad token response: HTTP/1.1 400 Bad Request, entity: Failure: 'Request failed with status code 400'",
        endpoints=_AUTHORIZATION,
    ),
)

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
        Note("a revocation ends the refresh token and the access tokens that were made from it", _REVOCATION),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime(
            "authorization code",
            "5 minutes",
            "https://www.volcengine.com/article/722609",
            seconds=300,
            verified=False,
        ),
        Lifetime(
            "refresh token",
            "30 days unless the app client says otherwise, from 60 minutes to 10 years",
            _REFRESHING,
            seconds=2592000,
        ),
        Lifetime("replaced refresh token", "0 to 60 seconds, as the app client says", _ROTATION),
    ),
    deviations=(
        Note("a refusal has no error_description", _DOCUMENTATION),
        Note(
            "an answer has no scope; where none was asked for, all scopes of the pool's own are given", _DOCUMENTATION
        ),
        Note("a refresh always gives an ID token", _DOCUMENTATION),
    ),
    quirks=frozenset({"redirect-uri-is-unauthorized-client"}),
    sources=(_DOCUMENTATION, _REDIRECT),
)
