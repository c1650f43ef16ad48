"""Keys and what follows from them, made on their own: a pair, a thumbprint, a public set, a client's assertion."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tokencli.app.find_server import find_server
from tokencli.app.get_token import ready_method, require_parameters, warn_of_literals
from tokencli.app.results import Run
from tokencli.errors import UsageProblem
from tokencli.jose.new_key import new_key
from tokencli.oauth.back_channel import Target
from tokencli.oauth.client_assertion import TOKEN_ENDPOINT
from tokencli.oauth.client_auth import load_method
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.app.wiring import Wiring
    from tokencli.jose.keys import SigningKey
    from tokencli.jose.public_keys import PublicKey
    from tokencli.settings.resolve import Settings

_MADE_HERE = {"private_key_jwt": "private-key-jwt", "client_secret_jwt": "secret-jwt"}


def make_key(settings: Settings) -> SigningKey:
    """A key pair.

    Args:
        settings: `alg`, and where they are wanted `bits` and `kid`.

    Raises:
        UsageProblem: The size is none for this kind of key.
    """
    return new_key(settings.get("alg"), settings.get("bits"), settings.get("kid"))


def key_passphrase(settings: Settings, wiring: Wiring) -> str | None:
    """The passphrase that was given; None when there is none.

    Raises:
        UsageProblem: It is not there.
        PersonNeeded: It must be typed and nobody can be asked.
        StoreProblem: It is in a keyring that fails.
    """
    warn_of_literals(settings, wiring)
    reference = settings.get("key_passphrase")
    return None if reference is None else wiring.secrets.text(reference, "key passphrase")


def public_set(keys: Iterable[PublicKey], wiring: Wiring) -> dict[str, Any]:
    """The set to publish or to register (RFC 7517 section 5); a key that was given twice stands in it once.

    Args:
        keys: The keys.
        wiring: The parts of the run; it notes names that tell no key from another.
    """
    registered: list[dict[str, Any]] = []
    for key in keys:
        if (told := key.registered()) not in registered:
            registered.append(told)
    for name, times in Counter(one["kid"] for one in registered).items():
        if times > 1:
            # RFC 7517 section 4.5: different keys within the JWK Set SHOULD use distinct "kid" values.
            wiring.terminal.note(f"{times} keys are named {name!r}; who reads the set cannot tell them apart by it")
    return {"keys": registered}


def make_client_assertion(settings: Settings, wiring: Wiring) -> dict[str, str] | Run:
    """The members that show who the client is, as `fetch` would send them.

    Args:
        settings: The client, its key or secret, and the server that it is for.
        wiring: The parts of the run.

    Returns:
        The members by their names, or how asking the server for its metadata ended.

    Raises:
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    warn_of_literals(settings, wiring)
    chosen = load_method(_method(settings))
    require_parameters(chosen, settings)
    server = find_server(settings, tuple(_needed(settings)), wiring)
    if not isinstance(server, Server):
        return Run(server, tuple(wiring.recorder.exchanges))
    method = ready_method(chosen, server, settings, wiring)
    url = server.endpoints.get("token_endpoint", "")
    return dict(method.credentials(wiring.ambient, Target(server, url)).members)


def _needed(settings: Settings) -> Iterator[str]:
    """What must be known of the server: its metadata where its name alone is not enough for audience and algorithm."""
    audience = settings.get("assertion_audience")
    if audience is None and settings.get("issuer") is None and settings.get("token_endpoint") is None:
        raise UsageProblem("nothing says whom the assertion is for", "give --issuer, or --assertion-audience itself")
    if audience == TOKEN_ENDPOINT or (audience is None and settings.get("alg") is None):
        yield "token_endpoint"


def _method(settings: Settings) -> str:
    named = str(settings.get("auth_method") or "")
    if named:
        method = named.replace("-", "_")
        made = [one for one, short in _MADE_HERE.items() if method in {one, short.replace("-", "_")}]
        if not made:
            raise UsageProblem(
                f"--auth-method {named}: no assertion is made for it",
                f"give {' or '.join(_MADE_HERE.values())}, or leave it out",
            )
        return made[0]
    if settings.get("key") is None and settings.get("client_secret") is None:
        raise UsageProblem("an assertion is signed with a key or a secret", "give --key or --client-secret")
    return "client_secret_jwt" if settings.get("key") is None else "private_key_jwt"
