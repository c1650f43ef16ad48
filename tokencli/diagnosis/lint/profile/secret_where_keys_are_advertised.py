"""The client uses a shared secret, and the server takes keys or certificates too.

Means:
    A secret that two sides know can leak from either. With a key pair or a certificate the server holds nothing that is
    worth stealing.

Seen by:
    The client authentication of the profile, and `token_endpoint_auth_methods_supported` of the metadata, where it is at
    hand.

Do:
    Register a public key: tokencli make key, then auth_method = "private-key-jwt".

See:
    RFC 9700 section 2.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer
from tokencli.diagnosis.profile_seen import SECRET_METHODS, TLS_METHODS
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.profile_seen import ProfileSeen

_METHODS = "token_endpoint_auth_methods_supported"


def look(profile: ProfileSeen) -> Iterator[Concern]:
    """A secret where there is better."""
    better = [one for one in profile.listed(_METHODS) or () if one in {"private_key_jwt", *TLS_METHODS}]
    # RFC 9700 section 2.5: it is RECOMMENDED to use asymmetric cryptography for client authentication.
    if profile.auth_method in SECRET_METHODS and better:
        yield Concern(
            f"the client uses {profile.auth_method}, and the server takes {better[0]} too",
            "with a key pair or a certificate the server keeps no secret of the client",
            'register a public key, and set auth_method = "private-key-jwt" or "tls"',
            (*profile.place("auth_method", "client_secret"), Pointer("metadata", _METHODS, ", ".join(better))),
            Who.APP_OWNER,
        )
