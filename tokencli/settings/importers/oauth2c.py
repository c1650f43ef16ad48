"""A command line of oauth2c, of any version up to 1.20 (github.com/SecureAuthCorp/oauth2c, before that cloudentity/oauth2c)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokencli.captures.shell_words import beginning_of, split_words
from tokencli.settings.importing.members import propose_grant
from tokencli.settings.importing.proposal import Draft, holds_credential
from tokencli.settings.importing.request import propose_endpoint
from tokencli.settings.importing.shell_variables import variable_in, variable_name
from tokencli.wire.secret_names import is_secret_member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.settings.importing.proposal import Proposal

_BEGINS = beginning_of("oauth2c")
_WELL_KNOWN = "/.well-known/openid-configuration"
_CALLBACK = "http://localhost:9876/callback"  # its redirect URI where none is given, and so the one that is registered
_SWITCHES = frozenset(
    {
        "pkce", "no-pkce", "par", "request-object", "encrypted-request-object", "insecure", "silent", "s", "no-browser", "no-prompt",
        "dpop", "no-origin", "help", "h",
    }
)  # fmt: skip
_SILENT = frozenset({"silent", "s", "no-browser", "no-prompt", "no-origin", "browser-timeout", "pkce"})
_TEXTS = {
    "client-id": "client_id",
    "auth-method": "auth_method",
    "username": "username",
    "response-mode": "response_mode",
    "redirect-url": "redirect_uri",
    "login-hint": "login_hint",
    "max-age": "max_age",
    "claims": "claims",
    "rar": "authorization_details",
    "tls-cert": "cert",
    "tls-root-ca": "ca_cert",
    "token-endpoint": "token_endpoint",
    "mtls-token-endpoint": "token_endpoint",
    "authorization-endpoint": "authorization_endpoint",
    "device-authorization-endpoint": "device_authorization_endpoint",
    "pushed-authorization-request-endpoint": "pushed_authorization_request_endpoint",
    "mtls-pushed-authorization-request-endpoint": "pushed_authorization_request_endpoint",
}
_SECRETS = {
    "client-secret": "client_secret",
    "password": "password",
    "refresh-token": "refresh_token",
    "subject-token": "subject_token",
    "actor-token": "actor_token",
    "id-token-hint": "id_token_hint",
}
_LISTS = {"scopes": "scope", "audience": "audience", "resource": "resource"}
_JOINED = {"acr-values": "acr_values", "prompt": "prompt"}
_FURTHER = {"idp-hint": "idp_hint", "purpose": "purpose"}
_KEYS = {"signing-key": "key", "tls-key": "cert_key"}
_FLAGS = {"par": "par", "dpop": "dpop", "insecure": "insecure"}


def recognise(text: str) -> bool:
    """Whether the word oauth2c stands in a text as a command does."""
    return _BEGINS.search(text) is not None


def read(text: str, environment: Mapping[str, str]) -> tuple[Proposal, ...]:  # noqa: ARG001 - a shell fills in the variables
    """A proposal for each command of oauth2c in a text that names a server."""
    found = (_read_command(text[match.end() :], number) for number, match in enumerate(_BEGINS.finditer(text), 1))
    return tuple(one for one in found if one is not None)


def _read_command(text: str, number: int) -> Proposal | None:
    draft = Draft(variable_in, variable_name)
    given = tuple(_options(list(split_words(text, mark_dollars=True))))
    # The grant first: what the other flags mean depends on it.
    _propose_grant(draft, dict(given))
    for name, value in given:
        _propose(draft, name, value)
    if draft.text("grant") == "authorization_code":
        draft.put("redirect_uri", _CALLBACK, "what oauth2c takes without --redirect-url")
    draft.put("auth_method", "none" if not draft.has("client_secret") and not draft.has("key") else "", "oauth2c")
    return draft.done(number) if draft.has("issuer") or draft.has("token_endpoint") else None


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Name and value; the issuer as `issuer`."""
    while words:
        word = words.pop(0)
        name, equals, value = word.lstrip("-").partition("=")
        if not word.startswith("-") or word == "-":
            yield "issuer", word
        elif name in _SWITCHES or equals:
            yield name, value
        else:
            yield name, words.pop(0) if words else ""


