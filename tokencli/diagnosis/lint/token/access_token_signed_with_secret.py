"""An access token is signed with a secret that is shared.

Means:
    Every API that can check such a token can make one too, and each of them has to keep the secret.

Seen by:
    `alg` of an access token is one of `HS256`, `HS384`, `HS512`.

Do:
    Sign access tokens with a private key, such as RS256 or ES256, and publish the public one at `jwks_uri`.

See:
    RFC 9068 section 2.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.jose.verify import HMAC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.token_seen import TokenSeen


def look(token: TokenSeen) -> Iterator[Concern]:
    """An access token that those who check it could have made."""
    # RFC 9068 section 2.1: it is RECOMMENDED to use asymmetric cryptography.
    if token.is_access_token and token.inside.algorithm in HMAC:
        yield Concern(
            f"the access token is signed with {token.inside.algorithm}, so with a shared secret",
            "every API that can check the token can make one too",
            "sign access tokens with a private key, and publish the public one",
            (token.header("alg"),),
        )
