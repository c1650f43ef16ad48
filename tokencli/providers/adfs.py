"""Active Directory Federation Services, from Windows Server 2012 R2 on."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, PASSWORD, REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SCENARIOS = (
    "github.com/MicrosoftDocs/windowsserverdocs@32865f0 "
    "WindowsServerDocs/identity/ad-fs/overview/AD-FS-Scenarios-for-Developers.md"
)
_CLIENT = "github.com/bcgov/jag-csrs-portal-public@609a71f src/backend/Csrs.Api/Authentication/AdfsTokenClient.cs"

_ERRORS = (
    KnownError(
        name="adfs-resource-unknown",
        codes=("invalid_resource",),
        meaning="the resource is no Web API or relying party of this farm.",
        causes=(
            Cause(
                "the identifier differs by a slash, by http and https, or in its letters",
                "compare it with the answer of Get-AdfsWebApiApplication on the server",
                "send exactly the identifier that is registered, with --resource",
                Who.YOU,
            ),
            Cause(
                "the resource stands in scope, which AD FS 2016 does not read",
                "look which of resource and scope holds it; from 2019 on scope may be RESOURCE/openid as well",
                "send it with --resource",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            _CLIENT,
            "https://github.com/snok/django-auth-adfs/issues/13",
            "https://github.com/Azure-Samples/active-directory-dotnet-native-headless/issues/19",
            "https://github.com/kenakamu/CRMLinqPadDriverWebAPI/issues/8",
        ),
        words=r"MSIS(?:9602|9329):",
        example="MSIS9602: The received 'resource' parameter is invalid. The authorization server can not find a registered resource with the specified identifier.",
        numbers=("MSIS9602", "MSIS9329"),
    ),
    KnownError(
        name="adfs-resource-missing",
        codes=("invalid_request", "invalid_resource"),
        meaning="the request names no resource, and AD FS wants one.",
        causes=(
            Cause(
                "resource was not sent, often because the client only knows scope",
                "look for resource in the request",
                "send the identifier of the Web API with --resource",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/issues/1678",),
        words=r"MSIS9601:",
        example="MSIS9601: The 'resource' parameter is missing in the request. Send the 'resource' parameter that contains the resource identifier's value.",
        numbers=("MSIS9601",),
        unverified=("status", "error"),
    ),
    KnownError(
        name="adfs-permission-missing",
        codes=("access_denied", "unauthorized_client"),
        meaning="no application permission lets this client use this Web API; the server's log says MSIS9321, with both names.",
        causes=(
            Cause(
                "the permission was never given",
                "look at the answer of Get-AdfsApplicationPermission on the server",
                "give it: Grant-AdfsApplicationPermission -ClientRoleIdentifier CLIENT -ServerRoleIdentifier API -ScopeNames openid",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "a client of an older kind, made with Add-AdfsClient, asks for the scope openid",
                "look whether the same request works without scope",
                "register the client in an application group, with the permission for openid",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            "https://github.com/snok/django-auth-adfs/issues/214",
            "https://github.com/snok/django-auth-adfs/issues/31",
            "https://github.com/MicrosoftDocs/dynamics-365-unified-operations-public/issues/1289",
        ),
        words=r"MSIS(?:9605|9321):",
        example="MSIS9605: The client is not allowed to access the requested resource.",
        numbers=("MSIS9605", "MSIS9321"),
        unverified=("error",),
    ),
    KnownError(
        name="adfs-scope-not-permitted",
        codes=("invalid_grant", "invalid_scope", "access_denied"),
        meaning="the client may not ask for this scope of this Web API.",
        causes=(
            Cause(
                "the scope is missing in the application permission",
                "look at ScopeNames in the answer of Get-AdfsApplicationPermission on the server",
                "add it with Set-AdfsApplicationPermission",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("general knowledge",),
        words=r"MSIS9611:",
        example="MSIS9611:",
        numbers=("MSIS9611",),
        endpoints=(Purpose.TOKEN,),
        verified=False,
        unverified=("status", "error", "description"),
    ),
    KnownError(
        name="adfs-client-unknown",
        codes=("invalid_client",),
        meaning="this farm knows no such client id.",
        causes=(
            Cause(
                "the client id is mistyped, or belongs to another farm",
                "compare it with the application group, or with the answer of Get-AdfsClient on the server",
                "send the registered one to the farm that has it",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(_CLIENT,),
        words=r"MSIS9607:",
        example="MSIS9607: The 'client_id' parameter in the request is invalid. No registered client is found with this identifier.",
        numbers=("MSIS9607",),
    ),
    KnownError(
        name="adfs-client-refused",
        codes=("invalid_client",),
        meaning="the client's credentials are missing or wrong; where they are missing the server's log says MSIS9267.",
        causes=(
            Cause(
                "the application is a server application, and the client sends no credential",
                "look for client_secret, client_assertion and the Authorization header in the token request",
                "register a native application for a client without a secret, or send the secret",
                Who.APP_OWNER,
            ),
            Cause(
                "the secret is wrong, or was changed by an encoding; AD FS misreads some letters in a Basic header",
                "have the secret reset, and try the new one with --auth-method post",
                "keep the new secret, and send it with --auth-method post",
                Who.YOU,
            ),
            Cause(
                "the client assertion is empty, or its certificate is not registered",
                "decode the assertion with tokencli decode, and compare its certificate with the registered one",
                "have the certificate registered with Set-AdfsServerApplication",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=(
            _CLIENT,
            "https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/6281",
            "https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/6915",
            "https://github.com/casdoor/casdoor/issues/2509",
        ),
        words=r"MSIS(?:9622|9267):",
        example="MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid.",
        numbers=("MSIS9622", "MSIS9267"),
        endpoints=(Purpose.TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        name="adfs-code-not-valid",
        codes=("invalid_grant",),
        meaning="the code is unknown, too old, spent, or does not belong to this request.",
        causes=(
            Cause(
                "an earlier token request used the code up; one that failed for its verifier or its secret does so too",
                "look for an earlier token request with the same code",
                "sign in again, and never send a code twice",
                Who.YOU,
            ),
            Cause(
                "redirect_uri or client_id is another than in the authorization request",
                "compare both in the two requests",
                "send the same values in both",
                Who.YOU,
            ),
            Cause(
                "the farm does not share its codes, and another of its servers gave this one",
                "look whether it works when all requests go to one server; its log says MSIS9247 or MSIS9252 with MSIS3106",
                "have the load balancer keep to one server, or the codes kept in SQL Server",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the Basic header holds letters that AD FS misreads",
                "look for letters other than digits and A to Z in client id and secret",
                "send both with --auth-method post",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(
            "https://github.com/argoproj/argo-cd/issues/12637",
            "https://github.com/grafana/grafana/issues/17672",
            "https://github.com/snok/django-auth-adfs/issues/1",
            "https://github.com/MicrosoftDocs/windowsserverdocs/issues/6114",
        ),
        words=r"MSIS(?:9612|9247|9252):",
        example="MSIS9612: The authorization code received in 'code' parameter is invalid. ",
        numbers=("MSIS9612", "MSIS9247", "MSIS9252"),
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        name="adfs-refresh-token-expired",
        codes=("invalid_grant",),
        meaning="the refresh token is older than the time that one sign-in may last.",
        causes=(
            Cause(
                "the time of single sign-on is over",
                "compare the age of the refresh token with SsoLifetime and PersistentSsoLifetimeMins of Get-AdfsProperties on the server",
                "sign in again",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=(_SCENARIOS, "https://github.com/AzureAD/azure-activedirectory-library-for-dotnet/issues/669"),
        words=r"MSIS9615:",
        example="MSIS9615: The refresh token received in refresh_token parameter has expired",
        numbers=("MSIS9615",),
        endpoints=(Purpose.TOKEN,),
        grants=(REFRESH_TOKEN,),
        statuses=(401, 400),
        unverified=("status 400",),
    ),
    KnownError(
        name="adfs-user-credentials",
        codes=("invalid_grant",),
        meaning="user name or password is wrong; further attempts may lock the account.",
        causes=(
            Cause(
                "the password is wrong, or the user name is neither user@domain nor DOMAIN\\user",
                "sign in with both on the sign-in page of AD FS",
                "correct the password, and write the name in one of these forms",
                Who.END_USER,
            ),
            Cause(
                "too many attempts from outside locked the account",
                "look whether it works from inside the network, and in the audit log of AD FS",
                "wait, or have the lock removed",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.NEVER,
        sources=(_CLIENT,),
        words=r"MSIS9659:",
        example="MSIS9659: Invalid 'username' or 'password'.",
        numbers=("MSIS9659",),
        endpoints=(Purpose.TOKEN,),
        grants=(PASSWORD,),
        statuses=(400,),
    ),
    KnownError(
        name="adfs-server-failed",
        codes=("server_error", "invalid_request"),
        meaning="AD FS could not fulfil the request and does not say why; its log does.",
        causes=(
            Cause(
                "the request has no resource, and the application group allows none that fits",
                "look for resource in the request",
                "send it with --resource, or have the client permitted for openid",
                Who.YOU,
            ),
            Cause(
                "something failed on the server",
                "have the AD FS admin log looked at, at the time of the request or under its client-request-id",
                "do what the log says",
                Who.ADMINISTRATOR,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://github.com/vouch/vouch-proxy/issues/206",),
        words=r"MSIS9604:",
        example="MSIS9604: An error occurred. The authorization server was not able to fulfill the request.",
        numbers=("MSIS9604",),
        verified=False,
        unverified=("status", "error", "description"),
    ),
    KnownError(
        name="adfs-userinfo-audience",
        codes=("invalid_token",),
        meaning="the access token is for another audience than the userinfo endpoint.",
        causes=(
            Cause(
                "the sign-in named another resource, or none",
                "decode the access token with tokencli decode and look at aud",
                "sign in with --resource urn:microsoft:userinfo for a token of the userinfo endpoint",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://github.com/origo-map/origo-server/issues/144",),
        words=r"MSIS9921:",
        example="MSIS9921: Received invalid UserInfo request. Audience 'microsoft:identityserver:11111111-2222-3333-4444-555555555555' in the access token is not same as the identifier of the UserInfo relying party trust 'urn:microsoft:userinfo'.",
        numbers=("MSIS9921",),
        endpoints=(Purpose.USERINFO,),
        unverified=("status",),
    ),
    KnownError(
        name="adfs-silent-sign-in",
        codes=("login_required", "interaction_required", "invalid_request"),
        meaning="a silent request, with prompt none, found nobody signed in, or needs the person.",
        causes=(
            Cause(
                "the browser sends no cookie of AD FS, as a hidden frame often does not",
                "look for prompt=none in the authorization request",
                "sign in without --prompt none",
                Who.END_USER,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("general knowledge",),
        words=r"MSIS(?:9621|9638):",
        example="MSIS9621:",
        numbers=("MSIS9621", "MSIS9638"),
        endpoints=(Purpose.AUTHORIZATION,),
        verified=False,
        unverified=("status", "error", "description"),
    ),
)

PROVIDER = Provider(
    name="adfs",
    title="AD FS",
    recognise=Recognition(
        urls=(r"^https?://[^/]+/adfs(?:/|$)",),
        headers=(("set-cookie", r"\bMSIS(?:Auth|LoopDetectionCookie|Samesite)"),),
        bodies=(r'"error_description"\s*:\s*"MSIS\d{4}:',),
    ),
    presets=(Preset("HOST", DOMAIN.removesuffix("/?") + "(?:/adfs)?/?", {"issuer": "https://{domain}/adfs"}),),
    tenant="the host of the federation service",
    example="adfs:sts.example.com",
    notes=(
        Note(
            "without --resource the access token is for userinfo or for the client itself",
            "https://github.com/DuendeArchive/IdentityServer4/issues/812",
        ),
        Note(
            "a refresh usually gives no new refresh token",
            "https://github.com/MicrosoftDocs/windowsserverdocs/issues/7835",
        ),
        Note(
            "iss of an access token is http://HOST/adfs/services/trust, iss of an ID token https://HOST/adfs",
            "https://github.com/DuendeArchive/IdentityServer4/issues/812",
        ),
        Note(
            "a token request that fails for its verifier uses the code up",
            "general knowledge",
            verified=False,
        ),
        Note(
            "a client secret with an underscore may be refused",
            "https://github.com/owncloud/docs-server/pull/1391",
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("access token", "1 hour", _SCENARIOS, seconds=3600),
        Lifetime(
            "refresh token",
            "as long as single sign-on lasts: 8 hours, 7 days on a registered device",
            "general knowledge",
            seconds=28800,
            verified=False,
        ),
    ),
    deviations=(
        Note("an expired refresh token comes back with status 401 instead of 400", _SCENARIOS),
        Note("invalid_resource is the error for an unknown resource", _CLIENT),
        Note(
            "an answer to a code has the members resource and refresh_token_expires_in",
            "general knowledge",
            verified=False,
        ),
    ),
    sources=(
        _SCENARIOS,
        "https://github.com/DuendeArchive/IdentityServer4/issues/812",
        "https://github.com/MicrosoftDocs/windowsserverdocs/issues/7835",
    ),
)
