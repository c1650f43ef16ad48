"""What the server tells about the person of an access token (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.app.get_token import resolved
from tokencli.app.question import Question
from tokencli.errors import UsageProblem
from tokencli.jose.peek import NotAJwt, peek
from tokencli.oauth.back_channel import Credentials, Target
from tokencli.oauth.dpop import TOKEN_TYPE
from tokencli.oauth.endpoints.userinfo import ENDPOINT
from tokencli.oauth.inspection import fetch_userinfo
from tokencli.oauth.resource_request import AccessToken
from tokencli.oauth.tokens.claim_checks import FOREIGN_TYPES
from tokencli.settings.model import client_parameters

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.dpop import Dpop
    from tokencli.oauth.flow import Ambient
    from tokencli.settings.resolve import Settings

_SECRET = tuple(one for one in client_parameters() if one.name == "client_secret")


@dataclass(frozen=True, slots=True)
class _Silent:
    """A client that shows nothing of itself: at this endpoint the access token speaks.

    Attributes:
        client_secret: The secret, which is the key of an answer that is signed with it.
    """

    client_secret: str = field(default="", repr=False)

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:  # noqa: ARG002 - the signature is that of all methods
        """None."""
        return Credentials()


def userinfo(token: str, settings: Settings, wiring: Wiring) -> Question:
    """The question who the person is.

    Args:
        token: The access token.
        settings: The settings of the run.
        wiring: The parts of the run.

    Raises:
        UsageProblem: The ID token is none.
        PersonNeeded: It must be typed and nobody can be asked.
        StoreProblem: It is in a keyring that fails.
    """
    subject = _subject(settings, wiring)
    return Question(
        (ENDPOINT, "jwks_uri"),
        lambda _: _Silent(**resolved(_SECRET, settings, wiring)),
        lambda channel, _: fetch_userinfo(channel, _access_token(token, channel.dpop), subject),
    )


def _access_token(token: str, dpop: Dpop | None) -> AccessToken:
    return AccessToken(token) if dpop is None else AccessToken(token, TOKEN_TYPE, dpop)


def _subject(settings: Settings, wiring: Wiring) -> str | None:
    """The `sub` of the ID token that was given; None when none was."""
    reference = settings.get("id_token")
    if reference is None:
        return None
    try:
        seen = peek(wiring.secrets.text(reference, "ID token"))
    except NotAJwt as problem:
        raise UsageProblem(f"--id-token: this is no ID token: {problem}") from None
    # RFC 8725 section 3.11: a token of an explicit type, such as an access token, is not taken for one of another kind.
    if seen.media_type in FOREIGN_TYPES:
        raise UsageProblem(
            f"--id-token: this is no ID token: its typ is {seen.media_type}", "give the ID token of the same sign-in"
        )
    claims = seen.claims or {}
    if not isinstance(claims.get("sub"), str):
        raise UsageProblem("--id-token: this token says no sub", "give the ID token of the same sign-in")
    return str(claims["sub"])
