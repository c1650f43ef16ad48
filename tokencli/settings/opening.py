"""What opens an encrypted token."""

from __future__ import annotations

from dataclasses import dataclass

from tokencli.oauth.client import key_parameter, key_passphrase_parameter
from tokencli.oauth.parameter import parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningSettings:
    """The key or the secret of the client that a token was encrypted to."""

    key: bytes | None = key_parameter(default=None)
    key_passphrase: str | None = key_passphrase_parameter()
    client_secret: str | None = parameter(
        "reference to the client secret, where the token is encrypted or signed with it",
        spec="OpenID Connect Core section 10",
        secret=True,
        metavar="REF",
        default=None,
    )
