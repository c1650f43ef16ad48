"""The token request may name another redirect URI than the authorization request.

Means:
    Both must be the same, letter for letter: a final slash, another port, `localhost` for `127.0.0.1` or http for https
    make them different. A code that was lost like this cannot be used again.

Seen by:
    A refused code whose token request names a redirect URI; surer when the server speaks of it.

Do:
    Send the value of the authorization request with `--redirect-uri`, and start a new sign-in.

See:
    RFC 6749 section 4.1.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.finding import Finding, Pointer
from tokencli.diagnosis.wording import REDIRECT_URI, because, likely_if, request_name, singles_out, singles_out_another
from tokencli.oauth.identifiers import AUTHORIZATION_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence

_NAMED_BY_SOME = frozenset({"invalid_request", "invalid_client", "unauthorized_client", "redirect_uri_mismatch"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code with a redirect URI."""
    redirect_uri, named = evidence.member("redirect_uri"), _named(evidence)
    if evidence.grant_type != AUTHORIZATION_CODE or not redirect_uri or singles_out_another(evidence, REDIRECT_URI):
        return
    if evidence.error != "invalid_grant" and not (named and evidence.error in _NAMED_BY_SOME):
        return
    yield Finding(
        name="redirect-uri-differs",
        confidence=likely_if(named),
        what="the redirect URI may differ from the one in the authorization request",
        why=because("RFC 6749 section 4.1.3 requires identical values, compared letter for letter", evidence),
        help="send exactly the value of the authorization request with --redirect-uri, in a new sign-in",
        where=(Pointer(request_name(evidence), "redirect_uri", _origin(evidence, redirect_uri)),),
        see=("RFC 6749 section 4.1.3", "tokencli explain redirect-uri-differs"),
    )


def _named(evidence: Evidence) -> bool:
    # The quirk belongs to servers that answer a wrong redirect_uri with unauthorized_client and no words.
    quirks = evidence.provider.quirks if evidence.provider else frozenset()
    quirk = evidence.error == "unauthorized_client" and "redirect-uri-is-unauthorized-client" in quirks
    return quirk or evidence.error == "redirect_uri_mismatch" or singles_out(evidence, REDIRECT_URI)


def _origin(evidence: Evidence, redirect_uri: str) -> str:
    setting = evidence.setting("redirect_uri")
    return f"{redirect_uri} ({setting.origin})" if setting else redirect_uri
