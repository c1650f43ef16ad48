"""ID tokens and access tokens that came through the browser (OpenID Connect Core sections 3.2.2 and 3.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.jose.decrypt import CannotOpen
from tokencli.oauth.authorization.response import NotGenuine
from tokencli.oauth.issuer_keys import can_verify, verifier_for
from tokencli.oauth.tokens.check import Check
from tokencli.oauth.tokens.id_token import Expected, check_id_token

if TYPE_CHECKING:
    from tokencli.oauth.authorization.request import Sent
    from tokencli.oauth.authorization.response import Granted
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow

_SPEC = "OpenID Connect Core section 3.3.2.10"


def check_front_channel(channel: BackChannel, sent: Sent, granted: Granted) -> Flow[tuple[Check, ...] | NotGenuine]:
    """Checks the ID token of an authorization response.

    Args:
        channel: The way to the server.
        sent: What the request promised.
        granted: The response.

    Returns:
        Every check, all of them passed; none when no ID token came; or why the response may not be used.
    """
    if not granted.id_token:
        return ()
    if not can_verify(channel):
        # OpenID Connect Core section 3.2.2.11: the client MUST validate the signature of an ID token from the browser.
        return NotGenuine("id-token", "the issuer's keys are not known, so the ID token cannot be checked", _SPEC)
    try:
        id_token = channel.opener.open(granted.id_token)
    except CannotOpen as problem:
        return NotGenuine("id-token", f"the ID token: {problem}", "RFC 7516 section 5.2")
    verify = yield from verifier_for(channel, id_token)
    expected = Expected(
        issuer=sent.issuer,
        client_id=sent.client_id,
        now=channel.ambient.now(),
        nonce=sent.nonce,
        access_token=granted.access_token,
        code=granted.code,
        state=sent.state,
        algorithms=channel.server.listed("id_token_signing_alg_values_supported"),
    )
    checks = (*check_id_token(id_token, expected, verify), *_missing_hashes(granted, id_token))
    failed = next((check for check in checks if not check.passed), None)
    if failed is None:
        return checks
    what = f"{failed.name} of the ID token: expected {failed.expected}, found {failed.actual}"
    return NotGenuine("id-token", what, failed.spec, checks)


def _missing_hashes(granted: Granted, id_token: str) -> tuple[Check, ...]:
    """Through the browser the half hashes are REQUIRED (OpenID Connect Core sections 3.2.2.10 and 3.3.2.11)."""
    from tokencli.jose.peek import NotAJwt, peek

    try:
        claims = peek(id_token).claims or {}
    except NotAJwt:
        return ()
    wanted = (("c_hash", granted.code), ("at_hash", granted.access_token))
    return tuple(
        Check(name, passed=False, expected="present", actual="missing", spec="OpenID Connect Core section 3.3.2.11")
        for name, value in wanted
        if value and name not in claims
    )
