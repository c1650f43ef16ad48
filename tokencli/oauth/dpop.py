"""DPoP: proof, with each request, that the client holds the key which its tokens are bound to (RFC 9449)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from tokencli.jose.peek import base64url_encode
from tokencli.jose.thumbprint import thumbprint
from tokencli.oauth.answer import read_members
from tokencli.oauth.error_response import ErrorResponse
from tokencli.wire.challenge import read_challenges
from tokencli.wire.exchange import NoAnswer
from tokencli.wire.message import Headers, Response, host_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokencli.jose.keys import SigningKey
    from tokencli.oauth.flow import Ambient, Flow, Send

PROOF_TYPE = "dpop+jwt"  # RFC 9449 section 4.2
TOKEN_TYPE = "DPoP"  # noqa: S105 - RFC 9449 section 5, a word and no secret
USE_NONCE = "use_dpop_nonce"  # RFC 9449 section 8
ALGORITHMS = "dpop_signing_alg_values_supported"  # RFC 9449 section 5.1
JTI_OCTETS = 16  # RFC 9449 section 4.2: at least 96 bits of pseudorandom data
_NONCE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")  # RFC 9449 section 8.1: 1*NQCHAR of RFC 6749 appendix A
_REFUSED = range(400, 500)
_UNRESERVED = "-._~"  # besides letters and digits: RFC 3986 section 2.3
_IN_PATH = _UNRESERVED + "/!$&'()*+,;=:@"  # RFC 3986 section 3.3


@dataclass(frozen=True, slots=True)
class Dpop:
    """A key that tokens are bound to, and what the servers of a run said about nonces.

    Attributes:
        key: The key.
        algorithm: The algorithm that proofs are signed with.
        fresh: Whether the key was made for this run.
        nonces: The newest nonce of each server, by its origin; the memory of the run.
    """

    key: SigningKey
    algorithm: str
    fresh: bool = False
    nonces: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def thumbprint(self) -> str:
        """`jkt`: what names the key in tokens and requests (RFC 9449 section 6.1)."""
        return thumbprint(self.key.public)

    def proof(self, method: str, url: str, ambient: Ambient, access_token: str = "") -> str:
        """A proof for one request; never used for another (RFC 9449 section 11.1).

        Args:
            method: The HTTP method.
            url: The URL that is requested.
            ambient: Clock and randomness.
            access_token: The access token that goes with the request; empty where none does.
        """
        from tokencli.jose.sign import sign

        nonce = self.nonces.get(origin(url))
        claims = {
            # RFC 9449 section 4.2: a unique identifier for the DPoP proof JWT.
            "jti": base64url_encode(ambient.random_octets(JTI_OCTETS)),
            "htm": method,
            "htu": target_uri(url),
            "iat": int(ambient.now()),
            # When the DPoP proof is used in conjunction with the presentation of an access token: its hash.
            **({"ath": token_hash(access_token)} if access_token else {}),
            # When the authentication server or resource server provides a DPoP-Nonce HTTP header in a response.
            **({"nonce": nonce} if nonce else {}),
        }
        # The public key chosen by the client; it MUST NOT contain a private key.
        return sign({"typ": PROOF_TYPE, "jwk": dict(self.key.public)}, claims, self.key, self.algorithm)

    def headers(self, method: str, url: str, ambient: Ambient, access_token: str = "") -> Headers:
        """The header field with a fresh proof. Arguments as for `proof`."""
        return (("DPoP", self.proof(method, url, ambient, access_token)),)

    def learn(self, url: str, response: Response) -> None:
        """Takes note of the nonce that a server wants from now on, also when it comes with a success.

        Args:
            url: The URL that was requested.
            response: The response.
        """
        fields = response.headers_named("dpop-nonce")
        # RFC 9449 section 8.2: the newest one is used. Of several in one response nobody can tell which is meant.
        if len(fields) == 1 and _NONCE.fullmatch(fields[0].strip()):
            self.nonces[origin(url)] = fields[0].strip()


def origin(url: str) -> str:
    """The server of a URL; nonces of one are never used at another (RFC 9449 section 9)."""
    return f"{urlsplit(url).scheme}://{host_header(url)}"


def token_hash(access_token: str) -> str:
    """`ath`: the base64url encoding of the SHA-256 hash of the ASCII encoding of the token (RFC 9449 section 4.2)."""
    return base64url_encode(hashlib.sha256(access_token.encode("ascii", "replace")).digest())


def target_uri(url: str) -> str:
    """`htu`: the target URI without query and fragment, in the form that normalisation gives it (RFC 9449 section 4.3).

    >>> target_uri("HTTPS://Server.Example:443/a/../%7Etoken?x=1")
    'https://server.example/~token'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme.lower(), host_header(url), _normal_path(parts.path), "", ""))


