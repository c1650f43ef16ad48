"""The signature of a JWS checked against a set of keys, chosen by the rules of RFC 7517 and RFC 8725."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.jose.peek import PeekedToken, base64url_decode, peek

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# RFC 7518 section 3.1 and 6.1, RFC 8037 section 3.1, RFC 9864 section 2.2: the key types an algorithm goes with.
KEY_TYPES = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), ("RSA", None)),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
    "ES256K": ("EC", "secp256k1"),
    "EdDSA": ("OKP", None),
    "Ed25519": ("OKP", "Ed25519"),
    "Ed448": ("OKP", "Ed448"),
}
FULLY_SPECIFIED = ("Ed25519", "Ed448")  # RFC 9864 section 2.2: what EdDSA left to the curve
HMAC = frozenset({"HS256", "HS384", "HS512"})
SMALLEST_RSA_BITS = 2048  # RFC 7518 section 3.3: a key of size 2048 bits or larger MUST be used
MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Signature:
    """What became of checking a signature.

    Attributes:
        good: Whether a key verified it.
        why: Which key did, or why none could, in words.
        unknown_key: Whether the set has no key that fits, so that a newer set might.
    """

    good: bool
    why: str
    unknown_key: bool = False


def verify_signature(token: str, keys: Sequence[Mapping[str, Any]], secret: str = "") -> Signature:
    """Checks the signature of a compact JWS.

    Args:
        token: The token.
        keys: The keys of the issuer, as JWKs; what is odd in one never spoils the others.
        secret: The client secret, for the algorithms that use it as their key; empty to refuse those.

    Returns:
        Whether it is good, and why.
    """
    seen = peek(token)
    algorithm = seen.algorithm
    # RFC 8725 section 3.2: "none" MUST NOT be accepted unless the caller asked for it.
    if algorithm.lower() == "none" or not algorithm:
        return Signature(good=False, why="the token is not signed (alg none)")
    # RFC 7515 section 4.1.11: if any of the listed extension header parameters are not understood, the JWS is invalid.
    if seen.header.get("crit"):
        return Signature(
            good=False, why=f"the header demands extensions that are not understood: {seen.header['crit']}"
        )
    try:
        base64url_decode(token.strip().rpartition(".")[2])
    except ValueError as broken:
        return Signature(good=False, why=f"the signature is not base64url: {broken}")
    if algorithm in HMAC:
        return _verify_hmac(token, algorithm, secret)
    if algorithm not in KEY_TYPES:
        return Signature(good=False, why=f"the algorithm {algorithm} is not known here")
    candidates = [key for key in keys if fits(key, algorithm, "verify")]
    return _verify_with(token, seen, candidates, len(keys))


def _verify_hmac(token: str, algorithm: str, secret: str) -> Signature:
    # RFC 8725 section 2.1: a public key must never become the secret of an HMAC; only the client secret is one.
    if not secret:
        return Signature(good=False, why=f"the algorithm {algorithm} needs the client secret, and there is none")
    import hmac

    from tokencli.jose.mac import mac

    signing_input, _, signature = token.strip().rpartition(".")
    digest = mac(secret.encode(), signing_input, algorithm)
    good = hmac.compare_digest(digest, base64url_decode(signature))
    return Signature(good, "the client secret verifies it" if good else "the client secret does not verify it")


def fits(key: Mapping[str, Any], algorithm: str, operation: str) -> bool:
    """Whether a key is for an algorithm, as far as it says.

    Args:
        key: The key as a JWK.
        algorithm: The name of the algorithm; no key is for one that is not known.
        operation: What is done with it, `sign` or `verify` (RFC 7517 section 4.3).
    """
    key_type, curve = KEY_TYPES.get(algorithm, ("", None))
    operations = key.get("key_ops")
    return (
        key.get("kty") == key_type
        and (curve is None or key.get("crv") == curve)
        and key.get("use") in (None, "sig")  # no set: what stands there may be a list
        and (not isinstance(operations, list) or operation in operations)
        and key.get("alg") in (None, *_names_of(algorithm))
    )


def _names_of(algorithm: str) -> tuple[str, ...]:
    """The names under which a key may say that it is for an algorithm."""
    if algorithm in FULLY_SPECIFIED:
        return (algorithm, "EdDSA")
    return (algorithm, *FULLY_SPECIFIED) if algorithm == "EdDSA" else (algorithm,)


def _verify_with(token: str, seen: PeekedToken, candidates: list[Mapping[str, Any]], total: int) -> Signature:
    kid = seen.header.get("kid")
    if kid is not None:
        chosen = [key for key in candidates if key.get("kid") == kid]
        if not chosen:
            return Signature(
                good=False, why=f"none of the issuer's {total} keys is {kid!r} for {seen.algorithm}", unknown_key=True
            )
    else:
        chosen = candidates[:MOST_CANDIDATES]
        if not chosen:
            return Signature(
                good=False, why=f"none of the issuer's {total} keys is for {seen.algorithm}", unknown_key=True
            )
    return _try_each(token, seen.algorithm, chosen)


def _try_each(token: str, algorithm: str, keys: Iterable[Mapping[str, Any]]) -> Signature:
    problems = []
    for key in keys:
        problem = _problem_with(token, algorithm, key)
        if problem is None:
            name = f"the issuer's key {key['kid']!r}" if key.get("kid") else "a key of the issuer"
            return Signature(good=True, why=f"{name} verifies it")
        problems.append(problem)
    return Signature(good=False, why="; ".join(dict.fromkeys(problems)))


def _problem_with(token: str, algorithm: str, key: Mapping[str, Any]) -> str | None:
    """Why a key does not verify the token; None when it does."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from jwt.algorithms import get_default_algorithms
    from jwt.exceptions import PyJWTError

    signing_input, _, signature = token.strip().rpartition(".")
    name = f"the key {key['kid']!r}" if key.get("kid") else "a key without a kid"
    # pyjwt knows both under the older name (RFC 9864 section 2.2).
    verifier = get_default_algorithms()["EdDSA" if algorithm in FULLY_SPECIFIED else algorithm]
    try:
        public = verifier.from_jwk({name: value for name, value in key.items() if name != "d"})
        if isinstance(public, RSAPublicKey) and public.key_size < SMALLEST_RSA_BITS:
            return f"{name} has only {public.key_size} bits"
        good = verifier.verify(signing_input.encode("ascii"), public, base64url_decode(signature))
    except (PyJWTError, InvalidSignature, ValueError, TypeError, KeyError) as problem:
        return f"{name} cannot be used ({type(problem).__name__})"
    return None if good else f"{name} does not verify it"