def _propose_grant(draft: Draft, given: Mapping[str, str]) -> None:
    grant = given.get("grant-type", "")
    if grant == "implicit":
        # RFC 9700 section 2.1.2: clients SHOULD NOT use the implicit grant; it is a response type of the same endpoint.
        draft.put("grant", "authorization_code", "--grant-type implicit")
        draft.put("response_type", "token", "--grant-type implicit")
    propose_grant(draft, "" if grant == "implicit" else grant, "--grant-type")
    if not grant:
        draft.note("the command names no --grant-type, so oauth2c would ask; give one with --grant")


def _propose(draft: Draft, name: str, value: str) -> None:
    where = f"--{name}"
    if name.endswith("-endpoint") and name in _TEXTS:
        propose_endpoint(draft, _TEXTS[name], value, "the command", where=where)
    elif name in _TEXTS:
        draft.put(_TEXTS[name], value, where)
    elif name in _SECRETS:
        draft.secret(_SECRETS[name], value, where)
    elif name in _LISTS:
        for word in value.split(","):
            draft.add(_LISTS[name], word.strip(), where)
    elif name in _JOINED:
        draft.put(_JOINED[name], " ".join(value.split(",")), where)
    elif name in _FURTHER:
        draft.add("auth_param", f"{_FURTHER[name]}={value}", where)
    elif name in _FLAGS:
        draft.put(_FLAGS[name], value != "false", where)
    elif name in _KEYS:
        _propose_key(draft, _KEYS[name], value, where)
    else:
        _propose_rest(draft, name, value, where)


def _propose_key(draft: Draft, setting: str, value: str, where: str) -> None:
    if re.match(r"https?://", value):
        draft.leave_out(
            where, f"it is fetched from {value}, and a private key is not; save it, and give --key file:PATH"
        )
    else:
        draft.put(setting, f"file:{value}" if value else "", where)


def _propose_rest(draft: Draft, name: str, value: str, where: str) -> None:
    match name:
        case "issuer":
            issuer = value.removesuffix(_WELL_KNOWN)
            draft.put("issuer", issuer if "://" in issuer else "", "the issuer of the command")
            if "://" not in issuer:
                draft.leave_out(f"the word {value!r}", "it is no URL; settings in a file of oauth2c are not read")
        case "response-types":
            kind = " ".join(value.split(","))
            draft.put("response_type", "" if kind == "code" else kind, where)
        case "no-pkce":
            draft.put("pkce", "none", where)
        case "request-object" | "encrypted-request-object":
            signed = "signed" if draft.has("key") else "unsigned"
            draft.put("request_object", "encrypted" if name.startswith("enc") else signed, where)
        case "http-timeout":
            draft.put("timeout", value, where)
        case "assertion":
            _propose_claims(draft, value, where)
        case "subject-token-type" | "actor-token-type":
            draft.put(name.replace("-", "_"), value.removeprefix("urn:ietf:params:oauth:token-type:"), where)
        case _ if name not in _SILENT | {"grant-type"}:
            draft.leave_out(where, "a profile has no setting for it")


def _propose_claims(draft: Draft, text: str, where: str) -> None:
    """The claims of a JWT that is made and signed for the grant."""
    try:
        claims = json.loads(text)
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        draft.leave_out(where, "it is no JSON object; the claims go into --iss, --sub, --aud and --claim")
        return
    for name, value in claims.items():
        if name in {"iss", "sub", "aud"} and isinstance(value, str):
            draft.put(name, value, where)
        elif is_secret_member(name) or (isinstance(value, str) and holds_credential(value)):
            draft.leave_out(f"claim {name!r} of {where}", "it may be a credential; give it with --claims-file")
        elif re.search(r"[=@:]", name):
            draft.leave_out(f"claim {name!r} of {where}", "a claim of such a name goes into --claims-file")
        else:
            written = f"{name}={value}" if isinstance(value, str) else f"{name}:={json.dumps(value)}"
            draft.add("claim", written, where)
