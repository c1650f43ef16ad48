"""What a run needs besides what the grants and the client authentication methods declare, in the groups of the help."""

from __future__ import annotations

from dataclasses import dataclass

from tokencli.jose.new_key import KINDS
from tokencli.oauth.client_auth import CLIENT_AUTH_METHODS
from tokencli.oauth.parameter import Kind, parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Where the authorization server is."""

    issuer: str | None = parameter(
        "issuer identifier; its metadata names the endpoints",
        spec="RFC 8414 section 2",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    provider: str | None = parameter(
        "known product that names the server, such as google, entra:TENANT or keycloak:URL/REALM",
        kind=Kind.PROVIDER,
        metavar="NAME[:TENANT]",
        default=None,
    )
    token_endpoint: str | None = parameter(
        "token endpoint; wins over discovery",
        spec="RFC 6749 section 3.2",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    authorization_endpoint: str | None = parameter(
        "authorization endpoint; wins over discovery",
        spec="RFC 6749 section 3.1",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    device_authorization_endpoint: str | None = parameter(
        "device authorization endpoint; wins over discovery",
        spec="RFC 8628 section 3.1",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    backchannel_authentication_endpoint: str | None = parameter(
        "backchannel authentication endpoint; wins over discovery",
        spec="OpenID CIBA Core section 7",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    pushed_authorization_request_endpoint: str | None = parameter(
        "endpoint for pushed authorization requests; wins over discovery",
        spec="RFC 9126 section 2",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    introspection_endpoint: str | None = parameter(
        "introspection endpoint; wins over discovery",
        spec="RFC 7662 section 2",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    end_session_endpoint: str | None = parameter(
        "where a browser ends the session; wins over discovery",
        spec="OpenID Connect RP-Initiated Logout 1.0 section 2.1",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    revocation_endpoint: str | None = parameter(
        "revocation endpoint; wins over discovery",
        spec="RFC 7009 section 2",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    userinfo_endpoint: str | None = parameter(
        "UserInfo endpoint; wins over discovery",
        spec="OpenID Connect Core section 5.3",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )
    jwks_uri: str | None = parameter(
        "where the issuer's keys are; wins over discovery",
        spec="RFC 7517 section 5",
        kind=Kind.ENDPOINT,
        metavar="URL",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSettings:
    """How the client shows who it is; what each method needs is declared by the method."""

    auth_method: str | None = parameter(
        f"client authentication: {', '.join(CLIENT_AUTH_METHODS)}, or a registered name; default: what the settings imply",
        spec="RFC 6749 section 2.3",
        metavar="METHOD",
        choices=tuple(dict.fromkeys((*CLIENT_AUTH_METHODS, *CLIENT_AUTH_METHODS.values()))),
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeySettings:
    """What a new key is for."""

    alg: str = parameter("what the key signs with", spec="RFC 7518 section 3.1", choices=KINDS, default=KINDS[0])
    bits: int | None = parameter("size of an RSA key; default 3072", kind=Kind.COUNT, metavar="N", default=None)
    kid: str | None = parameter(
        "its identifier, for a JWK; default: its thumbprint", spec="RFC 7517 section 4.5", metavar="ID", default=None
    )
    key_passphrase: str | None = parameter(
        "reference to a passphrase to encrypt the private key with", secret=True, metavar="REF", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DpopSettings:
    """Whether tokens are bound to a key, and to which."""

    dpop: bool = parameter(
        "bind the tokens to a key; a token that is not bound to it is not taken",
        spec="RFC 9449",
        kind=Kind.FLAG,
        default=False,
    )
    dpop_key: bytes | None = parameter(
        "reference to that key: PEM, PKCS#12 or JWK; default: one made for the run; says --dpop by itself",
        spec="RFC 9449 section 5",
        secret=True,
        octets=True,
        metavar="REF",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DpopProofSettings:
    """What one proof is for."""

    method: str = parameter(
        "HTTP method of the request", spec="RFC 9449 section 4.2, htm", metavar="NAME", default="POST"
    )
    access_token: str | None = parameter(
        "reference to the access token that goes with it; its hash becomes ath",
        spec="RFC 9449 section 4.2",
        secret=True,
        metavar="REF",
        default=None,
    )
    nonce: str | None = parameter(
        "what the server sent as DPoP-Nonce", spec="RFC 9449 section 8", metavar="TEXT", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSettings:
    """How to reach the server."""

    timeout: float = parameter("time one request may take", kind=Kind.DURATION, metavar="30s", default=30.0)
    retries: int = parameter(
        "how often to try again, only where nothing can be spent twice", kind=Kind.COUNT, metavar="N", default=2
    )
    proxy: str | None = parameter("proxy URL; default: HTTPS_PROXY and its kin", metavar="URL", default=None)
    ca_cert: str | None = parameter(
        "PEM file of further certificate authorities",
        kind=Kind.FILE,
        metavar="FILE",
        default=None,
        aliases=("--cacert",),
    )
    insecure: bool = parameter(
        "do not verify the server's certificate", kind=Kind.FLAG, default=False, profile_key="insecure_skip_tls_verify"
    )
    resolve: tuple[str, ...] = parameter(
        "connect to ADDRESS for HOST:PORT; repeatable", metavar="HOST:PORT:ADDRESS", repeatable=True
    )
    allow_http: bool = parameter("allow plain http to a host that is not this one", kind=Kind.FLAG, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How strict a run is."""

    strict: bool = parameter("treat every deviation from a specification as an error", kind=Kind.FLAG, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where tokens rest between runs, and how good a stored one must still be."""

    store: str | None = parameter(
        "where tokens rest; default: the keyring, and nowhere in CI for a grant that needs nobody",
        choices=("keyring", "file", "none"),
        default=None,
    )
    min_validity: float | None = parameter(
        "how long a stored token must still live; default 60s", kind=Kind.DURATION, metavar="5m", default=None
    )
    lock_timeout: float = parameter(
        "how long to wait for another process that renews the same token",
        kind=Kind.DURATION,
        metavar="60s",
        default=60.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSettings:
    """What the formats for other programs hand out."""

    output_member: tuple[tuple[str, str], ...] = parameter(
        "member of the answer to hand out as NAME, in the formats aws, exec-credential and git-credential; repeatable",
        kind=Kind.PAIR,
        metavar="NAME=PATH",
        repeatable=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationSettings:
    """What a person may say of a token that is to be revoked."""

    token_type_hint: str | None = parameter(
        "what the token is, to help the server find it: access_token, refresh_token or another",
        spec="RFC 7009 section 2.1",
        metavar="TYPE",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IntrospectionSettings(RevocationSettings):
    """What a person may say of a token that is asked about, and how the answer is wanted."""

    signed: bool = parameter(
        "ask for a signed answer and check it; a plain one fails", spec="RFC 9701", kind=Kind.FLAG, default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInfoSettings:
    """What UserInfo is held against."""

    id_token: str | None = parameter(
        "reference to the ID token of the person; its sub must be the same",
        spec="OpenID Connect Core section 5.3.2",
        secret=True,
        metavar="REF",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LintSettings:
    """What lint leaves out."""

    ignore: tuple[str, ...] = parameter(
        "lint rule to silence; repeatable",
        kind=Kind.LINT_RULE,
        metavar="NAME",
        repeatable=True,
        profile_key="lint_ignore",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSettings:
    """What only a profile, or a command that takes one, says."""

    grant: str | None = parameter("grant of the profile: a short or registered name", metavar="NAME", default=None)
