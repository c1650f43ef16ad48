"""For each rule about profiles some that it is about, and look-alikes that it leaves alone."""

from __future__ import annotations

from typing import Any

from tokencli.diagnosis.profile_seen import ProfileSeen, Stated, ValueFacts
from tokencli.oauth.identifiers import CLIENT_ASSERTION_SAML

ISSUER, OTHER = "https://as.example", "https://other.example"
SCHEMES = {"client_secret", "code_verifier", "client_assertion", "key"}
FAPI, MCP, OAUTH_2_1 = (frozenset({name}) for name in ("fapi", "mcp", "oauth2.1"))
PLAIN = ValueFacts(40, changed_by_encoding=False, is_verifier=False)
ODD = ValueFacts(40, changed_by_encoding=True, is_verifier=False)
SHORT = ValueFacts(31, changed_by_encoding=False, is_verifier=False)
VERIFIER = ValueFacts(43, changed_by_encoding=False, is_verifier=True)
SILENT_ABOUT_ITSELF = {"authorization_response_iss_parameter_supported": False}
NAMES_ITSELF = {"authorization_response_iss_parameter_supported": True}
KEYS = {"token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"]}
ALIASES = {"mtls_endpoint_aliases": {"token_endpoint": "https://mtls.as.example/token"}}


def stated(name: str, value: Any) -> Stated:
    """A setting; that of a secret says what kind of reference it is."""
    scheme = str(value).partition(":")[0] if name in SCHEMES else ""
    return Stated(name, value, str(value), "profile dev, config.toml line 3", scheme)


def profile(seen: dict[str, Any] | None = None, **settings: Any) -> ProfileSeen:
    """A profile with these settings at one server."""
    given = {"issuer": ISSUER, **settings}
    told = {name: stated(name, value) for name, value in given.items() if value is not None}
    issuer = given["issuer"] or ""
    return ProfileSeen("dev", told, **{"auth_method": "client_secret_basic", "issuer": issuer, **(seen or {})})


def code(seen: dict[str, Any] | None = None, **settings: Any) -> ProfileSeen:
    """A profile for the authorization code grant."""
    return profile({"grant": "authorization-code", **(seen or {})}, grant="authorization_code", **settings)


def elsewhere(**settings: Any) -> ProfileSeen:
    """A profile for the authorization code at another server."""
    return code({"issuer": OTHER}, issuer=OTHER, **settings)


def facts(**known: ValueFacts) -> dict[str, Any]:
    """What is told of values."""
    return {"facts": known}


