"""The Connect2id server, made on the Nimbus SDK."""

from __future__ import annotations

from tokencli.providers.model import ISSUER_PRESETS, Note, Provider, Recognition

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
    sources=(
        "https://connect2id.com/products/server/docs/api/token",
        "https://connect2id.com/blog/meaninigful-error-messages",
        "https://connect2id.com/blog/connect2id-server-14-2",
    ),
)
