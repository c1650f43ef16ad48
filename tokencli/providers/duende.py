"""Duende IdentityServer."""

from __future__ import annotations

from tokencli.oauth.identifiers import AUTHORIZATION_CODE, CIBA, REFRESH_TOKEN
from tokencli.providers import causes as because
from tokencli.providers.identityserver import DEVIATIONS, ERRORS, NOTES
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, inherited
from tokencli.providers.model import ISSUER_PRESETS, Lifetime, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_OF_DUENDE = "github.com/DuendeSoftware/products@18193b5 identity-server/src/IdentityServer/Validation/Default"
_SOURCE = f"{_OF_DUENDE}/TokenRequestValidator.cs"
_PROOF = f"{_OF_DUENDE}/DefaultDPoPProofValidator.cs"
_AUTHORIZE = "github.com/DuendeSoftware/products@06f5835 identity-server/src/IdentityServer/Validation/Default/AuthorizeRequestValidator.cs"
_PUSHED = (
    "github.com/DuendeSoftware/products@01555cb identity-server/src/IdentityServer/Validation/Default/"
    "PushedAuthorizationRequestValidator.cs"
)
_LIFETIMES = "github.com/DuendeSoftware/products@00a80f1 identity-server/src/Storage/Models/Client.cs"
_POLICY = "https://github.com/DuendeArchive/Support/issues/1390"

