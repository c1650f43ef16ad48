"""`urn:ietf:params:oauth:grant-type:jwt-bearer`: a JWT of an issuer the sandbox trusts (RFC 7523 sections 2.1 and 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from joserfc.errors import JoseError

from tokencli.sandbox import paths
from tokencli.sandbox.accounts import JWT_BEARER
from tokencli.sandbox.direct_grant import DirectGrant
from tokencli.sandbox.refusal import Refusal
from tokencli.sandbox.sample_assertions import ASSERTION_ISSUER

if TYPE_CHECKING:
    from tokencli.sandbox.accounts import SandboxUser


def _refuse(reason: str) -> Refusal:
    # RFC 7523 section 3.1: if the JWT is not valid, the value of the error parameter MUST be "invalid_grant".
    return Refusal("invalid_grant", reason)


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class JwtBearerGrant(DirectGrant):
    """Takes an assertion once, if it has a `jti`, and without client credentials, if none are sent."""

    GRANT_TYPE = JWT_BEARER
    MEMBER = "assertion"
    NEEDS_CLIENT = False

    def judge(self, value: str) -> SandboxUser:
        """The user an assertion speaks of; refuses a bad one with `invalid_grant`."""
        try:
            claims = self.state.keys.read_assertion(value)
        except (JoseError, ValueError) as problem:
            raise _refuse(f"the signature cannot be verified: {problem}") from None
        self._check_issuer_and_audience(claims)
        self._check_times(claims)
        user = self.state.users.get(str(claims.get("sub")))
        # RFC 7523 section 3 item 2: the JWT MUST contain a "sub" (subject) claim.
        if user is None:
            raise _refuse(f"the subject {claims.get('sub')} is no user of this server")
        self._check_first_use(claims.get("jti"))
        return user

    def _check_issuer_and_audience(self, claims: dict[str, Any]) -> None:
        # RFC 7523 section 3 item 1: the JWT MUST contain an "iss" claim; compared by simple string comparison.
        if claims.get("iss") != ASSERTION_ISSUER:
            raise _refuse(f"the issuer {claims.get('iss')} is not trusted; {ASSERTION_ISSUER} is")
        audience = claims.get("aud")
        values = audience if isinstance(audience, list) else [audience]
        # RFC 7523 section 3 item 3: the authorization server MUST reject any JWT that does not contain its own identity
        # as the intended audience; the token endpoint URL MAY be used for it.
        if not {self.state.issuer, self.state.url(paths.TOKEN)} & {str(one) for one in values}:
            raise _refuse(f"the audience {audience} is not this server, which is {self.state.issuer}")

    def _check_times(self, claims: dict[str, Any]) -> None:
        now: float = self.state.clock()
        expires: Any = claims.get("exp")
        not_before: Any = claims.get("nbf")
        # RFC 7523 section 3 item 4: the JWT MUST contain an "exp" claim; reject one with a time that has passed.
        if not _is_time(expires):
            raise _refuse("the claim exp is missing or no number")
        if expires <= now:
            raise _refuse(f"the assertion expired {now - expires:.0f} s ago")
        # RFC 7523 section 3 item 5: the JWT MAY contain an "nbf" claim; not accepted before that time.
        if not_before is not None and (not _is_time(not_before) or not_before > now):
            raise _refuse(f"the assertion is not valid before {not_before}")

    def _check_first_use(self, jti: Any) -> None:
        if jti is None:
            return
        # RFC 7523 section 3 item 7: the server MAY ensure that JWTs are not replayed by maintaining the set of used "jti".
        if str(jti) in self.state.records.seen_jti:
            raise _refuse(f"the assertion with jti {jti} was used before")
        self.state.records.seen_jti.add(str(jti))
