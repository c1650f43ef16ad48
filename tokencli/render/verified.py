"""A verified token as `decode --verify -o json` prints it: what stands in it, and every check."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tokencli.render.decoded import decoded_document

if TYPE_CHECKING:
    from tokencli.app.verify_token import Verified
    from tokencli.wire.redaction import Redactor


def verified_document(one: Verified, redactor: Redactor) -> dict[str, Any]:
    """The token with what was checked of it.

    Args:
        one: The token.
        redactor: Takes secrets out of what others wrote: the name of a key is the server's own choice.
    """
    return {
        **decoded_document(one.seen, one.encryption),
        "verified": one.valid,
        "checked_as": one.told.use.value,
        "because": one.told.why,
        "keys": redactor.text(one.keys),
        "checks": [redactor.json_value(asdict(check)) for check in one.checks],
        "unchecked": [asdict(left) for left in one.unchecked],
    }
