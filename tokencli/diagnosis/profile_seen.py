"""A profile as lint sees it: what it says, where each value stands, and facts of its secrets, never the secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tokencli.diagnosis.finding import Pointer
from tokencli.oauth.server import Server

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET_METHODS = frozenset({"client_secret_basic", "client_secret_post", "client_secret_jwt"})
JWT_METHODS = frozenset({"client_secret_jwt", "private_key_jwt"})
TLS_METHODS = frozenset({"tls_client_auth", "self_signed_tls_client_auth"})
CODE = "authorization-code"


@dataclass(frozen=True, slots=True)
class Stated:
    """A setting that somebody gave.

    Attributes:
        key: Its key in a profile.
        value: Its value; of a secret the reference, which is only compared.
        shown: Its value as it may be shown.
        place: Where it stands, in words.
        scheme: Of a secret, what kind of reference it is; else empty.
    """

    key: str
    value: Any
    shown: str
    place: str
    scheme: str = ""

    def pointer(self, shown: str = "") -> Pointer:
        """The setting as a finding shows it.

        Args:
            shown: What is shown for its value; empty for the value itself.
        """
        return Pointer("setting", self.key, f"{shown or self.shown}  ({self.place})")


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """What may be told of a value that is not shown.

    Attributes:
        octets: How long it is.
        changed_by_encoding: Whether form-encoding writes it in another way.
        is_verifier: Whether it is a code verifier by its length and its characters.
    """

    octets: int
    changed_by_encoding: bool
    is_verifier: bool


@dataclass(frozen=True, slots=True)
class ProfileSeen:
    """The settings of a profile as a run would use them.

    Attributes:
        name: The profile's name.
        settings: What somebody gave, by the settings' names.
        grant: The short name of its grant; empty when it names none.
        auth_method: The registered name of the client authentication that a run would choose.
        issuer: Its issuer; empty when it names none.
        metadata: The server's metadata, where it is at hand; else empty.
        facts: Of the client id, and of those secrets that could be read without asking anybody.
        others: The other profiles of the file, without their metadata.
        browser: Whether a browser can be opened on this machine.
        standards: The standards that it has to meet besides.
    """

    ABOUT: ClassVar[frozenset[str]] = frozenset({"profile"})

    name: str
    settings: Mapping[str, Stated] = field(default_factory=dict)
    grant: str = ""
    auth_method: str = ""
    issuer: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, ValueFacts] = field(default_factory=dict)
    others: tuple[ProfileSeen, ...] = ()
    browser: bool = False
    standards: frozenset[str] = frozenset()

    def get(self, name: str) -> Any:
        """The value of a setting that somebody gave; None when nobody did."""
        stated = self.settings.get(name)
        return None if stated is None else stated.value

    def place(self, *names: str) -> tuple[Pointer, ...]:
        """The settings of these names that somebody gave, as a finding shows them."""
        given = [self.settings[name] for name in names if name in self.settings]
        return tuple(one.pointer() for one in given)

    def listed(self, name: str) -> tuple[str, ...] | None:
        """A member of the server's metadata that is a list of strings; None when it is absent or something else."""
        return Server(metadata=self.metadata).listed(name)

    def urls(self) -> tuple[tuple[str, str], ...]:
        """The names and values of the settings that say where the server is."""
        names = [name for name in self.settings if name == "issuer" or name.endswith(("_endpoint", "jwks_uri"))]
        return tuple((name, str(self.get(name))) for name in names)

    @property
    def without_pkce(self) -> bool:
        """Whether codes are asked for without PKCE."""
        return self.may_ask_for_codes and self.get("pkce") == "none"

    @property
    def sends_nonce(self) -> bool:
        """Whether a sign-in sends a nonce: where an ID token comes back (OpenID Connect Core section 3.1.2.1)."""
        scopes = " ".join(self.get("scope") or ()).split()
        return "openid" in scopes or "id_token" in str(self.get("response_type") or "").split()

    @property
    def lacks_issuer_in_response(self) -> bool:
        """Whether the metadata is at hand, and does not promise `iss` in authorization responses (RFC 9207 section 3)."""
        return bool(self.metadata) and self.metadata.get("authorization_response_iss_parameter_supported") is not True

    @property
    def may_ask_for_codes(self) -> bool:
        """Whether it is for the authorization code grant, or for whatever grant is named with it."""
        return self.grant in {"", CODE}

    @property
    def is_public(self) -> bool:
        """Whether the client has nothing to authenticate with."""
        return self.auth_method == "none"

    @property
    def at_other_servers(self) -> tuple[ProfileSeen, ...]:
        """The other profiles whose server is another one."""
        return tuple(one for one in self.others if self.issuer and one.issuer and one.issuer != self.issuer)
