"""The keys that verify a token: those that somebody has at hand, else those of the issuer, fetched once a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokencli.app.find_server import find_server
from tokencli.app.wiring import USER_AGENT
from tokencli.errors import UsageProblem
from tokencli.jose.verify import HMAC
from tokencli.oauth.endpoints.discovery import issuer_of_metadata_url
from tokencli.oauth.endpoints.jwks import NoKeys
from tokencli.oauth.issuer_keys import is_unknown, keys_for
from tokencli.oauth.server import Server
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.secret_reference import key_reference
from tokencli.wire.message import is_http_url

if TYPE_CHECKING:
    from tokencli.app.wiring import Wiring
    from tokencli.diagnosis.classify import Ended
    from tokencli.jose.peek import PeekedToken
    from tokencli.oauth.issuer_keys import Keys
    from tokencli.settings.resolve import Settings
    from tokencli.settings.secret_reference import SecretReference


@dataclass(frozen=True, slots=True)
class TokenKeys:
    """Keys, and whose they are.

    Attributes:
        keys: The keys.
        where: Where they come from, in words.
        server: Their server, as far as it is known.
        own_issuer: Whether the issuer was taken from the token itself.
    """

    keys: Keys
    where: str
    server: Server
    own_issuer: bool = False


@dataclass
class KeyFinder:
    """Finds the keys of the tokens of one run.

    Attributes:
        settings: The settings of the run.
        wiring: Its parts.
    """

    settings: Settings
    wiring: Wiring
    _servers: dict[str, Server] = field(default_factory=dict)
    _fetched: dict[str, Keys] = field(default_factory=dict)
    _renewed: set[str] = field(default_factory=set)
    _at_hand: Keys | None = None

    def find(self, text: str, seen: PeekedToken) -> TokenKeys | Ended:
        """The keys that are to verify a token.

        Args:
            text: The signed token.
            seen: What stands in it.

        Returns:
            The keys, or how the search for them ended.

        Raises:
            UsageProblem: It is not known whose keys they must be, or what was given holds none.
            PersonNeeded: A secret must be typed and nobody can be asked.
            StoreProblem: A secret is in a keyring that fails.
        """
        known = Server(issuer_of_metadata_url(self.settings.get("issuer") or ""))
        if seen.algorithm in HMAC:
            # OpenID Connect Core section 10.1: for a MAC the key is the client secret, so that there is nothing to fetch.
            if self.settings.get("client_secret") is None:
                raise UsageProblem(
                    f"the token is signed with {seen.algorithm}, whose key is the client secret", "give --client-secret"
                )
            return TokenKeys((), "the client secret", known)
        jwks = self.settings.get("jwks")
        if jwks is None:
            return self._of_issuer(text, seen)
        if is_http_url(jwks):
            return self._from(jwks, text, known, own_issuer=False)
        reference = key_reference(jwks)
        # A literal may be anything, so that only a path is shown as it was written.
        return TokenKeys(self._read(reference), reference.argument if reference.bare else str(reference), known)

    def _read(self, reference: SecretReference) -> Keys:
        from tokencli.jose.key_set import read_key_set

        if self._at_hand is None:
            octets = self.wiring.secrets.octets(reference, "--jwks")
            passphrase = self.settings.get("key_passphrase")
            told = None if passphrase is None else self.wiring.secrets.text(passphrase, "key passphrase")
            try:
                self._at_hand = read_key_set(octets, told)
            except UsageProblem as problem:
                raise UsageProblem(f"--jwks: {problem.what}", problem.help) from None
        return self._at_hand

    def _of_issuer(self, text: str, seen: PeekedToken) -> TokenKeys | Ended:
        issuer, jwks_uri = self.settings.get("issuer") or "", self.settings.get("jwks_uri") or ""
        own_issuer = not issuer and not jwks_uri
        server = self._server(_issuer_of(seen) if own_issuer else issuer, own_issuer=own_issuer)
        if not isinstance(server, Server):
            return server
        return self._from(server.endpoint("jwks_uri"), text, server, own_issuer=own_issuer)

    def _server(self, issuer: str, *, own_issuer: bool) -> Server | Ended:
        if issuer not in self._servers:
            if own_issuer:
                self.wiring.terminal.note(
                    f"the issuer is taken from the token itself, and is asked for its keys: {issuer}"
                )
            named = Setting(issuer, Origin(Source.COMMAND_LINE, "iss of the token"))
            settings = self.settings.with_value("issuer", named) if own_issuer else self.settings
            found = find_server(settings, ("jwks_uri",), self.wiring)
            if not isinstance(found, Server):
                return found
            self._servers[issuer] = found
            self.wiring.metadata = found.metadata
        return self._servers[issuer]

    def _from(self, url: str, text: str, server: Server, *, own_issuer: bool) -> TokenKeys | NoKeys:
        keys = self._fetched.get(url)
        # A signer may begin to use a new key meanwhile; tokens that name keys which never were must not ask again and again.
        renews = keys is not None and url not in self._renewed and is_unknown(text, keys, "")
        if keys is None or renews:
            self._renewed |= {url} if renews else set()
            found: Keys | NoKeys = self.wiring.perform(keys_for(text, url, USER_AGENT))
            if isinstance(found, NoKeys):
                return found
            keys = self._fetched[url] = found
        return TokenKeys(keys, url, server, own_issuer)


def _issuer_of(seen: PeekedToken) -> str:
    issuer = (seen.claims or {}).get("iss")
    if not isinstance(issuer, str) or not is_http_url(issuer):
        told = "names no issuer" if issuer is None else "names an issuer that is no URL"
        raise UsageProblem(
            f"the token {told}, so that nobody can be asked for keys", "give --issuer, or the keys with --jwks"
        )
    return issuer
