"""Keys that somebody has at hand, of which only the public part is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.jose.certificate import thumbprints
from tokencli.jose.public_keys import read_public_keys
from tokencli.settings.secret_reference import key_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.app.wiring import Wiring
    from tokencli.jose.public_keys import PublicKey

THUMBPRINT_URI = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"  # RFC 9278 section 3


def read_keys(places: Sequence[str], passphrase: str | None, wiring: Wiring) -> tuple[PublicKey, ...]:
    """The public part of keys.

    Args:
        places: Where they are: references, paths, or `-` for standard input.
        passphrase: The passphrase of those that are encrypted; None when nobody gave one.
        wiring: The parts of the run.

    Raises:
        UsageProblem: One cannot be read, or has no public part.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    names = ["key"] if len(places) == 1 else [f"key {number}" for number in range(1, len(places) + 1)]
    return tuple(
        one
        for place, name in zip(places, names, strict=True)
        for one in read_public_keys(wiring.secrets.octets(key_reference(place), name), passphrase)
    )


def thumbprints_of(key: PublicKey) -> dict[str, str]:
    """What names a key, by the names that stand for it in tokens and requests."""
    named = {"kid": str(key.jwk["kid"])} if key.jwk.get("kid") else {}
    own = thumbprints(key.certificates[0]) if key.certificates else {}
    return {**named, "jkt": key.thumbprint, "uri": THUMBPRINT_URI + key.thumbprint, **own}
