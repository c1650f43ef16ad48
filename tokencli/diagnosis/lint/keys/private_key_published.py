"""A private or symmetric key stands in the published set of keys.

Means:
    Whoever reads it can make tokens in the server's name. It must be taken for stolen.

Seen by:
    Members of a key that only its owner may know: `d` and its kin, or `k` of a symmetric key. Their values are not shown.

Do:
    Take the key out of use at once, make a new one, and publish its public part alone.

See:
    RFC 7517 section 9.2, RFC 8725 section 3.5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.concern import Concern
from tokencli.diagnosis.finding import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.server_seen import ServerSeen

# RFC 7518 sections 6.2.2, 6.3.2 and 6.4, RFC 8037 section 2
_SECRET = {"RSA": ("d", "p", "q", "dp", "dq", "qi", "oth"), "EC": ("d",), "OKP": ("d",), "oct": ("k",)}


def look(server: ServerSeen) -> Iterator[Concern]:
    """Keys with members that nobody else may know."""
    # RFC 7517 section 9.2: private and symmetric keys MUST be protected from disclosure to unintended parties.
    for at, key in enumerate(server.keys):
        found = [name for name in _SECRET.get(str(key.get("kty")), ()) if name in key]
        if found:
            yield Concern(
                "a private or symmetric key is published",
                "whoever reads it can sign in the name of the server",
                "take the key out of use at once, and publish public parts alone",
                (Pointer("keys", f"keys.{at}", f"kty {key['kty']}, with {', '.join(found)} (not shown)"),),
            )
            return
