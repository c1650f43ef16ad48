"""Building blocks of requests, made on their own: what a flow makes in passing, handed out by its names on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokencli.app.find_server import find_server
from tokencli.app.get_token import client_authentication, prepared, warn_of_literals
from tokencli.app.results import Run
from tokencli.app.wiring import shown_settings
from tokencli.errors import UsageProblem
from tokencli.oauth.authorization.flow import front_channel_members, promise
from tokencli.oauth.authorization.pkce import VERIFIER, Pkce, challenge_of, make_pkce
from tokencli.oauth.authorization.redirect_uri import DEFAULT_PATH
from tokencli.oauth.authorization.request import authorization_members, authorization_url, random_text
from tokencli.oauth.grants.authorization_code import AuthorizationCode
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.authorization.request import Sent
    from tokencli.oauth.back_channel import Credentials, Target
    from tokencli.oauth.flow import Ambient
    from tokencli.settings.resolve import Settings

# RFC 8252 section 7.3: the server MUST allow any port for a loopback redirect URI; here nothing listens, so none is named.
DEFAULT_REDIRECT_URI = f"http://127.0.0.1{DEFAULT_PATH}"


def make_state(ambient: Ambient) -> dict[str, str]:
    """A value for `state` or `nonce`."""
    return {"state": random_text(ambient)}


def make_proof_key(settings: Settings, wiring: Wiring) -> dict[str, str]:
    """A verifier with its challenge; of a verifier that the person has, only the challenge.

    Args:
        settings: `pkce` and, where the person has one, `code_verifier`.
        wiring: The parts of the run.

    Raises:
        UsageProblem: The verifier is not there, or is none.
        PersonNeeded: It must be typed and nobody can be asked.
        StoreProblem: It is in a keyring that fails.
    """
    warn_of_literals(settings, wiring)
    reference = settings.get("code_verifier")
    if reference is None:
        return _members_of(make_pkce(settings.get("pkce"), wiring.ambient))
    verifier = wiring.secrets.text(reference, "code verifier")
    if not VERIFIER.fullmatch(verifier):
        # RFC 7636 section 4.1: a minimum length of 43 characters and a maximum length of 128 characters, unreserved only.
        raise UsageProblem(
            f"the code verifier has {len(verifier)} characters; 43 to 128 of A-Z a-z 0-9 - . _ ~ are allowed",
            "make one with: tokencli make pkce",
        )
    method = settings.get("pkce")
    made = _members_of(Pkce(method, verifier, challenge_of(verifier, method)))
    return {name: value for name, value in made.items() if name != "code_verifier"}


def _members_of(pkce: Pkce | None) -> dict[str, str]:
    if pkce is None:
        return {}
    return {
        "code_verifier": pkce.verifier,
        "code_challenge": pkce.challenge,
        "code_challenge_method": pkce.method,
    }


def make_dpop_proof(url: str, settings: Settings, wiring: Wiring) -> dict[str, Any]:
    """A DPoP proof for one request.

    Args:
        url: The URL of the request.
        settings: `method`, and where they are wanted `dpop_key`, `access_token` and `nonce`.
        wiring: The parts of the run.

    Returns:
        The proof and the thumbprint of its key; the key too, where one was made for it.

    Raises:
        UsageProblem: The key cannot be read, or the method is none.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    from tokencli.app.dpop_key import dpop_of
    from tokencli.jose.keys import private_jwk
    from tokencli.oauth.dpop import origin
    from tokencli.wire.message import is_method

    # RFC 9449 section 4.2: htm is the value of the HTTP method of the request.
    if not is_method(settings.get("method")):
        raise UsageProblem(f"--method: {settings.get('method')!r} is no HTTP method", "write it as GET, POST, PUT, …")
    warn_of_literals(settings, wiring)
    dpop = dpop_of(settings.get("dpop_key"), None, wiring)
    token = settings.get("access_token")
    if settings.get("nonce"):
        dpop.nonces[origin(url)] = settings.get("nonce")
    value = wiring.secrets.text(token, "access token") if token is not None else ""
    proof = dpop.proof(settings.get("method"), url, wiring.ambient, value)
    made = {"dpop_proof": proof, "jkt": dpop.thumbprint}
    return {**made, "dpop_key": private_jwk(dpop.key)} if dpop.fresh else made


@dataclass(frozen=True, slots=True)
class AuthorizationUrl:
    """A URL that begins a sign-in, and what its answer must be held against.

    Attributes:
        url: What a browser opens.
        keep: By their names on the wire: what the answer is checked with, and what the token request repeats.
    """

    url: str
    keep: dict[str, str]


@dataclass(frozen=True, slots=True)
class _WhenAsked:
    """Client authentication that resolves its secrets only when a request needs them: most URLs need none."""

    server: Server
    settings: Settings
    wiring: Wiring

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:
        """The credentials of the method that the settings mean."""
        return client_authentication(self.server, self.settings, self.wiring).credentials(ambient, target)


def make_authorization_url(settings: Settings, wiring: Wiring) -> AuthorizationUrl | Run:
    """The URL that `fetch authorization-code` would open with the same settings.

    Args:
        settings: The settings of the request.
        wiring: The parts of the run; they ask for metadata, and push the request where that is wanted.

    Returns:
        The URL, or how asking the server ended.

    Raises:
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    server = find_server(settings, ("authorization_endpoint",), wiring)
    if not isinstance(server, Server):
        return Run(server, tuple(wiring.recorder.exchanges))
    wiring.metadata = server.metadata
    endpoint = server.endpoint("authorization_endpoint")
    warn_of_literals(settings, wiring)
    wanted, channel, common = prepared(
        AuthorizationCode, server, settings, wiring, _WhenAsked(server, settings, wiring)
    )
    if not channel.client_id:
        raise UsageProblem("an authorization request needs a client id", "give --client-id")
    further = (*common.authorization_request(wanted.takes), *wanted.own_members())
    sent = promise(channel, wanted, further, wanted.redirect_uri or DEFAULT_REDIRECT_URI)
    members = wiring.perform(front_channel_members(channel, wanted, authorization_members(sent, further)))
    if not isinstance(members, tuple):
        shown = shown_settings(settings, wiring.redactor())
        return Run(members, tuple(wiring.recorder.exchanges), wiring.metadata, shown, bool(settings.get("strict")))
    return AuthorizationUrl(authorization_url(endpoint, members), _to_keep(sent))


def _to_keep(sent: Sent) -> dict[str, str]:
    kept = {"state": sent.state, "nonce": sent.nonce, "redirect_uri": sent.redirect_uri, **_members_of(sent.pkce)}
    return {name: value for name, value in kept.items() if value}
