"""Okta: the authorization server of an organisation, and those made for its APIs."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, DEVICE_CODE, PASSWORD, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_REFERENCE = "https://github.com/okta/okta-developer-docs/blob/master/packages/@okta/vuepress-site/docs/reference/api/oidc/index.md"
_ARTICLES = "https://support.okta.com/help/s/article"
_LIFETIMES = f"{_ARTICLES}/refresh-token-expiration-behavior"
_JWT_LIFETIMES = f"{_ARTICLES}/What-is-the-lifetime-of-the-JWT-tokens"
_INVALID_CLIENT = f"{_ARTICLES}/invalid-client-error-returned-during-client-authentication-failure"
_REDIRECT_URI = f"{_ARTICLES}/okta-error-400-bad-request-the-redirect-uri-parameter-must-be-a-login-redirect-uri-in-the-client-app-settings"
_SEEN = "https://wiki.nci.nih.gov/pages/diffpages.action?originalId=453018440&pageId=454362131"
_GUIDE_OF_DEVICES = (
    "github.com/okta/okta-developer-docs@4c4a961 "
    "packages/@okta/vuepress-site/docs/guides/device-authorization-grant/main/index.md"
)

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)

_OTHER_ID = Cause(
    "the client id is mistyped, or that of another organisation, such as preview in place of production",
    "see whether it begins with 0oa and has 20 characters, and compare the host",
    "give the client id of this organisation, or the right host",
    Who.YOU,
)
_CLIENT_INACTIVE = Cause(
    "the application is not active",
    "look for it under Applications in the admin console",
    "activate it",
    Who.ADMINISTRATOR,
)
_OTHER_SERVER = Cause(
    "authorization request and token request went to different organisations or authorization servers",
    "compare the host and the part /oauth2/ID/ of both endpoints",
    "take both from one issuer, with --issuer",
    Who.YOU,
)

_ERRORS = (
    KnownError(
        "okta-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token is unknown, too old, unused too long, replaced or revoked.",
        (
            Cause(
                "the refresh token is replaced at each use, and an old one was sent after its grace period",
                "look for two refreshes with the same token: two runs, a repeated request, a lost answer",
                "sign in again, and keep the refresh token of each answer",
                Who.YOU,
            ),
            Cause(
                "the refresh token is past its end, which a refresh does not move",
                "ask tokencli introspect for its exp; the organisation's own server gives 90 days, others what a rule says",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "the refresh token lay unused longer than the rule of the access policy allows",
                "compare the last refresh with `but will expire if not used every` in that rule",
                "sign in again, and refresh more often",
                Who.END_USER,
            ),
            Cause(
                "the user was deactivated or lost the app, or the token was revoked",
                "an administrator finds it in the System Log, as app.oauth2.as.token.revoke or among the user's events",
                "have it restored, and sign in again",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the refresh token came from another authorization server",
                "compare the issuer of the sign-in with the token endpoint: /oauth2/default is another than /oauth2",
                "refresh at the server that gave it",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            _LIFETIMES,
            "https://github.com/okta/okta-react-native/issues/287",
            "https://github.com/MaikuB/flutter_appauth/issues/482",
        ),
        words=r"^The refresh token is invalid or expired\.?$",
        example="The refresh token is invalid or expired.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "okta-code-refused",
        ("invalid_grant",),
        "the code is unknown, used or too old.",
        (
            because.CODE_TOO_OLD,
            because.CODE_USED_BEFORE,
            _OTHER_SERVER,
            Cause(
                "an interaction code of the Identity Engine was sent as an authorization code",
                "see whether the words name an interaction code",
                "send it with grant type interaction_code, as fetch custom can",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/oktadev/okta-smartfhir-docs/issues/13",
            "https://github.com/okta/okta-idx-swift/issues/109",
            _REFERENCE,
        ),
        words=r"^The (?:authorization|interaction) code is invalid or has expired",
        example="The authorization code is invalid or has expired.",
        endpoints=_TOKEN,
    ),
    KnownError(
        "okta-redirect-uri-differs",
        ("invalid_grant",),
        "the redirect URI is not the one of the authorization request.",
        (because.REDIRECT_URI_DIFFERS,),
        Retry.NEW_SIGN_IN,
        ("https://github.com/okta/okta-aspnet/issues/130", _REFERENCE),
        words=r"^The 'redirect_uri' does not match the redirection URI used in the authorization request",
        example="The 'redirect_uri' does not match the redirection URI used in the authorization request.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        "okta-verifier-differs",
        ("invalid_grant",),
        "the verifier is missing, malformed or does not belong to the challenge.",
        (
            Cause(
                "the verifier belongs to an earlier sign-in, of another tab or an old session",
                "see whether a second sign-in works; make its challenge with tokencli make pkce --verifier and compare",
                "sign in again, and keep the verifier of that very sign-in",
                Who.YOU,
            ),
            Cause(
                "the challenge was computed in another way than base64url of SHA-256 without padding",
                "make the challenge of the verifier with tokencli make pkce --verifier and compare",
                "let the same program make both",
                Who.YOU,
            ),
            because.VERIFIER_MALFORMED,
        ),
        Retry.NEW_SIGN_IN,
        ("https://github.com/okta/okta-oidc-js/issues/839",),
        words=r"^PKCE verification failed\.?$",
        example="PKCE verification failed.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "okta-user-credentials",
        ("invalid_grant",),
        "user name or password is wrong, or the account is locked, which is not told apart; each attempt counts.",
        (
            because.PASSWORD_WRONG,
            Cause(
                "the account is locked after several attempts",
                "an administrator sees Locked out",
                "have it unlocked, and stop what repeats the request",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the policy of the app asks for a second factor, which this grant cannot show",
                "sign in with a browser and see what is asked",
                "use authorization-code, or have the app exempted",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEVER,
        (_SEEN,),
        words=r"^The credentials provided were invalid\.?$",
        example="The credentials provided were invalid.",
        endpoints=_TOKEN,
        grants=(PASSWORD,),
        statuses=(400,),
    ),
    KnownError(
        "okta-client-unknown",
        ("invalid_client",),
        "this organisation has no active application with this client id.",
        (_OTHER_ID, _CLIENT_INACTIVE),
        Retry.AFTER_FIX,
        (_INVALID_CLIENT,),
        words=r"^Invalid value for 'client_id' parameter",
        example="Invalid value for 'client_id' parameter.",
    ),
    KnownError(
        "okta-client-unknown-in-own-form",
        (),
        "this organisation has no active application with this client id; it says so with errorCode and errorSummary, and on "
        "a page for the person.",
        (_OTHER_ID, _CLIENT_INACTIVE),
        Retry.AFTER_FIX,
        (_SEEN, _INVALID_CLIENT),
        words=r"Invalid value for 'client_id' parameter",
        example='{"errorCode":"invalid_client","errorSummary":"Invalid value for \'client_id\' parameter.",'
        '"errorLink":"invalid_client","errorId":"oae0000000000000000000000","errorCauses":[]}',
        page=True,
    ),
    KnownError(
        "okta-client-secret-wrong",
        ("invalid_client",),
        "the client id is right, and the secret is not.",
        (
            Cause(
                "the secret was replaced; two can be active, and the older one ended",
                "compare with the secrets and their dates in the admin console",
                "give the current secret",
                Who.YOU,
            ),
            Cause(
                "the secret has special characters, and was changed on the way",
                "try once with --auth-method basic and once with --auth-method post",
                "take it from a reference such as file: or env:, and let it be encoded",
                Who.YOU,
            ),
            _OTHER_SERVER,
        ),
        Retry.AFTER_FIX,
        (_INVALID_CLIENT, _SEEN),
        words=r"^The client secret supplied for a confidential client is invalid\.?$",
        example="The client secret supplied for a confidential client is invalid.",
        statuses=(401,),
    ),
    KnownError(
        "okta-client-refused",
        ("invalid_client",),
        "the client was not accepted, and Okta does not say why.",
        (
            Cause(
                "the client authenticates with another method than the app is set to",
                "look at Client authentication under General of the app",
                "use that method with --auth-method",
                Who.YOU,
            ),
            Cause(
                "the secret was revoked",
                "look whether the admin console still lists it as active",
                "make a new secret and use it",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_INVALID_CLIENT,),
        words=r"^Client authentication failed\. Either the client or the client credentials are invalid",
        example="Client authentication failed. Either the client or the client credentials are invalid.",
    ),
    KnownError(
        "okta-credentials-missing",
        ("invalid_client",),
        "neither a Basic header nor a secret nor an assertion reached Okta.",
        (
            because.NOT_A_FORM,
            Cause(
                "something between here and Okta drops the Authorization header",
                "compare the request before and behind the proxy",
                "have it passed on, or use --auth-method post",
                Who.YOU,
            ),
            Cause(
                "the app is of a kind that has a secret, and the client has none",
                "look whether the app is a Web application and the client a browser or native program",
                "make a Native or single-page app, which has PKCE in place of a secret",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (_REFERENCE,),
        words=r"^No client credentials found\.?$",
        example="No client credentials found.",
        statuses=(401,),
    ),
    KnownError(
        "okta-credentials-twice",
        ("invalid_request",),
        "the client's credentials came in more than one place; the status is 401 now and then.",
        (
            Cause(
                "a Basic header and client_id or client_secret in the body were sent together",
                "look at the request with --dry-run",
                "choose one --auth-method, and give nothing of it with --param",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/boylesoftware/tomcat-oidcauth/issues/6",),
        words=r"^Cannot supply multiple client credentials\.",
        example="Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, "
        "credentials in the post body, or a client_assertion in the post body.",
        statuses=(401, 400),
    ),
    KnownError(
        "okta-grant-not-allowed",
        ("unauthorized_client",),
        "the app does not have this grant; the words list those that it has.",
        (
            Cause(
                "the grant is not ticked for the app",
                "compare with the list in the description",
                "tick it under General Settings, or use an app of another kind",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/okta/okta-mobile-kotlin/issues/224",),
        words=r"^The client is not authorized to use the provided grant type\.",
        example="The client is not authorized to use the provided grant type. Configured grant types: [refresh_token, "
        "authorization_code].",
    ),
    KnownError(
        "okta-browser-without-pkce",
        ("invalid_client",),
        "the request has an Origin header, so that Okta takes it for one of a page and wants PKCE.",
        (
            Cause(
                "the program or a proxy adds an Origin header, as Postman in a browser does",
                "look for Origin in the request",
                "leave it out, or send the request from a server",
                Who.YOU,
            ),
            Cause(
                "a single-page application sends no code verifier",
                "look for code_verifier in the token request",
                "use PKCE in it",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (f"{_ARTICLES}/Browser-requests-to-the-token-endpoint-must-use-Proof-Key-for-Code-Exchange",),
        words=r"^Browser requests to the token endpoint must use Proof Key for Code Exchange",
        example="Browser requests to the token endpoint must use Proof Key for Code Exchange.",
        endpoints=_TOKEN,
    ),
    KnownError(
        "okta-policy-without-rule",
        ("access_denied",),
        "no rule of the authorization server's access policies fits this client, grant, user and scope.",
        (
            Cause(
                "the authorization server has no policy or rule for this client or grant",
                "look under Security, API, the server, Access Policies",
                "add a rule",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the user is in none of the rule's groups, or is not assigned to the app",
                "compare the user's groups with the rule and the assignments of the app",
                "assign the user, or widen the rule",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "a requested scope is not in the rule",
                "leave scopes out one by one until it passes",
                "add the scope to the rule",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/oktadev/okta-wordpress-sign-in-widget/issues/35",
            "https://github.com/zeekhoo-okta/okta-django-samples/issues/15",
            "https://github.com/okta/okta-spring-boot/issues/602",
        ),
        words=r"^Policy evaluation failed for this request",
        example="Policy evaluation failed for this request, please check the policy configurations.",
    ),
    KnownError(
        "okta-user-not-assigned",
        ("access_denied",),
        "the user is not assigned to the app.",
        (
            Cause(
                "neither the user nor a group of the user is assigned",
                "look at Assignments of the app; a user of another open session counts too",
                "assign the user or a group",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/tailscale/tailscale/issues/3334",
            "https://github.com/okta/samples-js-vue/issues/118",
            "https://github.com/okta/okta-oidc-ios/issues/339",
            "https://github.com/oktadeveloper/okta-blog-archive/pull/470",
        ),
        words=r"^User is not assigned to the client application",
        example="User is not assigned to the client application.",
        endpoints=_AUTHORIZATION,
    ),
    KnownError(
        "okta-scope-unknown",
        ("invalid_scope",),
        "a scope does not exist on this authorization server.",
        (
            Cause(
                "the scope was not made on this server, or the server is the organisation's own",
                "look at the issuer: /oauth2/default is another server than none",
                "have the scope made, or use the other issuer",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "scopes that begin with okta. were asked of a custom authorization server",
                "look for okta. in the scope and for /oauth2/ID in the URL",
                "ask the organisation's own server, with provider okta:DOMAIN",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (f"{_ARTICLES}/error-one-or-more-scopes-are-not-configured-for-the-authorization-server-resource",),
        words=r"^One or more scopes are not configured for the authorization server resource",
        example="One or more scopes are not configured for the authorization server resource.",
    ),
    KnownError(
        "okta-custom-scope-at-own-server",
        ("invalid_scope",),
        "a scope of one's own was asked of the organisation's own server, which has none.",
        (
            Cause(
                "the issuer has no /oauth2/ID, and so is the organisation's own server",
                "see whether the authorization endpoint is /oauth2/v1/authorize",
                "use a custom authorization server, such as okta:DOMAIN/default; it needs API Access Management",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (f"{_ARTICLES}/okta-authorization-error-occurs-stating-custom-scopes-are-not-allowed-for-this-request",),
        words=r"^Custom scopes are not allowed for this request",
        example="Custom scopes are not allowed for this request",
        endpoints=_AUTHORIZATION,
    ),
    KnownError(
        "okta-redirect-uri-not-registered",
        (),
        "the redirect URI is not registered; the page says so, and the app never hears of it.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "the redirect URI was built from another host, port or scheme than it is registered with",
                "an administrator sees what came in the System Log, at illegal_redirect_uri",
                "send the registered one with --redirect-uri",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_REDIRECT_URI,),
        words=r"The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",
        example="400 Bad Request Your request resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI in "
        "the client app settings",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "okta-assertion-signature",
        ("invalid_client",),
        "no key of the app made the signature of the client assertion.",
        (
            Cause(
                "the assertion was signed with another key than is registered",
                "compare kid in its header, as tokencli decode shows it, with the public keys of the app",
                "use the registered key, or register this one",
                Who.APP_OWNER,
            ),
            Cause(
                "the assertion was signed with another algorithm than the key is for",
                "compare alg in its header with the key in the console",
                "sign with that algorithm",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (f"{_ARTICLES}/error-occurs-during-authentication-due-to-invalid-client-assertion-signature",),
        words=r"^The client_assertion signature is invalid",
        example="The client_assertion signature is invalid.",
    ),
    KnownError(
        "okta-assertion-key-unknown",
        ("invalid_client",),
        "kid is missing, or names no key of the app; with several keys it must be there.",
        (
            Cause(
                "the assertion's header has no kid",
                "look into it with tokencli decode",
                "name the key that the console shows, with --kid",
                Who.YOU,
            ),
            Cause(
                "the key was taken from the app",
                "look for its kid among the public keys of the app",
                "register it again",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            f"{_ARTICLES}/okta-client-assertion-error-invalid-key-id",
            f"{_ARTICLES}/creating-a-private-key-jwt-when-a-client-has-multiple-public-private-key-pairs",
        ),
        words=r"^The client_assertion JWT kid is invalid",
        example="The client_assertion JWT kid is invalid.",
    ),
    KnownError(
        "okta-assertion-audience",
        ("invalid_client",),
        "aud of the client assertion is not the URL that was called.",
        (
            Cause(
                "aud is the issuer or an old host",
                "look into the assertion with tokencli decode and compare aud with the URL that was called",
                "use that URL, with --assertion-audience token-endpoint",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/okta/okta-sdk-dotnet/issues/600",
            "https://github.com/facile-it/php-openid-client/pull/25",
        ),
        words=r"^The audience claim for client_assertion must be the endpoint invoked",
        example="The audience claim for client_assertion must be the endpoint invoked for the request.",
    ),
    KnownError(
        "okta-assertion-expired",
        ("invalid_client",),
        "the client assertion is past its end; it may live an hour at most.",
        (
            because.CLOCK_WRONG,
            Cause(
                "the assertion was made once and sent again later",
                "look into it with tokencli decode",
                "make a new one for each request, as tokencli does",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("general knowledge",),
        words=r"^The client_assertion token is expired",
        example="The client_assertion token is expired.",
        verified=False,
    ),
    KnownError(
        "okta-device-pending",
        ("authorization_pending",),
        "the person has not finished yet.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_GUIDE_OF_DEVICES,),
        words=r"^The device authorization is pending\. Please try again later",
        example="The device authorization is pending. Please try again later.",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
    ),
    KnownError(
        "okta-nonce-wanted",
        ("use_dpop_nonce",),
        "the usual first answer to a request with DPoP; the nonce stands in the header DPoP-Nonce.",
        (
            because.NONCE_WANTED,
            Cause(
                "the client does not look at DPoP-Nonce and sends the same proof again",
                "look for several equal answers in a row",
                "keep the newest nonce and put it into the next proof",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("general knowledge",),
        words=r"^Authorization server requires nonce in DPoP proof",
        example="Authorization server requires nonce in DPoP proof.",
        endpoints=_TOKEN,
        verified=False,
    ),
)

PROVIDER = Provider(
    name="okta",
    title="Okta",
    recognise=Recognition(
        urls=(
            r"^https://[^/]+\.(?:okta|oktapreview|okta-emea|okta-gov|trexcloud)\.com(?:/|$)",
            r"^https://[^/]+/oauth2/(?:default|aus[A-Za-z0-9]{17})(?:/v1/token)?$",
        ),
        headers=(("x-okta-request-id", "."),),
        bodies=(r'"errorSummary"\s*:',),
    ),
    presets=(
        Preset("DOMAIN", DOMAIN, {"issuer": "https://{domain}"}),
        Preset(
            "DOMAIN/AUTHSERVER",
            DOMAIN.removesuffix("/?") + r"/(?:oauth2/)?(?P<server>\w+)/?",
            {"issuer": "https://{domain}/oauth2/{server}"},
        ),
    ),
    tenant="the domain of the organisation, or DOMAIN/AUTHSERVER for a custom authorization server",
    example="okta:dev-123.okta.com/default",
    notes=(
        Note("a refresh token comes only where offline_access was granted", _REFERENCE),
        Note("refresh tokens of the organisation's own server live 90 days, whatever their use", _LIFETIMES),
        Note(
            "errorId in the body and the header x-okta-request-id lead an administrator to the entry of the System Log",
            "general knowledge",
            verified=False,
        ),
        Note(
            "ids of clients begin with 0oa, of authorization servers with aus, of users with 00u", _SEEN, verified=False
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime(
            "authorization code",
            "5 minutes, and 60 seconds in an older reference",
            _REFERENCE,
            seconds=300,
            verified=False,
        ),
        Lifetime("access token of the organisation's own server", "1 hour", _JWT_LIFETIMES, seconds=3600),
        Lifetime("access token of a custom server", "5 minutes to 24 hours, as a rule says", _JWT_LIFETIMES),
        Lifetime(
            "refresh token of the organisation's own server", "90 days, whatever its use", _LIFETIMES, seconds=7776000
        ),
        Lifetime(
            "refresh token of a custom server",
            "10 minutes to 5 years or without end, with an idle time if a rule says so; replaced ones keep the first end",
            _LIFETIMES,
        ),
        Lifetime(
            "replaced refresh token",
            "0 to 60 seconds, 30 unless somebody changed it",
            "general knowledge",
            seconds=30,
            verified=False,
        ),
    ),
    deviations=(
        Note("a refusal may have errorCode and errorSummary in place of error and error_description", _SEEN),
        Note(
            "an older reference describes token_type as the audience of the token; what comes is Bearer or DPoP",
            _REFERENCE,
        ),
    ),
    sources=(_LIFETIMES, _REFERENCE, _SEEN),
)
