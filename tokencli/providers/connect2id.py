"""The Connect2id server, made on the Nimbus SDK."""

from __future__ import annotations

from tokencli.oauth.identifiers import REFRESH_TOKEN
from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

_ERRORS = (
    KnownError(
        name="connect2id-client-refused",
        codes=("invalid_client",),
        meaning="one broad sentence for every refused client, so that nobody learns more.",
        causes=(
            Cause(
                "the client authenticates with another method than it is registered with",
                "look at token_endpoint_auth_method of the client; without one it is client_secret_basic",
                "use that method with --auth-method",
                Who.YOU,
            ),
            Cause(
                "the secret or key is wrong or expired",
                "the server's log has the reason under the id in the description",
                "give the current one",
                Who.YOU,
            ),
        ),
        retry=Retry.AFTER_FIX,
        sources=("https://connect2id.com/blog/meaninigful-error-messages",),
        words=r"^Client authentication failed, possible causes may be",
    ),
    KnownError(
        name="connect2id-refresh-token-replayed",
        codes=("invalid_grant",),
        meaning="a refresh token that had been replaced came back after the time of grace, 5 s as a rule; then the newest one fails too.",
        causes=(
            Cause(
                "an old refresh token was sent, perhaps because an answer was lost",
                "look for an earlier refresh without an answer",
                "sign in again, and keep the refresh token of each answer",
                Who.YOU,
            ),
        ),
        retry=Retry.NEW_SIGN_IN,
        sources=("https://connect2id.com/blog/connect2id-server-14-2",),
        grants=(REFRESH_TOKEN,),
        generic=True,
    ),
)

PROVIDER = Provider(
    name="connect2id",
    title="Connect2id server",
    recognise=Recognition(urls=(r"/c2id(?:/token)?/?$",), endpoints=(r"/c2id/token$",)),
    presets=ISSUER_PRESETS,
    tenant="the issuer",
    example="connect2id:https://login.example.com/c2id",
    notes=(
        Note(
            "a client must authenticate with the method it is registered with; basic where nothing was said",
            "https://connect2id.com/products/server/docs/api/token",
        ),
        Note(
            "a public client's refresh token is replaced by each refresh; since 14.2 the one before is good for 5 s more",
            "https://connect2id.com/blog/connect2id-server-14-2",
        ),
    ),
    errors=_ERRORS,
    sources=(
        "https://connect2id.com/products/server/docs/api/token",
        "https://connect2id.com/blog/meaninigful-error-messages",
        "https://connect2id.com/blog/connect2id-server-14-2",
    ),
)
