"""Spring Authorization Server, and what is made with it."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_SOURCE = (
    "github.com/spring-projects/spring-authorization-server@b90fb09 oauth2-authorization-server/src/main/java/.../"
    "server/authorization"
)
_SETTINGS = (
    "github.com/spring-projects/spring-authorization-server@041b94d oauth2-authorization-server/src/main/java/.../"
    "settings/TokenSettings.java"
)

_TOKEN = (Purpose.TOKEN,)

_ERRORS = (
    KnownError(
        "spring-client-refused",
        ("invalid_client",),
        "one bare answer for every client that is not accepted; the reason stands in the log of the server alone.",
        (
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            because.AUTH_METHOD_DIFFERS,
            because.SECRET_EXPIRED,
            Cause(
                "the server holds the secret without saying how it was hashed",
                "remember whether a new client never worked, although id and secret are those of the registration",
                "have it stored with {bcrypt} or {noop} before it",
                Who.ADMINISTRATOR,
            ),
            because.CREDENTIALS_MISSING,
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words="",
        statuses=(401,),
    ),
    KnownError(
        "spring-code-refused",
        ("invalid_grant",),
        "one bare answer for every code that is not accepted; the second use of a code ends the tokens of the first. PKCE is "
        "looked at while the client authenticates, so that the log of the server speaks of the client.",
        (
            because.CODE_USED_BEFORE,
            because.REDIRECT_URI_DIFFERS,
            because.VERIFIER_OF_ANOTHER_SIGN_IN,
            because.VERIFIER_MISSING,
            because.VERIFIER_WITHOUT_CHALLENGE,
            because.CODE_TOO_OLD,
            because.CODE_OF_ANOTHER_CLIENT,
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "spring-refresh-token-refused",
        ("invalid_grant",),
        "one bare answer for every refresh token that is unknown, inactive, too old or of another client.",
        (
            because.REFRESH_TOKEN_TOO_OLD,
            because.REFRESH_TOKEN_REPLACED,
            because.REFRESH_TOKEN_OF_ANOTHER_CLIENT,
            because.GRANT_REVOKED,
            Cause(
                "the server keeps its tokens in memory, and was restarted",
                "see whether all clients failed since the same moment",
                "have them kept in a database",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "spring-parameter-refused",
        ("invalid_request", "unsupported_grant_type"),
        "the parameter that the words name is missing, stands twice, or, if it is grant_type, is not supported.",
        (because.PARAMETER_MISSING, because.PARAMETER_TWICE, because.GRANT_TYPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^OAuth 2\.0 Parameter: ",
        example="OAuth 2.0 Parameter: grant_type",
    ),
    KnownError(
        "spring-grant-not-allowed",
        ("unauthorized_client",),
        "the client is not registered for this grant.",
        (because.GRANT_NOT_ALLOWED,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "spring-scope-refused",
        ("invalid_scope",),
        "a scope is not registered for the client, or a refresh asks for more than the sign-in gave.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        statuses=(400,),
    ),
    KnownError(
        "spring-device-pending",
        ("authorization_pending",),
        "the person has not finished yet.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "spring-device-refused",
        ("access_denied",),
        "the person said no on the other device.",
        (because.USER_SAID_NO,),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "spring-device-code-too-old",
        ("expired_token",),
        "the device code is past its end.",
        (because.DEVICE_CODE_TOO_OLD,),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        endpoints=_TOKEN,
        grants=(DEVICE_CODE,),
        statuses=(400,),
    ),
    KnownError(
        "spring-proof-refused",
        ("invalid_dpop_proof",),
        "the DPoP proof was refused; the words say why, such as that jkt is missing or jwk invalid.",
        (because.PROOF_NOT_ACCEPTED, because.KEY_NOT_PROVED),
        Retry.AFTER_FIX,
        (_SOURCE,),
        endpoints=_TOKEN,
        statuses=(400,),
    ),
)

PROVIDER = Provider(
    name="spring",
    title="Spring Authorization Server",
    recognise=Recognition(
        bodies=(
            r'"OAuth 2\.0 Parameter: \w',
            r'"error_uri"\s*:\s*"https://datatracker\.ietf\.org/doc/html/rfc6749#section-5\.2"',
        ),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="spring:https://login.example.com",
    notes=(
        Note("only S256 is taken as method of a challenge", _SOURCE),
        Note("a code that another client sends is spent for its own client too", _SOURCE),
        Note("the second use of a code ends the tokens that the first one gave", _SOURCE),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "5 minutes unless somebody changed it", _SETTINGS, seconds=300),
        Lifetime("access token", "5 minutes unless somebody changed it", _SETTINGS, seconds=300),
        Lifetime(
            "refresh token",
            "60 minutes unless somebody changed it; a refresh gives the same one",
            _SETTINGS,
            seconds=3600,
        ),
        Lifetime("device code", "5 minutes unless somebody changed it", _SETTINGS, seconds=300),
    ),
    deviations=(Note("invalid_client and invalid_grant have no description; the reason is logged only", _SOURCE),),
    sources=(_SOURCE, _SETTINGS),
)
