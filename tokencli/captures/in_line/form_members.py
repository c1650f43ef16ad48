"""Members written as a form: `error=invalid_grant&error_description=…`, or the body of a token request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokencli.captures.codes import is_refusal, is_tokens
from tokencli.captures.sighting import Sighting
from tokencli.wire import form
from tokencli.wire.message import FORM_MEDIA_TYPE, UNSEEN_STATUS, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM = re.compile(r"(?<![\w?&#=%./-])[A-Za-z_][\w.%-]{0,60}=[^\s&\"'<>;,]*(?:&[\w.%-]{1,60}=[^\s&\"'<>]*)+")


def recognise(text: str) -> bool:
    """Whether it may hold one."""
    return "&" in text and ("error=" in text or "grant_type=" in text or "access_token=" in text)


def read(text: str, at: float) -> Iterator[Sighting]:
    """The forms that are a token request, a refusal or tokens."""
    for found in dict.fromkeys(_FORM.findall(text)):
        members = dict(form.decode(found))
        if "grant_type" in members:
            headers = (("Content-Type", FORM_MEDIA_TYPE),)
            yield Sighting("form", Request("POST", "", headers, found.encode()), at=at)
        elif is_refusal(members) or is_tokens(members):
            headers = (("Content-Type", "application/json"),)
            yield Sighting(
                "form-encoded answer", answer=Response(UNSEEN_STATUS, headers, json.dumps(members).encode()), at=at
            )
