"""`--output aws`: what the AWS command line wants of a `credential_process`, from members that the profile names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.render.member import member

if TYPE_CHECKING:
    from tokencli.render import Issued, Look
    from tokencli.wire.redaction import Redactor

_NEEDED = ("AccessKeyId", "SecretAccessKey")
_FURTHER = ("SessionToken", "Expiration", "AccountId")


def render(run: Issued, look: Look, redactor: Redactor | None) -> str:  # noqa: ARG001 - the AWS tools read the same everywhere
    """The credentials as one JSON document.

    Raises:
        UsageProblem: The profile does not say which member is which.
    """
    if run.tokens is None:
        return ""
    named = dict(look.members)
    missing = [name for name in _NEEDED if name not in named]
    if missing:
        raise UsageProblem(
            f"-o aws needs to know which members of the answer are {' and '.join(missing)}",
            "name them, for example --output-member AccessKeyId=credentials.access_key_id",
        )
    document = {
        "Version": 1,
        **{name: member(run.tokens, named[name]) for name in (*_NEEDED, *_FURTHER) if name in named},
    }
    if "Expiration" not in document and run.tokens.expires_at is not None:
        document["Expiration"] = datetime.fromtimestamp(run.tokens.expires_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(document) + "\n"
