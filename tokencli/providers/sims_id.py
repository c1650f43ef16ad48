"""SIMS ID by Capita, now ESS: sign-in for English schools, made on IdentityServer3.

Its documentation repeats that of IdentityServer3, so what is known of that one is taken over; no answer of its own was seen.
"""

from __future__ import annotations

from dataclasses import replace

from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.providers import causes as because
from tokencli.providers.identityserver3 import DEVIATIONS_3, ERRORS, LIFETIMES, NOTES_3
from tokencli.providers.known_error import Cause, KnownError, Retry, Who, inherited
from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition
from tokencli.wire.exchange import Purpose

_AT_ENDPOINT = "https://www.sims-partners.com/token-endpoint"
_AUTHORIZE = "https://www.sims-partners.com/authorisation-endpoint"
_VALIDATION = "https://www.sims-partners.com/identity-token-validation-endpoint"
_CLIENTS = "https://www.sims-partners.com/product/DeX/SSO/sample_clients"

_ERRORS = (
    *(
        replace(error, verified=False)
        for error in inherited(
            ERRORS,
            "sims-id",
            family="identityserver3",
            but=("client-refused", "code-not-accepted", "page-client-not-authorized"),
        )
    ),
    KnownError(
        "sims-id-client-refused",
        ("invalid_client",),
        "key and secret, as they came after the partner agreement, were not accepted.",
        (
            Cause(
                "the secret was form-encoded, and here the Basic header holds id and secret as they are",
                "look for anything but letters, digits and - . _ ~ in id and secret",
                "use --basic-encoding raw or --auth-method post",
                Who.YOU,
            ),
            because.SECRET_WRONG,
            because.OTHER_ENVIRONMENT,
            because.CREDENTIALS_MISSING,
        ),
        Retry.AFTER_FIX,
        (_AT_ENDPOINT,),
        words="",
        statuses=(400,),
        verified=False,
    ),
    KnownError(
        "sims-id-code-not-accepted",
        ("invalid_grant",),
        "one bare answer for every code that is not accepted; a verifier is for clients with proof keys alone, and is refused "
        "for all others.",
        (
            because.VERIFIER_WITHOUT_CHALLENGE,
            Cause(
                "the client has a flow without proof keys, and a verifier was sent",
                "ask SIMS Partner Support for the flow of the client; the sample clients have the hybrid flow",
                "sign in again with --pkce none",
                Who.YOU,
            ),
            because.VERIFIER_MISSING,
            because.CODE_USED_BEFORE,
            because.CODE_TOO_OLD,
        ),
        Retry.NEW_SIGN_IN,
        (_AT_ENDPOINT, _CLIENTS),
        words="",
        endpoints=(Purpose.TOKEN,),
        grants=(AUTHORIZATION_CODE,),
        statuses=(400,),
        verified=False,
    ),
    KnownError(
        "sims-id-page-client-not-authorized",
        (),
        "the redirect URI must be exactly one that SIMS Partner Support has entered; nobody else can change the list.",
        (
            Cause(
                "the redirect URI was never sent to SIMS Partner Support, or was entered differently",
                "put redirect_uri of the authorization request beside the text of the registration, letter for letter",
                "ask SIMS Partner Support to add exactly this URI",
                Who.APP_OWNER,
            ),
            because.CLIENT_UNKNOWN,
            because.SCOPE_NOT_ALLOWED,
        ),
        Retry.AFTER_FIX,
        (_AUTHORIZE, _CLIENTS),
        words=r"The client application is not known or is not authorized",
        example="The client application is not known or is not authorized.",
        endpoints=(Purpose.AUTHORIZATION,),
        page=True,
        verified=False,
    ),
)

PROVIDER = Provider(
    name="sims-id",
    title="SIMS ID",
    recognise=Recognition(urls=(r"^https://(?:[a-z0-9-]+\.)?id\.sims\.co\.uk(?:[:/]|$)",)),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="sims-id:https://id.sims.co.uk",
    notes=(
        Note("redirect URIs, scopes and keys are set by SIMS Partner Support alone", _CLIENTS),
        Note(
            "a token at hand can be checked at /connect/accesstokenvalidation and /connect/identitytokenvalidation",
            _VALIDATION,
        ),
        Note("scope is needed for every grant but authorization_code and refresh_token", _AT_ENDPOINT),
        *(replace(note, verified=False) for note in NOTES_3),
    ),
    errors=_ERRORS,
    lifetimes=tuple(replace(one, verified=False) for one in LIFETIMES),
    deviations=tuple(replace(note, verified=False) for note in DEVIATIONS_3),
    quirks=frozenset({"basic-not-decoded", "invalid-client-is-400", "redirect-uri-is-unauthorized-client"}),
    sources=(_AT_ENDPOINT, _AUTHORIZE, _VALIDATION, _CLIENTS),
)
