"""Google accounts and the Google identity platform."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, DEVICE_CODE, JWT_BEARER, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_COMMON = "https://developers.google.com/google-ads/api/docs/get-started/common-errors"
_DEVICES = "https://developers.google.com/identity/protocols/oauth2/limited-input-device"
_AGES = "https://rdrr.io/github/dakota1063/dddd/f/internal-projects/08_token-expiry-info.Rmd"
_ENDS = "https://qiita.com/croquette0212/items/8da7ccaa09abf89d4f51"
_PAGES = "https://support.google.com/accounts/answer/16668185"

_TOKEN = (Purpose.TOKEN,)
_AUTHORIZATION = (Purpose.AUTHORIZATION,)

_UNAPPROVED_SCOPE = Cause(
    "a requested scope is not in the list of the delegation; each one must be there, and a wide one covers no narrow one",
    "compare the claim scope of the assertion with that list",
    "have exactly these scopes added",
    Who.ADMINISTRATOR,
)

_ERRORS = (
    KnownError(
        "google-refresh-token-dead",
        ("invalid_grant",),
        "Google no longer takes this refresh token, and does not say why.",
        (
            Cause(
                "the consent screen of the app is external and in testing, so that refresh tokens live 7 days",
                "look at Publishing status, and whether it fails 7 days after each sign-in",
                "publish the app, and sign in again",
                Who.APP_OWNER,
            ),
            Cause(
                "the user took the access back",
                "ask the user to look for the app among the account's third-party connections",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "the user changed the password, and the token has scopes of Gmail",
                "look for mail.google.com or gmail in the scope",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "the refresh token was not used for six months",
                "look for the last refresh that succeeded",
                "sign in again, and refresh now and then",
                Who.END_USER,
            ),
            Cause(
                "the account has more live refresh tokens of this client than Google allows, and the oldest was dropped",
                "see whether the client asks for a new consent at every start",
                "keep one refresh token and use it again",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            _COMMON,
            _ENDS,
            "https://github.com/porjo/youtubeuploader/issues/181",
            "https://github.com/GeneralTask/task-manager/pull/997",
            "https://github.com/mkpoli/gmail-mcp/releases/tag/v0.2.1",
        ),
        words=r"^Token has been expired or revoked\.?$",
        example="Token has been expired or revoked.",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "google-refused-without-reason",
        ("invalid_grant",),
        "a code or refresh token is refused, and nothing else is said.",
        (
            Cause(
                "the refresh token belongs to another client id",
                "look up with which client the token was obtained",
                "use that client, or sign in again with this one",
                Who.YOU,
            ),
            because.CODE_USED_BEFORE,
            because.REDIRECT_URI_DIFFERS,
            Cause(
                "the value was changed on the way, most often at a / or a +",
                "compare it with the answer that gave it; refresh tokens of Google begin with 1//",
                "store and send it unchanged",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/googleapis/google-auth-library-python/issues/1043",
            "https://github.com/nextcloud/server/issues/40863",
            "https://github.com/googleapis/google-api-nodejs-client/issues/2859",
        ),
        words=r"^Bad Request$",
        example="Bad Request",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN, AUTHORIZATION_CODE),
        statuses=(400,),
        generic=True,
    ),
    KnownError(
        "google-code-malformed",
        ("invalid_grant",),
        "this cannot be a code.",
        (
            Cause(
                "the code is still percent-encoded",
                "a code begins with 4/, not with 4%2F",
                "send the decoded code",
                Who.YOU,
            ),
            Cause(
                "something else was sent in place of the code: the whole redirect URL, an access token or an ID token",
                "look whether it begins with http, ya29 or eyJ",
                "send the value of code in the redirect URL",
                Who.YOU,
            ),
            Cause(
                "the code was copied with the parameters that follow it",
                "look for &scope= or &authuser= in it",
                "cut it at the first &, or paste the whole redirect URL and let it be taken apart",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/googleworkspace/go-samples/issues/85",
            "https://github.com/ntawileh/obsidian-google-lookup/issues/69",
            "https://github.com/st4lk/django-rest-social-auth/issues/59",
            "https://github.com/kewisch/gdata-provider/issues/23",
        ),
        words=r"^Malformed (?:auth )?code\.?$",
        example="Malformed auth code.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "google-code-used",
        ("invalid_grant",),
        "the code was traded before; newer answers often say no more than Bad Request.",
        (
            because.CODE_USED_BEFORE,
            Cause(
                "an access token was sent in place of the code",
                "look whether it begins with ya29",
                "send the value of code in the redirect URL",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/bitly/oauth2_proxy/issues/368",
            "https://github.com/googleapis/google-api-php-client/issues/679",
            "https://github.com/iamshaunjp/oauth-playlist/issues/6",
        ),
        words=r"^Code was already redeemed\.?$",
        example="Code was already redeemed.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "google-verifier-missing",
        ("invalid_grant",),
        "the authorization request had a challenge, and this request has no verifier.",
        (
            Cause(
                "the verifier was not sent, often since a library began to use PKCE and the callback does not know of it",
                "look for code_challenge in the authorization request and for code_verifier in the token request",
                "sign in again, and send the verifier of that sign-in with --code-verifier",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/onaio/onadata/issues/3068",
            "https://github.com/googleapis/google-api-php-client/issues/2669",
        ),
        words=r"^Missing code verifier\.?$",
        example="Missing code verifier.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        "google-verifier-differs",
        ("invalid_grant",),
        "the verifier does not belong to the challenge.",
        (
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            Cause(
                "the challenge was computed in another way than base64url of SHA-256 without padding",
                "make the challenge of the verifier with tokencli make pkce --verifier and compare",
                "let the same program make both",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/googleapis/google-api-java-client/issues/1479",
            "https://github.com/kidd/org-gcal.el/issues/241",
        ),
        words=r"^Invalid code verifier\.?$",
        example="Invalid code verifier.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        "google-verifier-not-wanted",
        ("invalid_grant",),
        "a verifier came, and the code was given without a challenge.",
        (because.VERIFIER_WITHOUT_CHALLENGE,),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/googleapis/google-auth-library-nodejs/issues/2028",
            "https://github.com/googleapis/google-api-nodejs-client/issues/3680",
        ),
        words=r"^code_verifier or verifier is not needed\.?$",
        example="code_verifier or verifier is not needed",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
    ),
    KnownError(
        "google-session-control",
        ("invalid_grant",),
        "the organisation wants its people to sign in again after some hours; the member error_subtype says the same.",
        (
            Cause(
                "the session length for Google Cloud is over",
                "look for error_subtype in the answer, and whether it fails at the same interval each time",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "a job that runs alone uses the credentials of a person",
                "look whether the client refreshes the token of a person while nobody is there",
                "give the job a service account or workload identity federation",
                Who.YOU,
            ),
            Cause(
                "the session length is shorter than this app needs",
                "an administrator sees it under Google Cloud session control",
                "have the app exempted or the session lengthened",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (
            "https://github.com/cline/cline/issues/4080",
            "https://github.com/minodisk/bigquery-runner/issues/47",
            "https://github.com/openclaw/gogcli/issues/338",
            "https://github.com/anthropics/blobfile/pull/2",
        ),
        words=r"^reauth related error",
        example="reauth related error (invalid_rapt)",
        numbers=("invalid_rapt", "rapt_required"),
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "google-assertion-times",
        ("invalid_grant",),
        "the assertion's times are not near Google's clock, or exp is more than an hour after iat.",
        (
            because.CLOCK_WRONG,
            Cause(
                "iat and exp are not seconds in UTC, but local time or milliseconds",
                "look into the assertion with tokencli decode: they are whole hours away, or have 13 digits",
                "count them in seconds since 1970 in UTC",
                Who.YOU,
            ),
            Cause(
                "exp is more than 3600 seconds after iat",
                "look into the assertion with tokencli decode",
                "let the assertion live an hour at most, with --lifetime 1h",
                Who.YOU,
            ),
            Cause(
                "the assertion was made once and sent again later",
                "look into it with tokencli decode: iat is more than an hour ago",
                "make a new assertion for each request",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/googleapis/google-api-php-client/issues/1429",
            "https://github.com/googleapis/google-api-php-client/issues/1501",
            "https://github.com/theoephraim/node-google-spreadsheet/issues/409",
            "https://github.com/googleapis/google-cloud-cpp/issues/2689",
            "https://github.com/jpadilla/pyjwt/issues/212",
            "https://github.com/SteveWinward/GoogleSheetsWrapper/issues/42",
        ),
        words=r"^Invalid JWT: Token must be a short-lived token",
        example="Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
        "Check your iat and exp values in the JWT claim.",
        endpoints=_TOKEN,
        grants=(JWT_BEARER,),
        statuses=(400,),
    ),
    KnownError(
        "google-assertion-signature",
        ("invalid_grant",),
        "no active key of the service account in iss made this signature.",
        (
            Cause(
                "the key was deleted or disabled, or the service account was made anew",
                "compare kid in the assertion's header with the keys of the account",
                "make a new key and use it",
                Who.APP_OWNER,
            ),
            Cause(
                "the key belongs to another service account than iss names",
                "compare iss with client_email in the file that the key came from",
                "use key and client_email of the same file",
                Who.YOU,
            ),
            Cause(
                "the private key was changed on the way: \\n in place of ends of lines, or cut off",
                "see whether openssl pkey reads it",
                "take it from the file unchanged",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/googleapis/google-cloud-python/issues/10004",
            "https://github.com/erebusnz/gapi-google-analytics-php-interface/issues/147",
            "https://github.com/spring-attic/spring-cloud-gcp/issues/2634",
        ),
        words=r"^Invalid JWT Signature\.?$",
        example="Invalid JWT Signature.",
        endpoints=_TOKEN,
        grants=(JWT_BEARER,),
    ),
    KnownError(
        "google-account-not-found",
        ("invalid_grant", "invalid_request"),
        "the service account in iss, or the user in sub, does not exist or no longer does.",
        (
            Cause(
                "iss is not the address of a service account that exists",
                "look into the assertion with tokencli decode: iss is client_email of the key file; ask whether the account lives",
                "use the key file of an account that exists",
                Who.YOU,
            ),
            Cause(
                "sub names no user, an alias, or a user who was deleted",
                "look into the assertion with tokencli decode: sub is the primary address of a user of the domain",
                "give the primary address with --claim sub=ADDRESS, or leave sub out",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/googleapis/google-auth-library-java/issues/1515",
            "https://github.com/googleapis/google-cloud-php/issues/3622",
            "https://github.com/googleapis/google-api-php-client/issues/783",
            "https://github.com/GAM-team/GAM/pull/1171",
        ),
        words=r"^Invalid grant: account not found|^Not a valid email|^The account has been deleted|^Invalid impersonation ",
        example="Invalid grant: account not found",
        endpoints=_TOKEN,
        grants=(JWT_BEARER,),
        unverified=("that it is the address in sub and not in iss",),
    ),
    KnownError(
        "google-delegation",
        ("unauthorized_client",),
        "the service account may not act for this user with these scopes.",
        (
            Cause(
                "domain-wide delegation is not set up for the service account",
                "look for its numeric client id under Domain-wide delegation in the admin console",
                "add that client id with exactly these scopes",
                Who.ADMINISTRATOR,
            ),
            _UNAPPROVED_SCOPE,
            Cause(
                "the delegation was set up moments ago; it can take up to a day",
                "ask when it was changed",
                "wait, and send the request again",
                Who.YOU,
            ),
            Cause(
                "sub stands in the assertion although the service account acts for itself, or names a gmail.com address",
                "look into the assertion with tokencli decode",
                "leave sub out, and share what is needed with the service account",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/hlavki/g-suite-identity-sync/issues/7",
            "https://github.com/googleworkspace/apps-script-oauth2/issues/64",
            "https://github.com/googleads/googleads-php-lib/issues/367",
        ),
        words=r"^Client is unauthorized to retrieve access tokens using this method",
        example="Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the "
        "scopes requested.",
        endpoints=_TOKEN,
        grants=(JWT_BEARER,),
        statuses=(401,),
    ),
    KnownError(
        "google-code-or-token-of-another-client",
        ("unauthorized_client",),
        "the code or refresh token was given to another client id; a project can have several.",
        (
            Cause(
                "the token request names another client than the authorization request",
                "compare client_id in both",
                "use the same client for both",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/ruby-oauth/oauth2/issues/554",
            "https://github.com/googleapis/google-api-php-client/issues/995",
        ),
        words=r"^Unauthorized(?: client or scope in request\.?)?$",
        example="Unauthorized client or scope in request.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE, REFRESH_TOKEN),
    ),
    KnownError(
        "google-client-unknown",
        ("invalid_client",),
        "there is no such client.",
        (
            Cause(
                "the client id is mistyped, or has a space or an end of line",
                "see whether it ends in .apps.googleusercontent.com",
                "copy it again from Clients in the console",
                Who.YOU,
            ),
            Cause(
                "the client was deleted",
                "look for it under Clients in the console",
                "restore it within 30 days, or make a new one",
                Who.APP_OWNER,
            ),
            Cause(
                "the values of a service account were given in place of a client, or id and secret are exchanged",
                "compare both fields with the console",
                "give the id and secret of an OAuth client; use a service account with fetch jwt-bearer",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/erebusnz/gapi-google-analytics-php-interface/issues/149",
            "https://github.com/data-for-change/anyway/issues/674",
            "https://github.com/simonrob/email-oauth2-proxy/issues/362",
            "https://github.com/parro-it/electron-google-oauth/issues/16",
        ),
        words=r"^The OAuth client was not found\.?$",
        example="The OAuth client was not found.",
        statuses=(401,),
    ),
    KnownError(
        "google-client-secret-wrong",
        ("invalid_client",),
        "the client is known, and the secret is wrong.",
        (
            Cause(
                "the secret is mistyped, of another client, or was replaced",
                "compare its last four characters with Clients in the console; newer secrets begin with GOCSPX-",
                "give the current secret",
                Who.YOU,
            ),
            Cause(
                "the client is of a kind that has no secret, such as Android or iOS",
                "look at its kind in the console",
                "leave the secret out, or use a client of another kind",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/adrielcafe/AndroidOAuth/issues/2",),
        words=r"^(?:Unauthorized|The provided client secret is invalid\.?)$",
        example="Unauthorized",
        endpoints=_TOKEN,
        unverified=("the longer text",),
    ),
    KnownError(
        "google-client-secret-missing",
        ("invalid_request",),
        "clients of the kinds Web and Desktop must send their secret, with PKCE too.",
        (
            Cause(
                "no client secret was sent, because the client was taken for a public one",
                "look for client_secret in the token request, and at the kind of the client in the console",
                "give --client-secret, or use a client of a kind that has none: iOS, Android, UWP",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/diegosouzapw/OmniRoute/issues/117",),
        words=r"^client_secret is missing\.?$",
        example="client_secret is missing.",
        endpoints=_TOKEN,
    ),
    KnownError(
        "google-redirect-uri-refused",
        ("redirect_uri_mismatch",),
        "the redirect URI of the token request is not registered, or not the one of the sign-in; the code is Google's own.",
        (
            because.REDIRECT_URI_DIFFERS,
            Cause(
                "the code came from a popup of the JavaScript library",
                "ask whether gapi or Google Identity Services got the code",
                "send the word postmessage as redirect URI, with --redirect-uri postmessage",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        ("general knowledge",),
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        verified=False,
    ),
    KnownError(
        "google-redirect-uri-not-registered",
        (),
        "the redirect URI is not registered for the client; the page says so, and the app never hears of it.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "two parts of the redirect URI were joined with two slashes, or it was built from another host name",
                "open error details on the page: it shows the URI as it came",
                "send the registered one with --redirect-uri",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/dissorial/doc-chatbot/issues/10",
            "https://github.com/googleapis/google-api-php-client/issues/2559",
            "https://github.com/kartoza/prj.app/issues/434",
            "https://developers.google.cn/oauth2authorize",
        ),
        words=r"(?i)\bError(?: 400)?: redirect_uri_mismatch",
        example="Error 400: redirect_uri_mismatch You can't sign in to this app because it doesn't comply with Google's "
        "OAuth 2.0 policy. If you're the app developer, register the redirect URI in the Google Cloud Console.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-not-a-test-user",
        (),
        "the app is in testing, and this account is not among its test users.",
        (
            Cause(
                "the account is not on the list of test users",
                "look at Publishing status and Test users of the consent screen",
                "add the account there, or publish the app",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/googleworkspace/cli/issues/281",
            "https://github.com/insanum/gcalcli/issues/830",
            "https://github.com/levz0r/gmail-tester/issues/79",
        ),
        words=r"Error 403: access_denied|has not completed the Google verification process",
        example="Access blocked: app has not completed the Google verification process. The app is currently being tested, and "
        "can only be accessed by developer-approved testers. Error 403: access_denied",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-policy-of-organisation",
        (),
        "the organisation of this account, or its own advanced protection, does not let the app in.",
        (
            Cause(
                "the organisation blocks the app or one of its scopes",
                "read whose policies the page names",
                "have the app trusted under API controls in the admin console",
                Who.ADMINISTRATOR,
            ),
            Cause(
                "the account is in the Advanced Protection Program, which keeps most apps out",
                "see whether the page says policy_enforced and names Advanced Protection",
                "use another account",
                Who.END_USER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/GAM-team/got-your-back/issues/284",
            "https://github.com/taers232c/GAMADV-XTD3/issues/449",
            "https://github.com/iterative/PyDrive2/issues/183",
            _PAGES,
        ),
        words=r"Error 400: (?:admin_)?policy_enforced",
        example="Access to your account data is restricted by policies within your organization. Error 400: "
        "admin_policy_enforced",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-app-internal",
        (),
        "the app is for people of its own organisation only.",
        (
            Cause(
                "the browser is signed in with an account of another organisation, or a private one",
                "look at the account in the corner of the page",
                "choose an account of that organisation, with --prompt select_account",
                Who.END_USER,
            ),
            Cause(
                "the consent screen of the app is internal, and people from outside shall use it",
                "look at User type of the consent screen",
                "make it external",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/googlesamples/google-services/issues/404",
            "https://github.com/cloudyr/googleCloudStorageR/issues/138",
            "https://github.com/GAM-team/got-your-back/issues/389",
        ),
        words=r"\borg_internal\b",
        example="Error 403: org_internal This client is restricted to users within its organization.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-embedded-browser",
        (),
        "Google signs nobody in inside the window of another program.",
        (
            Cause(
                "the page was opened in a web view and not in a browser",
                "look for wv or WebView in the User-Agent of the request",
                "open it in the browser of the system",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/google/google-api-javascript-client/issues/456",
            "https://github.com/cylonid/NativeAlphaForAndroid/issues/77",
        ),
        words=r"\bdisallowed_useragent\b",
        example="Error 403: disallowed_useragent This user-agent is not permitted to make an OAuth authorization request to "
        "Google as it is classified as an embedded user-agent (also known as a web-view).",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-client-deleted",
        (),
        "the client was deleted.",
        (
            Cause(
                "the client of this id was deleted",
                "look for it under Clients in the console",
                "restore it within 30 days, or make a new one",
                Who.APP_OWNER,
            ),
        ),
        Retry.AFTER_FIX,
        ("https://github.com/prasmussen/gdrive/issues/646", "https://github.com/blawar/nut/issues/178"),
        words=r"\bdeleted_client\b",
        example="Authorization Error Error 401: deleted_client The OAuth client was deleted.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-client-unknown-page",
        (),
        "there is no such client.",
        (because.CLIENT_UNKNOWN,),
        Retry.AFTER_FIX,
        ("https://github.com/parro-it/electron-google-oauth/issues/16",),
        words=r"Error(?: 401)?: invalid_client",
        example="Error 401: invalid_client The OAuth client was not found.",
        endpoints=_AUTHORIZATION,
        page=True,
    ),
    KnownError(
        "google-authorization-request-refused",
        (),
        "a parameter of the authorization request is missing or not allowed.",
        (
            Cause(
                "the redirect URI is urn:ietf:wg:oauth:2.0:oob, which Google gave up",
                "look at redirect_uri in the authorization request",
                "use a loopback address, as --redirect-uri is without being set, or fetch device-code",
                Who.YOU,
            ),
            Cause(
                "the redirect URI is http on a host other than this machine, or another parameter breaks a rule of Google",
                "open error details on the page",
                "correct what it names",
                Who.YOU,
            ),
            because.PARAMETER_MISSING,
        ),
        Retry.AFTER_FIX,
        (
            "https://github.com/glotlabs/gdrive/issues/115",
            "https://github.com/ntawileh/obsidian-google-lookup/issues/60",
            "https://github.com/nearai/ironclaw/issues/1992",
        ),
        words=r"Error 400: (?:invalid_request|access_not_configured)",
        example="Access blocked: Authorization Error You can't sign in to this app because it doesn't comply with Google's "
        "OAuth 2.0 policy for keeping apps secure. Error 400: invalid_request",
        endpoints=_AUTHORIZATION,
        page=True,
        generic=True,
    ),
    KnownError(
        "google-device-pending",
        ("authorization_pending",),
        "the person has not finished yet; Google answers with status 428.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_DEVICES,),
        words=r"^Precondition Required$",
        example="Precondition Required",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        verified=False,
    ),
    KnownError(
        "google-device-too-fast",
        ("slow_down",),
        "the client asks too often; Google answers with status 403.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_DEVICES,),
        words=r"^Forbidden$",
        example="Forbidden",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        verified=False,
    ),
)

PROVIDER = Provider(
    name="google",
    title="Google",
    recognise=Recognition(
        urls=(
            r"^(?:https://)?accounts\.google\.com(?:/|$)",
            r"^https://oauth2\.googleapis\.com/",
            r"^https://www\.google(?:apis)?\.com/(?:o/)?oauth2/(?:v[34]/)?token$",
        ),
        bodies=(
            r'"error"\s*:\s*"deleted_client"',
            r'"error_subtype"\s*:\s*"(?:invalid_rapt|rapt_required)"',
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
        Note("an app whose consent screen is in testing gets refresh tokens that live 7 days", _COMMON),
        Note(
            "client ids end in .apps.googleusercontent.com; newer secrets begin with GOCSPX-, codes with 4/, refresh tokens "
            "with 1//, access tokens with ya29.",
            "general knowledge",
            verified=False,
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("access token", "1 hour; the answer says 3599 seconds", _AGES, seconds=3600),
        Lifetime("refresh token of an app in testing", "7 days", _COMMON, seconds=604800),
        Lifetime("unused refresh token", "6 months", _ENDS),
        Lifetime(
            "refresh tokens of one account and client",
            "up to a number, 100 now and 25 in older documents; the oldest ends without a word",
            _AGES,
            verified=False,
        ),
    ),
    deviations=(
        Note("a refresh gives no new refresh token, and the old one stays good", "general knowledge", verified=False),
        Note(
            "scopes come back as whole URLs, fewer than asked for where the person left some out, more with "
            "include_granted_scopes; the redirect has a scope too",
            "https://github.com/googleworkspace/go-samples/issues/85",
        ),
        Note(
            "refresh_token_expires_in says when a grant that is limited in time ends",
            "general knowledge",
            verified=False,
        ),
        Note(
            "the device authorization answers verification_url in place of verification_uri",
            "https://github.com/benfalk/ga-cli (lib/ga/cli/test.rb)",
        ),
        Note(
            "refusals at the authorization endpoint are pages; the app never hears of most of them",
            _PAGES,
            verified=False,
        ),
    ),
    # A service account stands for itself without sub; with it, for a person whom delegation lets it stand for.
    quirks=frozenset({"assertion-needs-no-sub"}),
    sources=(
        "https://github.com/anthropics/blobfile/pull/2",
        "https://github.com/hlavki/g-suite-identity-sync/issues/7",
        _COMMON,
    ),
)
