"""A token request that nothing can come of: its grant is made up, so the client is judged and nothing is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.jose.peek import base64url_encode
from tokencli.oauth.identifiers import (
    AUTHORIZATION_CODE,
    CIBA,
    DEVICE_CODE,
    JWT_BEARER,
    REFRESH_TOKEN,
    SAML2_BEARER,
    TOKEN_EXCHANGE,
    TOKEN_TYPES,
    UMA_TICKET,
)

if TYPE_CHECKING:
    from tokencli.oauth.flow import Ambient
    from tokencli.wire.form import Members

_OCTETS = 32
# What each grant trades for tokens; a client that may use one grant only is judged by that one.
_TRADED = {
    AUTHORIZATION_CODE: "code",
    REFRESH_TOKEN: "refresh_token",
    DEVICE_CODE: "device_code",
    CIBA: "auth_req_id",
    JWT_BEARER: "assertion",
    SAML2_BEARER: "assertion",
    TOKEN_EXCHANGE: "subject_token",
    UMA_TICKET: "ticket",
}


def made_up_request(grant_type: str, redirect_uri: str, ambient: Ambient) -> Members:
    """The members of the request, without the client's credentials.

    Args:
        grant_type: The grant whose client is to be judged; where it trades nothing that could be made up, a refresh
            token is.
        redirect_uri: The redirect URI that goes with a code.
        ambient: Randomness.
    """
    grant = grant_type if grant_type in _TRADED else REFRESH_TOKEN
    made_up = base64url_encode(ambient.random_octets(_OCTETS))
    members: Members = (("grant_type", grant), (_TRADED[grant], made_up))
    if grant == AUTHORIZATION_CODE:
        # RFC 6749 section 4.1.3, RFC 7636 section 4.5: a server may want both before it looks at anything else.
        return (*members, ("redirect_uri", redirect_uri), ("code_verifier", made_up))
    if grant == TOKEN_EXCHANGE:
        # RFC 8693 section 2.1: subject_token_type is REQUIRED.
        return (*members, ("subject_token_type", TOKEN_TYPES["access_token"]))
    return members
