"""The server granted less than was asked for.

Means:
    The request succeeded, and the answer's scope lacks words that were asked for. A call that needs them will be refused
    with insufficient_scope.

Seen by:
    A success whose `scope` does not hold every word asked for.

Do:
    Have the missing words allowed for the client, or let the person agree to them in a new sign-in.

See:
    RFC 6749 section 3.3, RFC 6749 section 5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.wording import request_name
from tokencli.oauth.identifiers import REFRESH_TOKEN
from tokencli.oauth.tokens.token_set import TokenSet
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

# Words that ask for something else than access; its being there says that they were granted.
_SHOWN_BY = {"openid": "id_token", "offline_access": "refresh_token"}


def look(evidence: Evidence) -> Iterator[Finding]:
    """A success with fewer scopes."""
    tokens = evidence.reply
    # RFC 6749 section 5.1: scope is OPTIONAL if identical to the scope requested by the client, otherwise REQUIRED.
    if not isinstance(tokens, TokenSet) or tokens.scope is None:
        return
    missing = [word for word in evidence.asked_scope if not _granted(word, tokens, evidence)]
    if not missing:
        return
    yield Finding(
        name="scope-narrowed",
        confidence=Confidence.CERTAIN,
        what=f"the server did not grant {', '.join(missing)}",
        why="the answer's scope lacks it, and RFC 6749 section 5.1 has the answer name what was granted",
        help="have the scope allowed for this client, or let the person agree to it in a new sign-in",
        who=Who.APP_OWNER,
        where=(
            Pointer(_asked_in(evidence), "scope", " ".join(evidence.asked_scope)),
            Pointer("token answer", "scope", " ".join(tokens.scope) or "empty"),
        ),
        see=("RFC 6749 section 3.3", "RFC 6749 section 5.1", "tokencli explain scope-narrowed"),
    )


def _asked_in(evidence: Evidence) -> str:
    return request_name(evidence) if evidence.member("scope") else "asked for before"


def _granted(word: str, tokens: TokenSet, evidence: Evidence) -> bool:
    shown_by = _SHOWN_BY.get(word, "")
    # A refresh seldom hands out these two again.
    if shown_by in tokens.members or (shown_by and evidence.grant_type == REFRESH_TOKEN):
        return True
    # Entra ID: `.default` stands for whatever is configured, and the answer names that.
    return word.endswith("/.default") or any(_same(word, other) for other in tokens.scope or ())


def _same(asked: str, granted: str) -> bool:
    if asked == granted:
        return True
    if "/" in asked and "/" in granted:
        return False
    # Some servers give a scope back without the prefix it was asked with (Entra ID), or with one (Google: `email`).
    one, other = asked.rpartition("/")[2], granted.rpartition("/")[2]
    return one == other or ("/" in granted and other.endswith(f".{one}"))
