"""The clients and users that every sandbox knows; nothing here is secret (RFC 6749 section 2)."""

from __future__ import annotations

from dataclasses import dataclass

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"  # RFC 7523 section 2.1
SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer"  # RFC 7522 section 2.1
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"  # RFC 8628 section 3.4
SANDBOX_TICKET = "sandbox_ticket"  # an extension grant of this sandbox, RFC 6749 section 4.5

PUBLIC_GRANTS = ("authorization_code", "refresh_token", DEVICE_CODE)
ALL_GRANTS = (*PUBLIC_GRANTS, "client_credentials", "password", JWT_BEARER, SAML2_BEARER, SANDBOX_TICKET)

REDIRECT_URIS = (
    "http://127.0.0.1/callback",
    "http://[::1]/callback",
    "http://localhost/callback",
    "https://client.example/callback",
)


@dataclass(frozen=True)
class SandboxClient:
    """A client as it is registered.

    Attributes:
        client_id: Its identifier.
        client_secret: Its secret; None for a public client.
        auth_method: The registered name of the only method it may authenticate with.
        grant_types: The grant types it may use.
        redirect_uris: Where codes may be sent; the port of one on loopback is free.
        note: What is special about it, for people.
    """

    client_id: str
    client_secret: str | None
    auth_method: str
    grant_types: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class SandboxUser:
    """A user who can sign in; the subject identifier is the user name."""

    username: str
    password: str
    name: str
    email: str


CLIENTS = (
    SandboxClient("demo", "demo-secret", "client_secret_basic", ALL_GRANTS, REDIRECT_URIS, "may use every grant"),
    SandboxClient(
        "demo-post", "demo-post-secret", "client_secret_post", ALL_GRANTS, REDIRECT_URIS, "may use every grant"
    ),
    SandboxClient(
        "demo-public", None, "none", PUBLIC_GRANTS, REDIRECT_URIS, "public: has no secret, and must use PKCE"
    ),
    SandboxClient(
        "odd client:1",
        "p%+ s:&=/ü",
        "client_secret_basic",
        ("client_credentials",),
        (),
        "works only when id and secret are form-encoded before Basic (RFC 6749 section 2.3.1)",
    ),
    SandboxClient(
        "demo-raw",
        "raw%+secret=",
        "client_secret_basic",
        ("client_credentials",),
        (),
        "for this client the server does not form-decode Basic, as some real servers never do: "
        "send the secret as it stands",
    ),
    SandboxClient(
        "no-grants",
        "no-grants-secret",
        "client_secret_basic",
        ("authorization_code",),
        REDIRECT_URIS,
        "may use no grant but authorization_code",
    ),
)

# RFC 6749 section 2.3.1 wants Basic credentials form-encoded; many servers never decode them. One client shows that.
NOT_FORM_DECODED = frozenset({"demo-raw"})

USERS = (
    SandboxUser("alice", "alice-pw", "Alice Example", "alice@example.com"),
    SandboxUser("bob", "bob-pw", "Bob Example", "bob@example.com"),
)