PUBLIC = {"auth_method": "none"}
JWT = {"auth_method": "private_key_jwt"}
URI = "https://app.example/callback"
WITH_OTHER = {
    "others": (elsewhere(redirect_uri=URI, client_id="app", key="file:app.pem", client_secret="keyring:app"),)
}
SAML = (("client_assertion_type", CLIENT_ASSERTION_SAML),)
FIRES: dict[str, list[ProfileSeen]] = {
    "certificates-not-verified": [profile(insecure=True)],
    "endpoint-over-http": [profile(issuer="http://as.example"), profile(token_endpoint="http://as.example/token")],
    "password-grant-used": [profile({"grant": "password"}, grant="password")],
    "code-without-pkce": [
        code(PUBLIC, pkce="none", scope=("openid",)),
        code(pkce="none"),
        profile(PUBLIC, pkce="none"),
    ],
    "plain-pkce-used": [code(pkce="plain")],
    "code-verifier-fixed": [profile(code_verifier="literal:[redacted]")],
    "code-verifier-of-wrong-form": [profile(facts(code_verifier=PLAIN), code_verifier="env:V")],
    "redirect-uri-is-not-https": [code(redirect_uri="http://app.example/callback")],
    "redirect-uri-not-exact": [
        code(redirect_uri=f"{URI}#top"),
        code(redirect_uri="https://*.app.example/callback"),
        code(redirect_uri="https://app@app.example/callback"),
    ],
    "client-authenticated-twice": [
        profile(param=(("client_secret", "x"),)),
        profile(header=(("authorization", "Basic x"),)),
    ],
    "mac-secret-too-short": [
        profile({"auth_method": "client_secret_jwt", **facts(client_secret=SHORT)}, client_secret="env:S"),
        profile({"auth_method": "client_secret_jwt", **facts(client_secret=PLAIN)}, client_secret="env:S", alg="HS384"),
    ],
    "assertion-audience-not-issuer": [
        profile(JWT, assertion_audience=f"{ISSUER}/token"),
        profile(JWT, issuer=None, assertion_audience="token-endpoint"),
        profile(JWT, issuer=None, assertion_audience=f"{ISSUER}/token", token_endpoint=f"{ISSUER}/token"),
    ],
    "assertion-key-at-several-servers": [
        profile({**JWT, **WITH_OTHER}, client_id="app", key="file:app.pem", assertion_audience="token-endpoint")
    ],
    "saml-client-assertion": [profile(param=SAML)],
    "certificate-alias-bypassed": [
        profile({"metadata": ALIASES}, cert="app.pem", token_endpoint="https://as.example/token")
    ],
    "resource-malformed": [
        profile(resource=("https://api.example", "orders")),
        profile(resource=("https://api.example#a",)),
    ],
    "mcp-without-resource": [code({"standards": MCP})],
    "secret-at-several-servers": [
        profile({"standards": MCP, **WITH_OTHER}, client_id="app", client_secret="keyring:app")
    ],
    "token-response-type-used": [code(response_type="code token"), profile(response_type="token")],
    "nonce-instead-of-pkce": [
        code(pkce="none", scope=("profile openid",)),
        code(pkce="none", response_type="code id_token"),
    ],
    "redirect-uri-with-localhost": [code(redirect_uri="http://localhost:8080/callback")],
    "redirect-uri-at-several-servers": [code({"metadata": SILENT_ABOUT_ITSELF, **WITH_OTHER}, redirect_uri=URI)],
    "issuer-not-in-responses": [code({"metadata": SILENT_ABOUT_ITSELF, **WITH_OTHER})],
    "basic-credentials-need-encoding": [
        profile(facts(client_secret=ODD), client_id="app", client_secret="env:S"),
        profile(
            facts(client_id=ODD, client_secret=PLAIN), client_id="https://app.example/client", client_secret="env:S"
        ),
    ],
    "assertion-not-typed": [profile(JWT, assertion_typ="JWT")],
    "client-assertion-fixed": [profile(JWT, client_assertion="literal:[redacted]")],
    "device-code-beside-browser": [profile({"grant": "device-code", "browser": True}, grant="device_code")],
    "token-in-url": [profile(token_endpoint="https://as.example/token?v=1&Access_Token=hunter2")],
    "secret-where-keys-are-advertised": [profile({"metadata": KEYS}, client_secret="env:S")],
}
SILENT: dict[str, list[ProfileSeen]] = {
    "certificates-not-verified": [profile(), profile(insecure=False, ca_cert="own.pem")],
    "endpoint-over-http": [profile(issuer="http://127.0.0.1:8080", token_endpoint="http://localhost/token"), profile()],
    "password-grant-used": [code(), profile()],
    "code-without-pkce": [
        code(pkce="none", scope=("openid",)),
        code(pkce="plain"),
        profile({"grant": "client-credentials"}, pkce="none"),
    ],
    "plain-pkce-used": [code(), code(pkce="S256"), profile({"grant": "password"}, pkce="plain")],
    "code-verifier-fixed": [profile(), profile(code_verifier="env:V")],
    "code-verifier-of-wrong-form": [profile(), profile(facts(code_verifier=VERIFIER), code_verifier="env:V")],
    "redirect-uri-is-not-https": [
        code(redirect_uri=URI),
        code(redirect_uri="http://127.0.0.1/callback"),
        code(redirect_uri="com.example.app:/callback"),
        code(),
    ],
    "redirect-uri-not-exact": [code(redirect_uri=URI), code(redirect_uri="com.example.app:/callback*"), code()],
    "client-authenticated-twice": [
        profile(PUBLIC, param=(("client_secret", "x"),)),
        profile(param=(("audience", "x"),), header=(("X-Tenant", "north"),)),
    ],
    "mac-secret-too-short": [
        profile({"auth_method": "client_secret_jwt", **facts(client_secret=PLAIN)}, client_secret="env:S"),
        profile({"auth_method": "client_secret_jwt"}, client_secret="keyring:s"),
        profile({"auth_method": "client_secret_jwt", **facts(client_secret=SHORT)}, client_secret="env:S", alg="HS1"),
        profile(facts(client_secret=SHORT), client_secret="env:S"),
    ],
    "assertion-audience-not-issuer": [
        profile(JWT),
        profile(JWT, assertion_audience=ISSUER),
        profile(assertion_audience="token-endpoint"),
        profile(JWT, issuer=None, assertion_audience="https://somewhere.example"),
        profile(JWT, client_assertion="kubernetes:", assertion_audience="api://AzureADTokenExchange"),
    ],
    "assertion-key-at-several-servers": [
        profile({**JWT, **WITH_OTHER}, client_id="app", key="file:app.pem"),
        profile({**JWT, **WITH_OTHER}, client_id="app", key="file:other.pem", assertion_audience="token-endpoint"),
        profile(
            {**JWT, "others": (code(key="file:app.pem"),)}, key="file:app.pem", assertion_audience="token-endpoint"
        ),
        profile(WITH_OTHER, client_id="app", key="file:app.pem", assertion_audience="token-endpoint"),
    ],
    "saml-client-assertion": [profile(param=(("client_assertion_type", "other"),)), profile()],
    "certificate-alias-bypassed": [
        profile({"metadata": ALIASES}, cert="app.pem"),
        profile({"metadata": ALIASES}, cert="app.pem", token_endpoint="https://mtls.as.example/token"),
        profile({"metadata": ALIASES}, token_endpoint="https://as.example/token"),
        profile({"metadata": {"mtls_endpoint_aliases": 1}}, cert="app.pem", token_endpoint="https://as.example/token"),
    ],
    "resource-malformed": [profile(resource=("https://api.example", "urn:example:api")), profile()],
    "mcp-without-resource": [code({"standards": MCP}, resource=("https://mcp.example",)), code()],
    "secret-at-several-servers": [
        profile(WITH_OTHER, client_id="app", client_secret="keyring:app"),
        profile({"standards": MCP, **WITH_OTHER}, client_id="app", client_secret="keyring:other"),
        profile(
            {"standards": MCP, "others": (elsewhere(client_id="app", client_secret="env:S"),)},
            client_id="app",
            client_secret="env:S",
        ),
        profile({"standards": MCP, **WITH_OTHER}),
    ],
    "token-response-type-used": [
        code(response_type="code id_token"),
        code(),
        profile({"grant": "device-code"}, response_type="token"),
    ],
    "nonce-instead-of-pkce": [code(pkce="none"), code(scope=("openid",)), code(PUBLIC, pkce="none", scope=("openid",))],
    "redirect-uri-with-localhost": [
        code(redirect_uri="http://127.0.0.1/callback"),
        code(redirect_uri="https://localhost/callback"),
        code(redirect_uri="http://localhost.example/callback"),
        code(),
    ],
    "redirect-uri-at-several-servers": [
        code({"metadata": NAMES_ITSELF, **WITH_OTHER}, redirect_uri=URI),
        code(WITH_OTHER, redirect_uri=URI),  # without metadata nobody knows
        code({"metadata": SILENT_ABOUT_ITSELF, **WITH_OTHER}, redirect_uri=f"{URI}/dev"),
        code({"metadata": SILENT_ABOUT_ITSELF, **WITH_OTHER}),
        code({"metadata": SILENT_ABOUT_ITSELF, "others": (code(redirect_uri=URI),)}, redirect_uri=URI),
        profile({"grant": "password", "metadata": SILENT_ABOUT_ITSELF, **WITH_OTHER}, redirect_uri=URI),
    ],
    "issuer-not-in-responses": [
        code({"metadata": NAMES_ITSELF, **WITH_OTHER}),
        code(WITH_OTHER),
        code({"metadata": SILENT_ABOUT_ITSELF}),
        profile({"metadata": SILENT_ABOUT_ITSELF, **WITH_OTHER}),
    ],
    "basic-credentials-need-encoding": [
        profile(facts(client_id=PLAIN, client_secret=PLAIN), client_id="app", client_secret="env:S"),
        profile({"auth_method": "client_secret_post", **facts(client_id=ODD)}, client_id="a b", client_secret="env:S"),
        profile(client_id="app", client_secret="keyring:s"),
    ],
    "assertion-not-typed": [
        profile(JWT),
        profile(JWT, assertion_typ="client-authentication+jwt"),
        profile(assertion_typ="JWT"),
    ],
    "client-assertion-fixed": [profile(), profile(JWT, client_assertion="file:/var/run/token")],
    "device-code-beside-browser": [profile({"grant": "device-code"}), code({"browser": True})],
    "token-in-url": [profile(token_endpoint="https://as.example/token?tenant=a"), profile()],
    "secret-where-keys-are-advertised": [
        profile({"metadata": KEYS, "auth_method": "private_key_jwt"}),
        profile(
            {"metadata": {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}}, client_secret="env:S"
        ),
        profile(client_secret="env:S"),
    ],
}
