"""The Authorization header of the request is no Basic header that a server can read.

Means:
    After `Basic` stands the base64 of client_id, a colon, and the secret. A header made by hand often lacks the client_id or
    the colon, is not encoded at all, is encoded with the alphabet for addresses, or holds the line end of a shell command.

Seen by:
    A refused client whose header, decoded, is not `client_id:client_secret`.

Do:
    Encode `client_id:client_secret`, both form-encoded first, without a line end: `printf`, not `echo`. `tokencli` does that
    with `--auth-method basic`.

See:
    RFC 7617 section 2, RFC 6749 section 2.3.1
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import because, request_name
from tokencli.wire.credentials import read_basic
from tokencli.wire.placeholders import is_known
from tokencli.wire.redaction import is_redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_DECODED = "[decoded "
_NO_COLON = "no colon stands in it, so that the client_id or the secret is missing"


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused client with a header that cannot be read."""
    header = (evidence.request.header("authorization") or "") if evidence.request else ""
    in_question = evidence.client_refused or evidence.error == "invalid_request" or evidence.unjudged
    wrong = _wrong(header.strip()) if in_question and re.match(r"basic\b", header, re.IGNORECASE) else ""
    if not wrong:
        return
    yield Finding(
        name="basic-header-malformed",
        confidence=Confidence.CERTAIN,
        what=f"the Authorization header is no readable Basic header: {wrong}",
        # RFC 7617 section 2: user-pass = user-id ":" password, encoded by Base64.
        why=because("RFC 7617 section 2 wants the base64 of client_id, a colon and the secret", evidence),
        help="give --client-id and --client-secret and let --auth-method basic write the header",
        where=(Pointer(request_name(evidence), "Authorization", f"Basic, {wrong}"),),
        see=("RFC 7617 section 2", "RFC 6749 section 2.3.1", "tokencli explain basic-header-malformed"),
    )


def _wrong(header: str) -> str:
    token = header.partition(" ")[2].strip()
    if not token:
        return "nothing stands after Basic"
    if token.startswith(_DECODED):  # what a redaction left of it
        decoded = token.removeprefix(_DECODED).removesuffix("]")
        return "" if ":" in decoded else _NO_COLON
    if is_redacted(token) or not is_known(token):
        return ""
    basic = read_basic(header)
    if basic is None:
        return _not_base64(token)
    if basic.password is None:
        return _NO_COLON
    return "the client_id holds an octet that no text has" if "\ufffd" in basic.user_id else ""


def _not_base64(token: str) -> str:
    if ":" in token:
        return "client_id and secret stand in it as they are, not encoded"
    if re.search(r"[-_]", token) and not re.search(r"[+/]", token):
        return "it is encoded with the alphabet for addresses, not with that of base64"
    return "what stands after Basic is no base64"
