"""For each rule about metadata servers that it is about, and look-alikes that it leaves alone."""

from __future__ import annotations

from typing import Any

from tokencli.diagnosis.server_seen import ServerSeen

ISSUER = "https://as.example"
OPENID = f"{ISSUER}/.well-known/openid-configuration"
OAUTH = f"{ISSUER}/.well-known/oauth-authorization-server"
GOOD: dict[str, Any] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "pushed_authorization_request_endpoint": f"{ISSUER}/par",
    "subject_types_supported": ["public"],
    "response_types_supported": ["code", "code id_token"],
    "grant_types_supported": ["authorization_code", "refresh_token"],
    "code_challenge_methods_supported": ["S256"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic"],
    "token_endpoint_auth_signing_alg_values_supported": ["PS256", "ES256"],
    "id_token_signing_alg_values_supported": ["RS256", "ES256"],
    "dpop_signing_alg_values_supported": ["ES256", "Ed25519"],
}


def server(url: str = OPENID, seen: dict[str, Any] | None = None, **members: Any) -> ServerSeen:
    """A server without a flaw but for these members; one that is None is left out."""
    told = {name: value for name, value in {**GOOD, **members}.items() if value is not None}
    return ServerSeen(ISSUER, url, told, **(seen or {}))


def fapi(**members: Any) -> ServerSeen:
    """A server that has to meet FAPI 2.0."""
    return server(seen={"standards": frozenset({"fapi"})}, **members)


