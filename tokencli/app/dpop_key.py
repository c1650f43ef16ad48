"""The key that the tokens of a run are bound to: the person's own, or one made for the run (RFC 9449)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.oauth.dpop import ALGORITHMS, Dpop
from tokencli.settings.secret_reference import Scheme, SecretReference, parse_reference

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.jose.keys import SigningKey
    from tokencli.oauth.server import Server
    from tokencli.settings.resolve import Settings


def dpop_for(server: Server, settings: Settings, wiring: Wiring) -> Dpop | None:
    """The key of the run, the same one whenever it is asked for; None when tokens are to be bound to none.

    Args:
        server: The server, which may list the algorithms it takes.
        settings: `dpop` and, where the person has one, `dpop_key`.
        wiring: The parts of the run; they keep the key.

    Raises:
        UsageProblem: The key cannot be read, or the server takes no algorithm that a key is at hand for.
        PersonNeeded: The key must be typed and nobody can be asked.
        StoreProblem: The key is in a keyring that fails.
    """
    if not settings.get("dpop") and settings.get("dpop_key") is None:
        return None
    if wiring.dpop is None:
        wiring.dpop = _dpop(server, settings, wiring)
    return wiring.dpop


def _dpop(server: Server, settings: Settings, wiring: Wiring) -> Dpop:
    listed = server.listed(ALGORITHMS)
    if listed is None and server.metadata:
        # RFC 9449 section 5.1: dpop_signing_alg_values_supported signals support for DPoP in general.
        wiring.terminal.note("the server's metadata does not say that it knows DPoP (RFC 9449 section 5.1)")
    return dpop_of(settings.get("dpop_key"), listed, wiring)


def dpop_of(reference: SecretReference | None, listed: tuple[str, ...] | None, wiring: Wiring) -> Dpop:
    """A key to make proofs with. Errors as for `dpop_for`.

    Args:
        reference: Where the person's own key is; None to make one.
        listed: The algorithms the server takes; None when it does not say.
        wiring: The parts of the run.
    """
    if reference is None:
        from tokencli.jose.fresh_key import make_key

        return Dpop(*make_key(listed, wiring.ambient.random_octets), fresh=True)
    from tokencli.jose.keys import choose_algorithm

    key = load_dpop_key(wiring.secrets.octets(reference, "DPoP key"))
    return Dpop(key, choose_algorithm(key, None, listed, "DPoP proofs"))


def load_dpop_key(octets: bytes) -> SigningKey:
    """Reads the key that a person gave.

    Raises:
        UsageProblem: It is none that can sign proofs.
    """
    from tokencli.jose.key_option import DPOP_KEY
    from tokencli.jose.keys import load_signing_key

    try:
        return load_signing_key(octets, option=DPOP_KEY)
    except UsageProblem as problem:
        # There is one key and no passphrase for it, so that some help for --key is none here.
        raise UsageProblem(problem.what, "give one private key that is not encrypted") from None


def kept_key(dpop: Dpop | None, reference: SecretReference | None) -> str:
    """What is kept with a token, so that its key is at hand later: the reference, or the key that was made for it.

    Args:
        dpop: The key of the run; None when the token is bound to none.
        reference: Where the person's own key is; None where one was made.
    """
    if dpop is None:
        return ""
    if dpop.fresh:
        import json

        from tokencli.jose.keys import private_jwk

        return json.dumps(private_jwk(dpop.key))
    if reference is None:
        return ""
    return reference.argument if reference.scheme is Scheme.LITERAL else reference.written


def kept_reference(kept: str) -> SecretReference:
    """Where the key of a stored token is; a key that was kept itself is a literal."""
    return parse_reference(kept, "the stored DPoP key")
