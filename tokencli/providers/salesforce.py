"""Salesforce: connected apps of an organisation."""

from __future__ import annotations

from tokencli.oauth.identifiers import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    JWT_BEARER,
    PASSWORD,
    REFRESH_TOKEN,
    SAML2_BEARER,
)
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import DOMAIN, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_HELP = "https://help.salesforce.com/apex/HTViewHelpDoc?id=xcloud.remoteaccess_oauth_flow_errors.htm"
_REFRESHING = (
    "https://help.salesforce.com/apex/HTViewHelpDoc?id=remoteaccess_oauth_refresh_token_flow.htm&language=en_US"
)
_NO_EXPIRY = "https://nango.dev/blog/salesforce-get-access-token-expires-at"

_TOKEN = (Purpose.TOKEN,)

_OTHER_HOST = Cause(
    "the host is that of another organisation: production in place of a sandbox, or the reverse",
    "compare the host with the kind of organisation: test.salesforce.com is for sandboxes",
    "use the organisation's own domain, as in salesforce:example.my.salesforce.com",
    Who.YOU,
)
_APP_IS_NEW = Cause(
    "the connected app was made or changed moments ago; it can take 10 minutes",
    "ask when it was changed",
    "wait, and send the request again",
    Who.YOU,
)

_ERRORS = (
    KnownError(
        "salesforce-authentication-failure",
        ("invalid_grant",),
        "the user or the way of signing in is refused; Salesforce keeps the reason for its Login History.",
        (
            Cause(
                "the security token is missing behind the password, or was replaced with it",
                "see whether it works from a network that the organisation trusts",
                "append the security token to the password",
                Who.YOU,
            ),
            _OTHER_HOST,
            Cause(
                "the organisation does not allow user name and password, which is so in new ones since 2023",
                "look at OAuth and OpenID Connect Settings in Setup",
                "have it allowed, or use another grant",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the password was changed, or the user is frozen",
                "look at Login History in Setup",
                "correct the password, or have the user unfrozen",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/omniphx/forrest/issues/364",
            "https://github.com/vdesabou/kafka-docker-playground/issues/4178",
            "https://github.com/kevinohara80/nforce/issues/149",
            "https://github.com/simple-salesforce/simple-salesforce/issues/753",
        ),
        words=r"^authentication failure$",
        example="authentication failure",
        endpoints=_TOKEN,
        grants=(PASSWORD, AUTHORIZATION_CODE),
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "salesforce-code-refused",
        ("invalid_grant",),
        "the code was used, is too old, or was changed on the way.",
        (
            because.CODE_USED_BEFORE,
            Cause(
                "the code is still percent-encoded",
                "see whether it ends in %3D%3D, which means ==",
                "decode it once, or paste the whole redirect URL and let it be taken apart",
                Who.YOU,
            ),
            because.CODE_TOO_OLD,
        ),
        Retry.NEW_SIGN_IN,
        ("https://github.com/omniphx/forrest/issues/169",),
        words=r"^expired authorization code$",
        example="expired authorization code",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token ended, was revoked or replaced.",
        (
            Cause(
                "the policy of the connected app ends refresh tokens: at once, unused for a time, or after a time",
                "look at OAuth policies of the connected app",
                "have the policy changed, and sign in again",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the user approved the app more often than Salesforce keeps, and the oldest approval ended",
                "look at the user's list of connected apps; five of one app is what users report",
                "sign in once, and use that refresh token again",
                Who.YOU,
            ),
            Cause(
                "the session was revoked, or refresh tokens are replaced and an old one was sent",
                "look at Session Management, and for an earlier refresh whose answer was not kept",
                "sign in again, and keep the refresh token of each answer",
                Who.YOU,
            ),
            Cause(
                "the host is that of another organisation",
                "compare it with instance_url of the answer that gave the token",
                "refresh where it was given",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/restforce/restforce/issues/81",
            "https://github.com/jsforce/jsforce/issues/1656",
            "https://github.com/jsforce/jsforce/issues/488",
            _HELP,
        ),
        words=r"^expired access/refresh token$",
        example="expired access/refresh token",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-user-not-approved",
        ("invalid_grant",),
        "the user of the assertion has not been approved for this connected app.",
        (
            Cause(
                "users are not pre-authorised by an administrator, or this one's profile or permission set is not assigned",
                "look at Permitted Users of the connected app's policies",
                "set it to pre-authorised, and assign the profile or permission set",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "host or audience of the assertion is that of another kind of organisation",
                "compare the host and aud, as tokencli decode shows it, with the kind of organisation",
                "use the organisation's own domain, with aud https://login.salesforce.com or https://test.salesforce.com",
                Who.YOU,
            ),
            Cause(
                "users approve the app themselves, and this one never did, or not these scopes",
                "look for the user under Connected Apps OAuth Usage",
                "sign in once in a browser, with the scopes api and refresh_token",
                Who.END_USER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/omniphx/forrest/issues/278",
            "https://github.com/restforce/restforce/issues/674",
            "https://github.com/JitendraZaa/OAuthFlows/issues/1",
        ),
        words=r"^user hasn't approved this consumer$",
        example="user hasn't approved this consumer",
        endpoints=_TOKEN,
        grants=(JWT_BEARER,),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-assertion-audience",
        ("invalid_grant",),
        "aud of the assertion is not the login host that this organisation expects.",
        (
            Cause(
                "aud is the organisation's own domain, or production in place of a sandbox",
                "look into the assertion with tokencli decode",
                "make it https://login.salesforce.com, https://test.salesforce.com or the URL of the Experience site",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/omniphx/forrest/issues/302",
            "https://github.com/forcedotcom/cli/issues/3325",
            _HELP,
        ),
        words=r"(?i)^audience (?:is invalid|validation failed)",
        example="audience is invalid",
        endpoints=_TOKEN,
        grants=(JWT_BEARER, SAML2_BEARER),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-assertion-refused",
        ("invalid_grant",),
        "the assertion cannot be read, its signature is wrong, or its times are.",
        (
            Cause(
                "the certificate of the connected app does not belong to the key",
                "compare the fingerprints of both",
                "upload the certificate of the key that signs",
                Who.APP_OWNER,
            ),
            Cause(
                "exp is past, or more than a few minutes ahead",
                "look into the assertion with tokencli decode, and compare exp with the header Date of the answer",
                "let it live 3 minutes, with --lifetime 3m",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/frankkessler/salesforce-laravel-oauth2-rest/issues/68",),
        words=r"^invalid assertion$",
        example="invalid assertion",
        endpoints=_TOKEN,
        grants=(JWT_BEARER,),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-client-secret-wrong",
        ("invalid_client",),
        "the consumer secret is wrong.",
        (
            Cause(
                "the consumer secret is wrong or was made anew",
                "compare it with Manage Consumer Details of the connected app",
                "give the current one",
                Who.YOU,
            ),
            _APP_IS_NEW,
        ),
        Retry.AFTER_FIX,
        ("https://github.com/restforce/restforce/issues/338",),
        words=r"^invalid client credentials$",
        example="invalid client credentials",
        endpoints=_TOKEN,
    ),
    KnownError(
        "salesforce-client-unknown",
        ("invalid_client_id", "invalid_client"),
        "this host knows no connected app with this consumer key; the code is mostly Salesforce's own, invalid_client_id.",
        (
            _OTHER_HOST,
            Cause(
                "the consumer key is mistyped or cut off, or its app was deleted",
                "compare it with Manage Consumer Details of the connected app",
                "copy it again",
                Who.YOU,
            ),
            _APP_IS_NEW,
            Cause(
                "the client id stands in a Basic header only, where this app does not look",
                "look at the request with --dry-run",
                "use --auth-method post",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/omniphx/forrest/issues/184",
            "https://github.com/restforce/restforce/issues/46",
            "https://github.com/pozil/salesforce-react-integration/issues/15",
            "https://github.com/forcedotcom/postman-salesforce-apis/issues/42",
            "https://github.com/realdoug/omniauth-salesforce/issues/27",
        ),
        words=r"^client identifier invalid$",
        example="client identifier invalid",
        unverified=("which grant gives invalid_client",),
    ),
    KnownError(
        "salesforce-client-unknown-page",
        (),
        "this host knows no connected app with this consumer key; the browser shows a bare line.",
        (_OTHER_HOST, _APP_IS_NEW),
        Retry.AFTER_FIX,
        (
            "https://github.com/wadewegner/Force.com-Toolkit-for-NET/issues/244",
            "https://github.com/forcedotcom/postman-salesforce-apis/issues/42",
        ),
        words=r"error=invalid_client_id\b",
        example="error=invalid_client_id&error_description=client%20identifier%20invalid",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
    ),
    KnownError(
        "salesforce-login-host-for-client-credentials",
        ("invalid_grant",),
        "client credentials are taken at the organisation's own domain only.",
        (
            Cause(
                "the token endpoint is at login.salesforce.com or test.salesforce.com",
                "look at its host",
                "use the organisation's own domain, as in salesforce:example.my.salesforce.com",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/pozil/pub-sub-api-node-client/issues/58",),
        words=r"^request not supported on this domain$",
        example="request not supported on this domain",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS,),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-run-as-user-missing",
        ("invalid_grant",),
        "client credentials are allowed for the app, and no user was chosen that it acts as.",
        (
            Cause(
                "Run As is empty",
                "look at Client Credentials Flow among the policies of the app",
                "choose a user with the permission for the API",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "Run As holds an e-mail address in place of a user name",
                "compare it with Username under Users in Setup",
                "enter the user name",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the user is inactive, or lacks API Enabled or API Only User",
                "look at the user in Setup",
                "give the permission, or choose another user",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        ("github.com/SumoLogic/sumologic-documentation, Salesforce source: no client credentials user enabled",),
        words=r"^no client credentials user enabled$",
        example="no client credentials user enabled",
        endpoints=_TOKEN,
        grants=(CLIENT_CREDENTIALS,),
        statuses=(400,),
    ),
    KnownError(
        "salesforce-grant-type-missing",
        ("unsupported_grant_type",),
        "grant_type is missing, unknown or was lost on the way.",
        (
            Cause(
                "the request went to http and was redirected, so that it came as a GET without a body",
                "look for a 301 or 302 and a GET after it",
                "use https",
                Who.YOU,
            ),
            because.NOT_A_FORM,
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/SalesforceCommerceCloud/b2c-crm-sync/issues/16",
            "https://github.com/aaronhuggins/sf-jwt-token/issues/1",
        ),
        words=r"^grant type not supported$",
        example="grant type not supported",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "salesforce-user-not-admitted",
        ("invalid_app_access", "OAUTH_APP_ACCESS_DENIED"),
        "only approved users may use the app, and this one is not.",
        (
            Cause(
                "the user's profile or permission set is not assigned to the app",
                "compare the policies of the app with the user",
                "assign it",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "API Access Control is on, and the app is not installed in the organisation",
                "look at API Access Control in Setup",
                "install or approve the app",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/forcedotcom/cli/issues/3260",),
        words=r"^user is not admin approved to access this app$",
        example="user is not admin approved to access this app",
    ),
    KnownError(
        "salesforce-address-or-hour",
        ("invalid_grant",),
        "the user may not sign in from this address, or not at this hour.",
        (
            Cause(
                "the profile of the user has Login IP Ranges or Login Hours, and this request is outside",
                "look for Restricted IP or Restricted Time in Login History",
                "have the range widened, or the restriction relaxed for the app",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/forceworkbench/forceworkbench/issues/772",
            "https://github.com/sfdx-actions/setup-sfdx/issues/17",
            _HELP,
        ),
        words=r"^ip restricted",
        example="ip restricted",
        endpoints=_TOKEN,
    ),
    KnownError(
        "salesforce-user-inactive",
        ("invalid_grant", "inactive_user", "inactive_org"),
        "the user or the organisation is not active.",
        (
            Cause(
                "the user was deactivated, or the organisation was",
                "look at the user in Setup",
                "have the user activated, or use another",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/restforce/restforce/issues/303", _HELP),
        words=r"^(?:inactive user|user is inactive|inactive organization)$",
        example="inactive user",
        endpoints=_TOKEN,
        unverified=("the texts but the first",),
    ),
    KnownError(
        "salesforce-too-many-logins",
        ("invalid_grant", "rate_limit_exceeded", "invalid_request"),
        "the user signed in too often; Salesforce counts them by the hour.",
        (
            Cause(
                "a new access token is asked for at each call",
                "count the token requests in Login History; 3600 an hour is the limit that users report",
                "keep each access token as long as it is good",
                Who.YOU,
            ),
        ),
        Retry.LATER,
        (
            "https://github.com/restforce/restforce/issues/412",
            "https://github.com/restforce/restforce/pull/744",
            _HELP,
        ),
        words=r"(?i)^(?:login rate|rate limit) exceeded$",
        example="login rate exceeded",
        endpoints=_TOKEN,
        verified=False,
    ),
)

PROVIDER = Provider(
    name="salesforce",
    title="Salesforce",
    recognise=Recognition(
        urls=(
            r"^https://(?:login|test)\.salesforce\.com(?:/|$)",
            r"^https://[^/]+\.my\.(?:salesforce|site)\.com(?:/|$)",
            r"/services/oauth2/token$",
        ),
        bodies=(r'"error"\s*:\s*"invalid_(?:client_id|app_access)"\s*,\s*"error_description"\s*:\s*"[a-z]',),
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
            _NO_EXPIRY,
        ),
        Note("calls go to the instance_url of the answer", "https://github.com/restforce/restforce/issues/81"),
        Note("the true reason of a refusal stands in Setup, Login History", _HELP),
        Note(
            "a refresh token needs the scope refresh_token or offline_access; passwords, assertions and client credentials "
            "give none",
            "general knowledge",
            verified=False,
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "15 minutes", "general knowledge", seconds=900, verified=False),
        Lifetime(
            "refresh token", "until it is revoked, unless the policy of the app says otherwise", _HELP, verified=False
        ),
        Lifetime("access token", "as long as a session of the organisation, and each use lengthens it", _REFRESHING),
    ),
    deviations=(
        Note("an answer has no expires_in; introspection tells the end", _NO_EXPIRY),
        Note("issued_at is a text with milliseconds since 1970", _NO_EXPIRY),
        Note("an answer also has instance_url, id and signature", _NO_EXPIRY),
        Note("error_description has small letters and no full stop", _HELP),
        Note("unknown clients are refused as invalid_client_id", "https://github.com/omniphx/forrest/issues/184"),
    ),
    sources=(_HELP, _REFRESHING),
)
