"""Ping Identity: PingOne in the cloud, PingFederate on a host of one's own."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Preset, Provider, Recognition
from tokencli.wire.exchange import Purpose

_GUID = r"(?P<environment>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
_SETTINGS = (
    "https://docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/"
    "help_authorizationserversettingstasklet_oauthauthorizationserversettingsstate.html"
)
_GRANT_TYPES = "https://docs.pingidentity.com/r/en-us/pingfederate-113/pf_oauth_grant_type_param"
_SESSIONS = "https://docs.pingidentity.com/r/en-us/pingfederate-113/help_beareraccesstokenmgmtplugintasklet_sessionvalidationstate"
_METHODS = "https://docs.pingidentity.com/pingone/applications/p1_token_endpoint_authentication_methods.html"
_TROUBLES = "https://docs.pingidentity.com/pingone/pingone_tutorials/p1_troubleshooting_nodejs_express_app.html"

_TOKEN = (Purpose.TOKEN,)

_ERRORS = (
    KnownError(
        "ping-refresh-token-refused",
        ("invalid_grant",),
        "PingFederate does not find the refresh token: it was replaced or revoked, or the grant behind it ended.",
        (
            Cause(
                "refresh tokens roll, and an old one was sent",
                "look for an earlier refresh whose answer was not kept, and ask for Refresh token rolling of the client",
                "sign in again, keep the refresh token of each answer, and ask for a grace period",
                Who.YOU,
            ),
            Cause(
                "the persistent grant is past its longest life or its idle time",
                "ask for both in the settings of the authorization server, and compare the times",
                "sign in again",
                Who.END_USER,
            ),
            Cause(
                "the server lost its grants: in memory only, or on one node alone",
                "see whether all clients failed since the same restart",
                "have the grants kept in a store that all nodes share",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        ("https://github.com/oauth2-proxy/oauth2-proxy/issues/3485", _SETTINGS),
        words=r"^unknown, invalid, or expired refresh token$",
        example="unknown, invalid, or expired refresh token",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "ping-code-refused",
        ("invalid_grant",),
        "PingFederate does not take the code: used, unknown or older than 60 seconds, unless the server says otherwise.",
        (
            because.CODE_TOO_OLD,
            because.CODE_USED_BEFORE,
            Cause(
                "another node of the server answers, which does not know the code",
                "see whether it works now and then",
                "have the replication of the cluster looked at",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SETTINGS,),
        words=r"^Authorization code is invalid or expired\.?$",
        example="Authorization code is invalid or expired.",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        verified=False,
    ),
    KnownError(
        "ping-client-refused",
        ("invalid_client",),
        "PingFederate did not accept the client.",
        (
            because.SECRET_WRONG,
            Cause(
                "the client is disabled",
                "look for it among the OAuth clients in the administrative console",
                "have it enabled",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        ("general knowledge",),
        words=r"^Invalid client or client credentials\.?$",
        example="Invalid client or client credentials.",
        verified=False,
    ),
    KnownError(
        "ping-token-or-session-ended",
        ("invalid_grant",),
        "PingFederate does not validate the access token: it ended, or, where sessions are looked at, the session of its user.",
        (
            Cause(
                "the session of the user ended or was revoked",
                "look for the claim pi.sri in the token with tokencli decode",
                "sign in again",
                Who.END_USER,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SESSIONS,),
        endpoints=(Purpose.INTROSPECTION,),
        generic=True,
        verified=False,
    ),
    KnownError(
        "ping-auth-method-refused",
        ("invalid_client",),
        "PingOne takes one way of authentication for an application, and this is another, or its values are wrong.",
        (
            Cause(
                "the client authenticates otherwise than the application is set to",
                "look at Token Endpoint Authentication Method of the application",
                "use that method with --auth-method",
                Who.YOU,
            ),
            Cause(
                "a secret was sent for an application that is set to None",
                "look for client_secret or a Basic header in the request",
                "leave the secret out with --auth-method none",
                Who.YOU,
            ),
            Cause(
                "the environment or the region is another",
                "compare the GUID in the path, and .com, .eu, .ca, .asia, .com.au or .sg, with the console",
                "correct them, as in ping:REGION/GUID",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_METHODS,),
        words=r"^Request denied: Unsupported authentication method",
        example="Request denied: Unsupported authentication method (Correlation ID: 00000000-0000-0000-0000-000000000000)",
        statuses=(401,),
    ),
    KnownError(
        "ping-authorization-request-refused",
        (),
        "PingOne finds a parameter of the authorization request invalid, mostly the redirect URI; details names it.",
        (
            because.REDIRECT_URI_NOT_REGISTERED,
            Cause(
                "another parameter is missing or not allowed for the application",
                "read target and message under details in the answer",
                "correct what it names",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_TROUBLES,),
        words=r"The request could not be completed\. One or more validation errors were in the request",
        example='{"id":"00000000-0000-0000-0000-000000000000","code":"INVALID_DATA","message":"The request could not be '
        'completed. One or more validation errors were in the request.","details":[]}',
        page=True,
    ),
)

PROVIDER = Provider(
    name="ping",
    title="Ping Identity",
    recognise=Recognition(
        urls=(r"^https://auth\.pingone\.(?:com|eu|ca|asia|com\.au|sg)/", r"/as/token\.oauth2$"),
        endpoints=(r"/as/(?:token|authorization)\.oauth2$",),
        headers=(("set-cookie", r"(?:^|, ?)PF="),),
        bodies=(r"Request denied: [^\"]{1,200}\(Correlation ID: ",),
    ),
    presets=(
        Preset("ENVIRONMENT", _GUID, {"issuer": "https://auth.pingone.com/{environment}/as"}),
        Preset(
            "REGION/ENVIRONMENT",
            rf"(?P<region>com|eu|ca|asia|com\.au|sg)/{_GUID}",
            {"issuer": "https://auth.pingone.{region}/{environment}/as"},
        ),
        *ISSUER_PRESETS,
    ),
    tenant="the GUID of a PingOne environment, REGION/GUID (eu, ca, asia, com.au, sg), or the URL of a PingFederate",
    example="ping:eu/11111111-2222-3333-4444-555555555555",
    notes=(
        Note("a code of PingFederate is good for 60 s unless the server says otherwise", _SETTINGS),
        Note(
            "the Correlation ID in the words of PingOne leads an administrator to the audit log",
            _METHODS,
            verified=False,
        ),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime(
            "authorization code of PingFederate",
            "60 seconds unless the server says otherwise",
            _SETTINGS,
            seconds=60,
        ),
        Lifetime(
            "refresh token of PingFederate",
            "as long as the persistent grant, which may have no end; rolling if the server or the client says so",
            _SETTINGS,
        ),
    ),
    deviations=(
        Note(
            "PingFederate validates access tokens at the token endpoint too, with the grant type "
            "urn:pingidentity.com:oauth2:grant_type:validate_bearer",
            _GRANT_TYPES,
        ),
        Note(
            "PingOne has refusals of a form of its own, with id, code, message and details",
            _TROUBLES,
        ),
    ),
    sources=(_GRANT_TYPES, _SETTINGS),
)
