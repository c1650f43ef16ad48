"""`authorization_code`: a code from a sign-in in the browser (RFC 6749 section 4.1, RFC 7636)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.identifiers import AUTHORIZATION_CODE
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.remark import Remark
from tokencli.oauth.token_request import request_tokens

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.server import Server

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")  # RFC 7636 section 4.1


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationCode:
    """A code that the authorization endpoint handed out is traded for tokens."""

    registered: ClassVar[str] = AUTHORIZATION_CODE
    summary: ClassVar[str] = "tokens for a code from a sign-in in the browser"
    spec: ClassVar[str] = "RFC 6749 section 4.1"
    takes: ClassVar[frozenset[str]] = frozenset({"resource", "audience"})
    endpoints: ClassVar[tuple[str, ...]] = ("token_endpoint",)
    discouraged: ClassVar[str] = ""
    example: ClassVar[str] = (
        "--issuer https://login.example --client-id app --code env:CODE "
        "--redirect-uri http://127.0.0.1:8765/callback --code-verifier env:VERIFIER"
    )

    code: str = parameter("reference to the code", spec="RFC 6749 section 4.1.3", secret=True, metavar="REF")
    redirect_uri: str | None = parameter(
        "redirect URI of the authorization request, letter for letter",
        spec="RFC 6749 section 4.1.3",
        kind=Kind.TEXT,
        metavar="URI",
        default=None,
    )
    code_verifier: str | None = parameter(
        "reference to the PKCE verifier of the authorization request",
        spec="RFC 7636 section 4.5",
        secret=True,
        metavar="REF",
        default=None,
    )

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:  # noqa: ARG002 - the clock decides nothing here
        """Whether the verifier has the form the specification wants."""
        # RFC 7636 section 4.1: a minimum length of 43 characters and a maximum length of 128 characters, unreserved only.
        if self.code_verifier is None or _VERIFIER.fullmatch(self.code_verifier):
            return ()
        what = f"the code verifier has {len(self.code_verifier)} characters"
        wanted = "43 to 128 of A-Z a-z 0-9 - . _ ~ are allowed"
        return (Remark(f"{what}; {wanted}", "RFC 7636 section 4.1"),)

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """One token request (RFC 6749 section 4.1.3); never repeated, since a code is good once."""
        own = (
            ("grant_type", self.registered),
            ("code", self.code),
            # RFC 6749 section 4.1.3: REQUIRED, if it was included in the authorization request; values MUST be identical.
            *((("redirect_uri", self.redirect_uri),) if self.redirect_uri is not None else ()),
            # RFC 7636 section 4.5: the client sends the code verifier with the access token request.
            *((("code_verifier", self.code_verifier),) if self.code_verifier is not None else ()),
        )
        return (yield from request_tokens(channel, common.token_request(own, self.takes)))


GRANT = AuthorizationCode
