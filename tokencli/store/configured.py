"""What a person configured, before any discovery: it decides which stored token is meant."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from tokencli.settings.secret_reference import Scheme, SecretReference

if TYPE_CHECKING:
    from tokencli.settings.resolve import Settings

_KIND = "tokencli fingerprint 1\n"  # another way to make it would be another number, and find nothing that was kept
_LENGTH = 32  # hexadecimal digits: 128 bits, which no accident makes equal

# How the server is reached, how the client shows who it is, how the person signs in: not what the token is good for.
# A setting that is missing here costs a needless sign-in after it was changed; the other way round, a token would be mixed up.
HOW_NOT_WHAT = frozenset(
    name
    for line in (
        "timeout retries proxy ca_cert insecure resolve allow_http strict override",
        "auth_method basic_encoding client_secret key key_passphrase kid alg assertion_audience assertion_typ",
        "cert_key cert_passphrase client_assertion client_assertion_type idp_client_secret idp_key idp_auth_method",
        "authorization_endpoint device_authorization_endpoint",
        "code code_verifier pkce redirect_uri listen port login_timeout par response_mode prompt ui_locales id_token_hint",
        "device_code refresh_token password",
        "request_object oidc_request_compat key key_passphrase kid alg pushed_authorization_request_endpoint jwks_uri",
        "store min_validity lock_timeout output_member ignore",
        "auth_req_id backchannel_authentication_endpoint binding_message client_notification_endpoint no_wait requested_expiry",
        "resume user_code introspection_endpoint revocation_endpoint userinfo_endpoint end_session_endpoint",
    )
    for name in line.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredInputs:
    """Every configured input that changes which token comes out. References to secrets stand here, never secrets.

    Attributes:
        profile: The profile's name; empty when there is none.
        issuer: The issuer; empty when only endpoints are configured.
        token_endpoint: The token endpoint, where one is configured.
        client_id: The client.
        grant: The grant's name.
        username: Whose password it is.
        login_hint: Who is expected to sign in.
        scope: The scope words asked for.
        resource: RFC 8707 resources.
        audience: Names of the APIs.
        acr_values: The authentication context wanted.
        param: Further members of the token request.
        auth_param: Further members of the authorization request.
        dpop_key: The reference of the DPoP key.
        further: Whatever else was configured that is no mere way of asking, by name.
    """

    profile: str = ""
    issuer: str = ""
    token_endpoint: str = ""
    client_id: str = ""
    grant: str = ""
    username: str = ""
    login_hint: str = ""
    scope: tuple[str, ...] = ()
    resource: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    acr_values: str = ""
    param: tuple[tuple[str, str], ...] = ()
    auth_param: tuple[tuple[str, str], ...] = ()
    dpop_key: str = ""
    further: tuple[tuple[str, str], ...] = ()

    def document(self) -> dict[str, Any]:
        """The inputs as JSON has them; what is empty is left out."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


def fingerprint(inputs: ConfiguredInputs) -> str:
    """The key of a stored token: the same for the same inputs, another one when a single input differs.

    Args:
        inputs: The configured inputs.

    Returns:
        32 hexadecimal digits.
    """
    # RFC 6749 section 3.3: if the value contains multiple space-delimited strings, their order does not matter.
    scope = sorted({word for text in inputs.scope for word in text.split()})
    text = json.dumps({**inputs.document(), "scope": scope}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((_KIND + text).encode()).hexdigest()[:_LENGTH]


def configured_inputs(settings: Settings, grant: str) -> ConfiguredInputs:
    """The inputs among the settings of a run.

    Args:
        settings: The settings; only what was given counts, so that a changed default loses no token. Of a product's name
            counts what it fills in.
        grant: The grant's name in the list of grants, whatever alias was given.
    """
    named = {one.name for one in fields(ConfiguredInputs)} - {"profile", "grant", "further"}
    given = {name: _plain(one.value) for name, one in settings.given().items() if name not in HOW_NOT_WHAT | {"grant"}}
    return ConfiguredInputs(
        profile=settings.profile or "",
        grant=grant,
        further=tuple((name, json.dumps(given[name])) for name in sorted(given.keys() - named)),
        **{name: value for name, value in given.items() if name in named},
    )


def _plain(value: Any) -> Any:
    """The value without secrets: a literal one becomes its digest, so that two of them still differ."""
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    if not isinstance(value, SecretReference):
        return value
    if value.scheme is Scheme.LITERAL:
        return f"literal:sha256:{hashlib.sha256(value.argument.encode('utf-8', 'surrogateescape')).hexdigest()}"
    return value.written