HTTP = "http://as.example/x"
LOOPBACK = "http://127.0.0.1:8080/x"
SECRETS = ["client_secret_basic", "client_secret_post", "none"]
FIRES: dict[str, list[ServerSeen]] = {
    "issuer-mismatch": [
        server(issuer=f"{ISSUER}/"),
        server(issuer="https://elsewhere.example"),
        server(issuer="https://elsewhere.example", seen={"exact": False}),
        server(issuer=None),
    ],
    "issuer-is-not-https": [server(issuer="http://as.example")],
    "issuer-with-query": [server(issuer=f"{ISSUER}?tenant=a"), server(issuer=f"{ISSUER}#a")],
    "endpoint-is-not-https": [
        server(token_endpoint=HTTP),
        server(token_endpoint=HTTP, jwks_uri=HTTP),
        server(mtls_endpoint_aliases={"token_endpoint": HTTP}),
    ],
    "endpoint-with-fragment": [server(token_endpoint=f"{ISSUER}/token#a")],
    "required-member-missing": [
        server(response_types_supported=None),
        server(token_endpoint=None),
        server(jwks_uri=None),
        server(subject_types_supported=None),
        server(url=OAUTH, token_endpoint=None),
    ],
    "metadata-documents-differ": [
        server(seen={"other": {**GOOD, "jwks_uri": f"{ISSUER}/old-keys"}, "other_url": OAUTH}),
        server(seen={"other": {**GOOD, "issuer": f"{ISSUER}/"}, "other_url": OAUTH}),
    ],
    "s256-not-advertised": [
        server(code_challenge_methods_supported=["plain"]),
        server(code_challenge_methods_supported=[]),
    ],
    "rs256-not-advertised": [
        server(id_token_signing_alg_values_supported=["PS256"]),
        server(id_token_signing_alg_values_supported=None),
    ],
    "unsigned-client-assertions-advertised": [
        server(token_endpoint_auth_signing_alg_values_supported=["ES256", "none"]),
        server(introspection_endpoint_auth_signing_alg_values_supported=["none"]),
    ],
    "assertion-algorithms-not-listed": [
        server(token_endpoint_auth_signing_alg_values_supported=None),
        server(revocation_endpoint_auth_methods_supported=["client_secret_jwt"]),
    ],
    "par-required-without-endpoint": [
        server(require_pushed_authorization_requests=True, pushed_authorization_request_endpoint=None)
    ],
    "dpop-algorithm-not-asymmetric": [
        server(dpop_signing_alg_values_supported=["ES256", "HS256"]),
        server(dpop_signing_alg_values_supported=["none"]),
    ],
    "fapi-without-par": [fapi(pushed_authorization_request_endpoint=None)],
    "fapi-without-client-keys": [fapi(token_endpoint_auth_methods_supported=SECRETS)],
    "fapi-without-strong-algorithms": [
        fapi(id_token_signing_alg_values_supported=["RS256"]),
        fapi(token_endpoint_auth_signing_alg_values_supported=["RS256"]),
    ],
    "fapi-without-bound-tokens": [fapi(dpop_signing_alg_values_supported=None)],
    "pkce-not-advertised": [server(code_challenge_methods_supported=None)],
    "plain-pkce-advertised": [server(code_challenge_methods_supported=["S256", "plain"])],
    "password-grant-advertised": [server(grant_types_supported=["password"])],
    "implicit-grant-advertised": [server(grant_types_supported=["authorization_code", "implicit"])],
    "token-response-types-advertised": [
        server(response_types_supported=["code", "token"]),
        server(response_types_supported=["code id_token token"]),
    ],
    "unsigned-id-tokens-advertised": [server(id_token_signing_alg_values_supported=["RS256", "none"])],
    "rsa1-5-advertised": [server(id_token_encryption_alg_values_supported=["RSA-OAEP-256", "RSA1_5"])],
    "keys-not-readable": [server(seen={"keys_problem": "there is no set of keys at …: status 404"})],
    "metadata-redirected": [
        server(seen={"redirected": ((OPENID, "https://new.example/.well-known/openid-configuration"),)})
    ],
    "metadata-of-another-type": [server(seen={"media_type": "text/html"}), server(seen={"media_type": ""})],
    "shared-secrets-only": [
        server(token_endpoint_auth_methods_supported=SECRETS),
        server(token_endpoint_auth_methods_supported=None),
    ],
    "eddsa-without-ed25519": [server(userinfo_signing_alg_values_supported=["EdDSA"])],
    "grant-types-not-listed": [server(grant_types_supported=None)],
}
SILENT: dict[str, list[ServerSeen]] = {
    # The URL of a document cannot tell a final slash.
    "issuer-mismatch": [server(), server(issuer=f"{ISSUER}/", seen={"exact": False})],
    "issuer-is-not-https": [
        server(),
        server(issuer="http://localhost:8080"),
        server(issuer=7),
        server(issuer="no URL"),
    ],
    "issuer-with-query": [server(issuer=f"{ISSUER}/t/a"), server(issuer=7)],
    "endpoint-is-not-https": [
        server(token_endpoint=LOOPBACK),
        server(service_documentation=HTTP),
        server(token_endpoint=["http://as.example"], mtls_endpoint_aliases="none"),
        server(token_endpoint="http://[broken"),
    ],
    "endpoint-with-fragment": [server(op_policy_uri=f"{ISSUER}/policy#cookies")],
    "required-member-missing": [
        server(),
        server(url=OAUTH, authorization_endpoint=None, jwks_uri=None, subject_types_supported=None),
        server(grant_types_supported=["implicit"], token_endpoint=None),
        # OAuth alone at the place of OpenID Connect, which RFC 8414 section 5 lets a server do
        server(jwks_uri=None, subject_types_supported=None, id_token_signing_alg_values_supported=None),
    ],
    "metadata-documents-differ": [
        server(),
        server(seen={"other": {**GOOD, "scopes_supported": ["a"]}, "other_url": OAUTH}, scopes_supported=["b"]),
        server(seen={"other": {**GOOD, "revocation_endpoint": f"{ISSUER}/revoke"}, "other_url": OAUTH}),
    ],
    "s256-not-advertised": [server(), server(code_challenge_methods_supported=None)],
    "rs256-not-advertised": [
        server(),
        server(url=OAUTH, id_token_signing_alg_values_supported=None),
        fapi(id_token_signing_alg_values_supported=["PS256"]),
    ],
    # OpenID Connect Discovery section 3 wants none among these.
    "unsigned-client-assertions-advertised": [server(request_object_signing_alg_values_supported=["none", "RS256"])],
    "assertion-algorithms-not-listed": [
        server(),
        server(
            token_endpoint_auth_methods_supported=["client_secret_basic"],
            token_endpoint_auth_signing_alg_values_supported=None,
        ),
    ],
    "par-required-without-endpoint": [
        server(require_pushed_authorization_requests=True),
        server(require_pushed_authorization_requests=False, pushed_authorization_request_endpoint=None),
    ],
    "dpop-algorithm-not-asymmetric": [server(), server(dpop_signing_alg_values_supported=None)],
    "fapi-without-par": [fapi(), server(pushed_authorization_request_endpoint=None)],
    "fapi-without-client-keys": [
        fapi(),
        fapi(token_endpoint_auth_methods_supported=["tls_client_auth"]),
        server(token_endpoint_auth_methods_supported=SECRETS),
    ],
    "fapi-without-strong-algorithms": [
        fapi(),
        fapi(id_token_signing_alg_values_supported=None),
        server(id_token_signing_alg_values_supported=["RS256"]),
    ],
    "fapi-without-bound-tokens": [
        fapi(),
        fapi(dpop_signing_alg_values_supported=None, tls_client_certificate_bound_access_tokens=True),
        server(dpop_signing_alg_values_supported=None),
    ],
    "pkce-not-advertised": [
        server(),
        server(grant_types_supported=["client_credentials"], code_challenge_methods_supported=None),
        server(authorization_endpoint=None, code_challenge_methods_supported=None),
    ],
    "plain-pkce-advertised": [server(), server(code_challenge_methods_supported=None)],
    "password-grant-advertised": [server(), server(grant_types_supported=None)],
    "implicit-grant-advertised": [server(), server(grant_types_supported=None)],
    "token-response-types-advertised": [server(response_types_supported=["code", "id_token", "code id_token"])],
    "unsigned-id-tokens-advertised": [server(), server(userinfo_signing_alg_values_supported=["none"])],
    "rsa1-5-advertised": [
        server(id_token_encryption_alg_values_supported=["RSA-OAEP"]),
        server(x_supported=["RSA1_5"]),
    ],
    "keys-not-readable": [server()],
    "metadata-redirected": [server()],
    "metadata-of-another-type": [server()],
    "shared-secrets-only": [server(), server(token_endpoint_auth_methods_supported=["none"])],
    "eddsa-without-ed25519": [server(userinfo_signing_alg_values_supported=["EdDSA", "Ed25519"]), server()],
    "grant-types-not-listed": [server(), server(grant_types_supported=[])],
}
