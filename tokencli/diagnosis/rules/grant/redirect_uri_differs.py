"""The token request may name another redirect URI than the authorization request.

Means:
    Both must be the same, letter for letter: a final slash, another port, `localhost` for `127.0.0.1` or http for https
    make them different. A code that was lost like this cannot be used again.

Seen by:
    A refused code whose token request names a redirect URI; surer when the server speaks of it. Where the authorization
    request was captured too, the two are compared: then it is certain, with the place of the difference, or ruled out.

Do:
    Send the value of the authorization request with `--redirect-uri`, and start a new sign-in.

See:
    RFC 6749 section 4.1.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.difference import first_difference, in_words
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.diagnosis.sign_in_seen import sign_in_of
from tokencli.diagnosis.wording import (
    REDIRECT_URI,
    because,
    likely_if,
    not_looked_at,
    request_name,
    singles_out,
    singles_out_another,
)
from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence
    from tokencli.diagnosis.sign_in_seen import SignInSeen

_NAMED_BY_SOME = frozenset({"invalid_request", "invalid_client", "unauthorized_client", "redirect_uri_mismatch"})


def look(evidence: Evidence) -> Iterator[Finding]:
    """A refused code with a redirect URI."""
    redirect_uri, named = evidence.member("redirect_uri"), _named(evidence)
    if evidence.grant_type != AUTHORIZATION_CODE or not redirect_uri:
        return
    sign_in = sign_in_of(evidence)
    asked = sign_in.asked("redirect_uri") if sign_in else ""
    equal = same(asked, redirect_uri)
    if sign_in is not None and asked and equal is False and evidence.in_question:
        yield _different(evidence, sign_in, asked, redirect_uri)
        return
    if singles_out_another(evidence, REDIRECT_URI):
        return
    if evidence.error != "invalid_grant" and not (named and evidence.error in _NAMED_BY_SOME):
        return
    if sign_in is not None and sign_in.linked and equal and not named:
        yield _the_same(evidence, sign_in, redirect_uri)
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


def _different(evidence: Evidence, sign_in: SignInSeen, asked: str, sent: str) -> Finding:
    # RFC 6749 section 4.1.3: redirect_uri is REQUIRED if it was included in the authorization request, and their values MUST
    # be identical.
    certain = sign_in.linked and not singles_out_another(evidence, REDIRECT_URI)
    later = not_looked_at(evidence, REDIRECT_URI)
    place = first_difference(asked, sent)
    return Finding(
        name="redirect-uri-differs",
        confidence=Confidence.CERTAIN if certain and not later else likely_if(not later),
        what="the token request names another redirect URI than the authorization request",
        why=because(
            f"{'the server refused the client before it looked at this, which it would refuse next: ' if later else ''}"
            f"RFC 6749 section 4.1.3 requires identical values, and these differ in {in_words(asked, sent)}",
            evidence,
        ),
        help=f"send the first value with --redirect-uri, in a new sign-in:  {asked}",
        where=(
            Pointer(sign_in.name, "redirect_uri", asked),
            Pointer(request_name(evidence), "redirect_uri", _origin(evidence, sent), place),
        ),
        see=("RFC 6749 section 4.1.3", "tokencli explain redirect-uri-differs"),
    )


def _the_same(evidence: Evidence, sign_in: SignInSeen, redirect_uri: str) -> Finding:
    return Finding(
        name="redirect-uri-differs",
        confidence=Confidence.RULED_OUT,
        what="the redirect URI is the same in the authorization request and in the token request",
        why="both were seen, and they are equal letter for letter",
        help="look for another cause",
        where=(
            Pointer(sign_in.name, "redirect_uri", redirect_uri),
            Pointer(request_name(evidence), "redirect_uri", redirect_uri),
        ),
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