_ERRORS = (
    *inherited(ERRORS, "duende", family="identityserver", but=("client-refused", "refresh-token-refused")),
    KnownError(
        "duende-client-refused",
        ("invalid_client",),
        "one bare answer, with status 400 and no challenge, for every client that is not accepted; on purpose nothing tells why.",
        (
            because.SECRET_WRONG,
            because.CLIENT_UNKNOWN,
            because.BASIC_NOT_ENCODED,
            Cause(
                "the client assertion is refused: where the audience is checked strictly, aud must be the issuer and typ "
                "client-authentication+jwt",
                "look into client_assertion with tokencli decode",
                "leave --assertion-audience and --assertion-typ as they are by themselves, or have the check relaxed",
                Who.YOU,
            ),
            because.SECRET_EXPIRED,
            because.CLIENT_DISABLED,
        ),
        Retry.AFTER_FIX,
        (_SOURCE, _POLICY),
        words="",
        statuses=(400,),
    ),
    KnownError(
        "duende-refresh-token-refused",
        ("invalid_grant",),
        "the refresh token is unknown, too old or of another client; since version 7 it may be used again unless the client is "
        "set to OneTimeOnly, before it was good once.",
        (
            because.REFRESH_TOKEN_TOO_OLD,
            because.GRANT_REVOKED,
            because.REFRESH_TOKEN_REPLACED,
            because.REFRESH_TOKEN_OF_ANOTHER_CLIENT,
            because.OFFLINE_ACCESS_WITHDRAWN,
            because.USER_DISABLED,
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE, _LIFETIMES),
        words="",
        endpoints=(Purpose.TOKEN,),
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "duende-target-refused",
        ("invalid_target",),
        "a resource is malformed or too long, was sent twice to the token endpoint, or was not part of the sign-in.",
        (because.TARGET_NOT_ACCEPTED, because.PARAMETER_TWICE),
        Retry.AFTER_FIX,
        (_SOURCE, _AUTHORIZE),
        words=r"[Rr]esource indicators? ?",
        example="Resource indicator does not match any resource indicator in the original authorize request.",
    ),
    KnownError(
        "duende-scope-with-target-refused",
        ("invalid_scope",),
        "the scopes do not go with the resource that was asked for.",
        (because.SCOPE_NOT_ALLOWED, because.SCOPE_UNKNOWN),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^Invalid scope\.$",
        example="Invalid scope.",
        endpoints=(Purpose.TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "duende-proof-missing",
        ("invalid_request",),
        "the client must use DPoP, and the request has no proof, or more than one.",
        (
            Cause(
                "the client is set to RequireDPoP, and no proof was sent",
                "look for a header DPoP in the token request",
                "use --dpop",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^(?:Client requires DPoP|Too many DPoP headers)",
        example="Client requires DPoP and a DPoP header value was not provided.",
        endpoints=(Purpose.TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "duende-proof-refused",
        ("invalid_dpop_proof",),
        "the DPoP proof is malformed, for another URL or method, outside its time, or was used before.",
        (
            because.PROOF_NOT_ACCEPTED,
            because.CLOCK_WRONG,
            Cause(
                "behind a proxy the server sees another scheme or host, so that htu never fits",
                "compare htu in the proof with token_endpoint in the metadata",
                "have the forwarded headers set up",
                Who.ADMINISTRATOR,
            ),
        ),
        Retry.AFTER_FIX,
        (_PROOF, _PUSHED),
        words=r"DPoP (?:proof )?token|DPoP Proof|(?:Invalid|Missing) '\w+' value|contains a private key",
        example="Invalid 'htu' value.",
        generic=True,
    ),
    KnownError(
        "duende-proof-nonce-wanted",
        ("use_dpop_nonce",),
        "the server wants its nonce in the proof; this is no failure.",
        (because.NONCE_WANTED,),
        Retry.LATER,
        (_PROOF,),
        words=r"'nonce' value",
        example="Missing 'nonce' value.",
    ),
    KnownError(
        "duende-proof-of-another-key",
        ("invalid_dpop_proof",),
        "the proof is made with another key than the sign-in or the first token request.",
        (because.KEY_NOT_PROVED,),
        Retry.AFTER_FIX,
        (_SOURCE,),
        words=r"^DPoP must be used on the token endpoint|does not match the original used",
        example="The DPoP proof token in the refresh token request does not match the original used.",
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE, REFRESH_TOKEN),
        statuses=(400,),
    ),
    KnownError(
        "duende-refresh-with-another-proof",
        ("invalid_request",),
        "the refresh shows its key in another way, or another key, than the request that gave the refresh token.",
        (
            because.KEY_NOT_PROVED,
            Cause(
                "the client certificate was renewed, and the client is public, so its refresh tokens hang on the old one",
                "compare with make thumbprint of both certificates",
                "sign in again with the new one",
                Who.YOU,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words=r"[Pp]roof of possession|different confirmation|^The client certificate in the refresh token request",
        example="Different proof of possession styles can't be mixed.",
        endpoints=(Purpose.TOKEN,),
        grants=(REFRESH_TOKEN,),
        statuses=(400,),
    ),
    KnownError(
        "duende-ciba-pending",
        ("authorization_pending",),
        "the person has not answered yet; this is no failure.",
        (because.DEVICE_PENDING,),
        Retry.POLL,
        (_SOURCE,),
        words="",
        grants=(CIBA,),
        statuses=(400,),
    ),
    KnownError(
        "duende-ciba-too-fast",
        ("slow_down",),
        "requests came closer together than the interval.",
        (because.DEVICE_TOO_FAST,),
        Retry.POLL,
        (_SOURCE,),
        words="",
        grants=(CIBA,),
        statuses=(400,),
    ),
    KnownError(
        "duende-ciba-over",
        ("expired_token", "access_denied", "invalid_grant"),
        "the request to the person's device ended: it expired, was refused, or is unknown.",
        (
            Cause(
                "the person said no, or did not answer in time",
                "the code tells: access_denied, expired_token, or invalid_grant for an unknown auth_req_id",
                "start again with fetch ciba",
                Who.END_USER,
            ),
        ),
        Retry.NEW_SIGN_IN,
        (_SOURCE,),
        words="",
        grants=(CIBA,),
        statuses=(400,),
    ),
    KnownError(
        "duende-pushed-request-refused",
        ("invalid_request",),
        "the pushed request contradicts the client that pushes it, or its DPoP proof, or holds a request_uri.",
        (
            Cause(
                "client_id, request_uri or dpop_jkt in the pushed request does not go with who pushed it",
                "look at these members of the pushed request",
                "leave them out of --auth-param",
                Who.YOU,
            ),
        ),
        Retry.AFTER_FIX,
        (_PUSHED,),
        words=r"^Pushed authorization |^Mismatch between thumbprint",
        example="Pushed authorization client_id does not match the authenticated client",
        endpoints=(Purpose.PUSHED_AUTHORIZATION,),
    ),
)

PROVIDER = Provider(
    name="duende",
    title="Duende IdentityServer",
    recognise=Recognition(
        endpoints=(r"/connect/par$", r"/connect/ciba$"),
    ),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="duende:https://login.example.com",
    notes=(
        *NOTES,
        Note("refusals carry no description on purpose; the reason stands in the server's log alone", _POLICY),
        Note("resource indicators, DPoP and pushed requests are the exceptions: there the description tells", _SOURCE),
        Note("pushed authorization answers 404 where it is switched off", _SOURCE),
    ),
    errors=_ERRORS,
    lifetimes=(
        Lifetime("authorization code", "5 minutes, and one use", _LIFETIMES, seconds=300),
        Lifetime("access token", "1 hour", _LIFETIMES, seconds=3600),
        Lifetime(
            "refresh token", "30 days; good for many uses since version 7, for one before", _LIFETIMES, seconds=2592000
        ),
        Lifetime("device code", "5 minutes", _LIFETIMES, seconds=300),
    ),
    deviations=(
        *DEVIATIONS,
        Note(
            "a missing response_type is invalid_request, where IdentityServer4 says unsupported_response_type",
            _AUTHORIZE,
        ),
    ),
    quirks=frozenset({"invalid-client-is-400"}),
    sources=(_SOURCE, _PROOF, _AUTHORIZE, _PUSHED, _LIFETIMES, _POLICY),
)
