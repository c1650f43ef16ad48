"""Which members hold credentials, as their names tell: of forms, of JSON, and of the query and fragment of a URL.

One rule, for whatever is shown or written, and for whatever goes into a profile or out of one.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Members of requests and answers that are credentials wherever they stand. What the families declare comes on top.
SECRET_NAMES = frozenset(
    {
        "access_token", "actor_token", "assertion", "auth_req_id", "client_assertion", "client_notification_token",
        "client_secret", "code", "code_verifier", "device_code", "id_token", "id_token_hint", "login_hint_token", "logout_token", "password", "pct", "refresh_token",
        "registration_access_token", "rpt", "subject_token", "ticket", "token",
    }
)  # fmt: skip
_SECRET = re.compile(
    "secret|passw|passphrase|pwd|token|key|otp|assertion|credential|ticket|session|samlresponse"
    "|(?:^|_)(?:pin|tan|sig|signature|auth|cookie|pass)(?:_|$)"
)
# What such a name says of a credential, or of something public, and is none itself.
_NO_SECRET = re.compile(
    "_(?:type|typ|format|hint|methods?|mode|alg|algorithm|enc|uri|url|endpoint|issuer|identifier|audience|supported|use|usage|used"
    "|state|status|valid|lifetime|time|timeout|expiry|in|at|size|length|count|version|name|iframe)$"
    # Whoever has the identifier of a session has the session, and the secret_id of an AppRole is its password.
    "|(?<!session)(?<!secret)_id$"
    "|^token_?type|^tls_client_auth_|publi(?:c|shable)_?key|^(?:error|message|include|has|is|require|allow|support)s?_"
)
_LONGEST = 80  # characters; what is longer is no name
_WORDS = re.compile("(?<=[a-z0-9])(?=[A-Z])")


def is_secret_member(name: str) -> bool:
    """Whether a member's value is a credential, as its name tells, in whatever of the usual spellings.

    Args:
        name: The name, decoded.
    """
    return len(name) <= _LONGEST and _is_secret(name)


@lru_cache(maxsize=4096)
def _is_secret(name: str) -> bool:
    # A name with a slash is a path before an equals sign.
    if "/" in name:
        return False
    plain = _WORDS.sub("_", name).lower().replace("-", "_").replace(".", "_")
    if name.lower() in SECRET_NAMES or plain in SECRET_NAMES:
        return True
    return _SECRET.search(plain) is not None and _NO_SECRET.search(plain) is None