def _normal_path(path: str) -> str:
    # RFC 3986 section 6.2.2: upper-case hexadecimal digits, no escapes of unreserved characters, no dot segments.
    segments: list[str] = []
    parts = [_normal_segment(part) for part in path.split("/")[1:]]
    for index, part in enumerate(parts):
        if part == "..":
            del segments[-1:]
        elif part != ".":
            segments.append(part)
        if part in {".", ".."} and index == len(parts) - 1:
            segments.append("")
    return "/" + "/".join(segments)


def _normal_segment(segment: str) -> str:
    def normal(match: re.Match[str]) -> str:
        octet = unquote_to_bytes(match[0])
        return octet.decode() if re.fullmatch(rb"[A-Za-z0-9\-._~]", octet) else match[0].upper()

    return re.sub(r"%[0-9A-Fa-f]{2}", normal, quote(segment, safe=_IN_PATH + "%"))


def asks_for_nonce(response: Response) -> bool:
    """Whether a server wants its nonce in the proof: 400 with an error code (section 8), 401 with a challenge (section 9)."""
    return challenges_for_nonce(response) or (
        response.status in _REFUSED
        and isinstance(answer := read_members(response), ErrorResponse)
        and answer.error == USE_NONCE
    )


def challenges_for_nonce(head: Response) -> bool:
    """Whether a resource wants its nonce, as the head of its answer tells alone."""
    if head.status not in _REFUSED:
        return False
    challenges = read_challenges(head.headers_named("www-authenticate"))
    return any(one.scheme.lower() == "dpop" and one.get("error") == USE_NONCE for one in challenges)


def send_proven(
    dpop: Dpop | None,
    make: Callable[[], Send],
    hands_on: Callable[[Response], bool] | None = None,
) -> Flow[Response | NoAnswer]:
    """Sends a request, and once more when the server answers with a nonce that its proof must hold.

    Args:
        dpop: The key; None for a request without proof.
        make: Makes the request; called anew for the second try, so that its proof and its credentials are new.
        hands_on: As for the step; an answer that is asked for again is not handed on.
    """
    step = make()
    if dpop is None:
        alone: Response | NoAnswer = yield replace(step, hands_on=hands_on)
        return alone
    request = step.request
    used = dpop.nonces.get(origin(request.url))

    def answerable(head: Response) -> bool:
        dpop.learn(request.url, head)
        # Asked for again with the nonce that the proof had, it would be asked for again for ever.
        return dpop.nonces.get(origin(request.url)) not in {None, used}

    def final(head: Response) -> bool:
        return not (answerable(head) and challenges_for_nonce(head)) and hands_on is not None and hands_on(head)

    first: Response | NoAnswer = yield replace(step, hands_on=final if hands_on is not None else None)
    if isinstance(first, NoAnswer) or not (answerable(first) and asks_for_nonce(first)):
        return first
    second: Response | NoAnswer = yield replace(make(), hands_on=hands_on)
    if isinstance(second, Response):
        dpop.learn(request.url, second)
    return second
