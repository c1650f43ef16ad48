"""Sign in with Apple."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_NOTE = "https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors"
_ERROR = "https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse"

_ERRORS = (
    KnownError(
        name="apple-code-expired",
        codes=("invalid_grant",),
        meaning="the code is older than five minutes, was revoked, or is no code.",
        causes=(
            Cause(
                "more than five minutes passed between the sign-in and the token request",
                "compare both times",
                "send the code to the server at once and trade it there",
                Who.YOU,
            ),
            Cause(
                "the identity token was sent in place of the code",
                "look whether the value begins with eyJ",
                "send authorizationCode instead of identityToken",
                Who.YOU,
            ),
            Cause(
                "the code was given to the app, with its bundle id, and traded with the Services ID, or the other way round",
                "ask where the code comes from: an app's belongs to the bundle id, a web page's to the Services ID",
                "send the client id that the code was given to, and make the client secret with the same sub",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(
            "https://github.com/klausbetz/apple-identity-provider-keycloak/issues/50",
            "https://github.com/Timothylock/go-signin-with-apple/issues/39",
            _NOTE,
        ),
        words=r"^The code has expired or has been revoked",
        example="The code has expired or has been revoked.",
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        name="apple-code-used",
        codes=("invalid_grant",),
        meaning="the code was traded before.",
        causes=(
            Cause(
                "the app and the server both trade the code, or a request was repeated",
                "look for two token requests with the same code",
                "trade each code once, in one place",
                Who.YOU,
            ),
            Cause(
                "Apple's service has a fault",
                "look at Apple's system status page",
                "wait, and sign in again",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(
            "https://developer.apple.com/forums/thread/726004",
            "https://github.com/pennersr/django-allauth/issues/2836",
        ),
        words=r"^The code has already been used",
        example="The code has already been used.",
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        name="apple-grant-refused",
        codes=("invalid_grant",),
        meaning="the code or refresh token is refused, and Apple says no more.",
        causes=(
            Cause(
                "the client id is not the one that the code was given to: the bundle id for an app, the Services ID for a web page",
                "decode the identity token with tokencli decode and compare aud with client_id",
                "send that client id",
                Who.YOU,
            ),
            Cause(
                "the person stopped using the app with the Apple ID",
                "look for the server-to-server notification consent-revoked",
                "sign in again",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(
            "https://github.com/invertase/react-native-apple-authentication/issues/76",
            "https://developer.apple.com/forums/thread/118135",
            "https://developer.apple.com/forums/thread/123909",
            _ERROR,
        ),
        words="",
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE, REFRESH_TOKEN),
        statuses=(400,),
    ),
    KnownError(
        name="apple-client-refused",
        codes=("invalid_client",),
        meaning="the client secret, which is a JWT, or the client id is refused, and Apple says no more.",
        causes=(
            Cause(
                "the client secret has expired, or lives longer than six months",
                "decode it with tokencli decode: exp must lie ahead, and 15777000 seconds at most after iat",
                "make a new one, best for each request",
                Who.YOU,
            ),
            Cause(
                "a claim of the client secret is wrong",
                "decode it with tokencli decode: iss is the Team ID, sub the client id, aud https://appleid.apple.com",
                "correct the claims",
                Who.YOU,
            ),
            Cause(
                "the key is another one, was revoked, or is not enabled for Sign in with Apple",
                "compare kid in the header with Keys in the developer account, and look at the key's primary App ID",
                "sign with the right key, or enable it",
                Who.APP_OWNER,
            ),
            Cause(
                "the signature has a wrong form: another algorithm than ES256, or DER instead of 64 octets",
                "decode it with tokencli decode and look at alg; the last part has 86 characters",
                "sign with ES256, in the form of JWS",
                Who.YOU,
            ),
            Cause(
                "the times are in milliseconds or in local time",
                "decode it with tokencli decode: iat and exp have ten digits and are UTC",
                "write seconds since 1970 in UTC",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            "https://github.com/mikebronner/laravel-sign-in-with-apple/issues/9",
            "https://github.com/aboutyou/dart_packages/issues/303",
            "https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/issues/1420",
            "https://developer.apple.com/forums/thread/681824",
            _ERROR,
        ),
        endpoints=(Purpose.TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        name="apple-authorization-refused",
        codes=("invalid_request", "invalid_client", "unauthorized_client", "invalid_scope"),
        meaning="the authorization request is refused, and Apple says no more than the error.",
        causes=(
            Cause(
                "the client id is unknown, or written in other letters, which counts",
                "compare client_id with the Services ID in the developer account, or with the bundle id for an app",
                "send it letter for letter",
                Who.YOU,
            ),
            Cause(
                "the redirect URI is not among the return URLs of the Services ID",
                "compare redirect_uri with the return URLs",
                "add it; it must be https with a domain, not localhost and not an IP address",
                Who.APP_OWNER,
            ),
            Cause(
                "scope asks for name or email, and response_mode is not form_post",
                "look for both in the authorization request",
                "use --response-mode form_post",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_NOTE, "https://github.com/aaronpk/sign-in-with-apple-example/issues/3"),
        endpoints=(Purpose.AUTHORIZATION,),
    ),
    KnownError(
        name="apple-redirect-uri-not-registered",
        codes=(),
        meaning="the redirect URI is none of the Services ID's return URLs; a page for the person says so.",
        causes=(
            Cause(
                "the return URL is not listed, or differs by a slash or in its letters",
                "compare redirect_uri of the authorization request with the return URLs of the Services ID",
                "add that URL, or send a listed one with --redirect-uri",
                Who.APP_OWNER,
            ),
            Cause(
                "the redirect URI uses http, localhost, an IP address or a scheme of an app",
                "look at it in the authorization request",
                "use https with a domain",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            "https://github.com/ananay/passport-apple/issues/22",
            "https://github.com/openid/AppAuth-iOS/issues/586",
            "https://github.com/aspnet-contrib/AspNet.Security.OAuth.Providers/issues/510",
            "https://github.com/mikebronner/laravel-sign-in-with-apple/issues/43",
        ),
        words=r"(?i:invalid web redirect url)",
        example="invalid_request invalid web redirect url.",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
        unverified=("status",),
    ),
    KnownError(
        name="apple-sign-in-cancelled",
        codes=("user_cancelled_authorize",),
        meaning="the person pressed Cancel; other servers say access_denied here.",
        causes=(
            Cause(
                "the person does not want to sign in",
                "ask the person",
                "offer the sign-in again",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(
            "https://github.com/nhosoya/omniauth-apple/issues/23",
            "https://github.com/aboutyou/dart_packages/pull/97",
            "https://github.com/aspnet-contrib/AspNet.Security.OAuth.Providers/issues/424",
        ),
        endpoints=(Purpose.AUTHORIZATION,),
    ),
)

PROVIDER = Provider(
    name="apple",
    title="Sign in with Apple",
    recognise=Recognition(urls=(r"^https://appleid\.apple\.com(?:/|$)",)),
    presets=(Preset("", "", {"issuer": "https://appleid.apple.com", "auth_method": "post"}),),
    example="apple",
    notes=(
        Note(
            "the client secret is a JWT that you sign with ES256; it lives 180 days at most",
            "https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/issues/1420",
        ),
        Note(
            "a name or an e-mail address is given only at the first sign-in",
            "https://developer.apple.com/forums/tags/sign-in-with-apple",
        ),
        Note(
            "the client id of an app is its bundle id, that of a web page the Services ID; a code belongs to one of them",
            _NOTE,
        ),
        Note(
            "a scope needs --response-mode form_post", "https://github.com/aaronpk/sign-in-with-apple-example/issues/3"
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime(
            "authorization code", "5 minutes, used once", "https://www.volcengine.com/article/1000562", seconds=300
        ),
        Lifetime(
            "refresh token",
            "without end; verify it once a day at most",
            "https://siwasafari.fluffy.es/siwa/2020/02/25/pitch.html",
        ),
        Lifetime(
            "client secret",
            "180 days at most",
            "https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/issues/1420",
            seconds=15552000,
        ),
    ),
    deviations=(
        Note(
            "a refused client comes back with status 400, an error without words mostly with nothing but error",
            _ERROR,
        ),
        Note(
            "the answer to a refresh has no ID token and no refresh token",
            "https://developer.apple.com/forums/thread/123909",
        ),
        Note(
            "email_verified, exp and iat of an ID token may be texts",
            "https://dev-kelly.notion.site/12029858806780a19dc8fa503ab66261",
        ),
        Note(
            "a person who cancels is reported as user_cancelled_authorize",
            "https://github.com/nhosoya/omniauth-apple/issues/23",
        ),
        Note("an answer has no scope", "general knowledge", verified=False),
    ),
    quirks=frozenset({"invalid-client-is-400"}),
    sources=(_NOTE, _ERROR),
)
