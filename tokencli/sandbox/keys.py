"""The keys of one sandbox, made afresh each time, and the JWTs signed with them (RFC 7517, RFC 7515)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

if TYPE_CHECKING:
    from joserfc.jwk import Key

# OIDC Discovery 1.0 section 3: the algorithm RS256 MUST be included in id_token_signing_alg_values_supported.
TOKEN_ALGORITHM = "RS256"  # noqa: S105 -- the name of an algorithm
ASSERTION_ALGORITHM = "ES256"
RSA_BITS = 2048  # RFC 7518 section 3.3: a key of size 2048 bits or larger MUST be used


class SandboxKeys:
    """One key for tokens, another for the issuer of sample assertions."""

    def __init__(self) -> None:
        self._tokens = RSAKey.generate_key(RSA_BITS, {"use": "sig", "alg": TOKEN_ALGORITHM}, auto_kid=True)
        self._assertions = ECKey.generate_key("P-256", {"use": "sig", "alg": ASSERTION_ALGORITHM}, auto_kid=True)

    def public_set(self) -> dict[str, Any]:
        """What clients verify tokens with.

        Returns:
            A JWK Set without private members.
        """
        return {"keys": [dict(self._tokens.as_dict(private=False))]}

    def sign_token(self, claims: dict[str, Any], typ: str) -> str:
        """Signs an access token or an ID token.

        Args:
            claims: The claims; times in seconds since 1970.
            typ: The header member `typ`.

        Returns:
            The JWT.
        """
        return _sign(claims, typ, TOKEN_ALGORITHM, self._tokens)

    def sign_assertion(self, claims: dict[str, Any]) -> str:
        """Signs a sample assertion as the issuer this sandbox trusts.

        Args:
            claims: The claims; times in seconds since 1970.

        Returns:
            The JWT.
        """
        return _sign(claims, "JWT", ASSERTION_ALGORITHM, self._assertions)

    def read_assertion(self, assertion: str) -> dict[str, Any]:
        """Verifies the signature of an assertion, and nothing else.

        Args:
            assertion: The JWT.

        Returns:
            Its claims.

        Raises:
            ValueError: It is no JWT, or not signed with the key of the trusted issuer.
            joserfc.errors.JoseError: As above.
        """
        return dict(jwt.decode(assertion, self._assertions, algorithms=[ASSERTION_ALGORITHM]).claims)


def _sign(claims: dict[str, Any], typ: str, algorithm: str, key: Key) -> str:
    header = {"alg": algorithm, "kid": key.kid, "typ": typ}
    return jwt.encode(header, claims, key, algorithms=[algorithm])
