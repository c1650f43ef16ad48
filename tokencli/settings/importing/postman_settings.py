"""The names that Postman has for the settings of OAuth 2.0, and people for its variables, each put where a profile keeps it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.oauth.parameter import Kind
from tokencli.settings.importing.members import propose_further, propose_grant
from tokencli.settings.importing.request import propose_endpoint, propose_header
from tokencli.settings.model import all_parameters
from tokencli.wire.redaction import BRIEF

if TYPE_CHECKING:
    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.importing.postman_values import Pairs
    from tokencli.settings.importing.proposal import Draft

# Postman's names of its OAuth 2.0 settings, and what people call such variables, without case and dashes.
_NAMES = {
    "accesstokenurl": "token_endpoint",
    "tokenurl": "token_endpoint",
    "tokenendpoint": "token_endpoint",
    "authurl": "authorization_endpoint",
    "authorizationurl": "authorization_endpoint",
    "authorizationendpoint": "authorization_endpoint",
    "issuerurl": "issuer",
    "callbackurl": "redirect_uri",
    "redirecturi": "redirect_uri",
    "redirecturl": "redirect_uri",
    "challengealgorithm": "pkce",
    "scopes": "scope",
    "user": "username",
}
_GRANTS = {
    "authorizationcodewithpkce": "authorization_code",
    "passwordcredentials": "password",
    "clientcredentials": "client_credentials",
    "authorizationcode": "authorization_code",
    "implicit": "authorization_code",
}
_PKCE = {"s256": "S256", "plain": "plain"}
_METHODS = {"header": "basic", "body": "post"}
# What Postman keeps for itself.
_ITS_OWN = frozenset(
    {
        "tokenname", "addtokento", "headerprefix", "usebrowser", "tokentype", "id", "name", "authorizeusingbrowser", "useidtoken",
    }
)  # fmt: skip
# What it gets anew for every token.
_ONCE = frozenset({"accesstoken", "idtoken", "state", "codeverifier", "nonce", "code", "devicecode"})
# Further members of requests, which the format 2.1 lists by the request they belong to.
FURTHER_MEMBERS = {"tokenrequestparams": "param", "authrequestparams": "auth_param"}
# Paths on the machine of whoever wrote the document, and what opens a connection for others.
_OF_A_MACHINE = frozenset({"claims_file", "cert", "ca_cert", "resolve", "proxy", "insecure", "allow_http"})


def propose_settings(draft: Draft, values: Pairs, where: str) -> None:
    """Proposes what names of Postman, of our own export and of people say.

    Args:
        draft: Takes it.
        values: Names and values.
        where: What they are, in words.
    """
    declared = {one.name: one for one in all_parameters()}
    for key, value in values:
        plain = re.sub(r"[^a-z0-9]", "", key.lower())
        name = _NAMES.get(plain) or next((one for one in declared if one.replace("_", "") == plain), "")
        told = f"{key} of {where}"
        if plain == "granttype":
            _propose_grant(draft, value, told)
        elif plain == "clientauthentication":
            draft.put("auth_method", _METHODS.get(value, ""), told)
        elif plain in _ONCE and value not in {"", BRIEF}:
            draft.leave_out(told, "it is good for one token; a run gets its own")
        elif name and name not in _OF_A_MACHINE:
            _propose_value(draft, declared[name], value, told)
        elif plain not in _ITS_OWN and value not in {"", BRIEF}:
            why = "it belongs to one machine" if name else "a profile has no setting for it"
            draft.leave_out(told, f"{why}; give it with --{name.replace('_', '-')}" if name else why)


def _propose_value(draft: Draft, declared: Parameter, value: str, where: str) -> None:
    if declared.secret:
        draft.secret(declared.name, value, where)
    elif declared.kind is Kind.ENDPOINT and draft.variable_in(value) is None:
        propose_endpoint(draft, declared.name, value, where, where=where)
    elif declared.name == "pkce":
        draft.put("pkce", _PKCE.get(value.lower().removeprefix("sha-").replace("-", ""), ""), where)
    elif declared.name == "scope":
        draft.put("scope", tuple(value.split()), where)
    elif declared.repeatable:
        for line in value.splitlines():
            _propose_line(draft, declared, line, where)
    else:
        draft.put(declared.name, value, where)


def _propose_line(draft: Draft, declared: Parameter, line: str, where: str) -> None:
    """One of several values, as our own export writes them below each other."""
    if declared.kind is Kind.HEADER:
        name, _, value = line.partition(":")
        propose_header(draft, name, value.strip(), where)
    elif declared.name in FURTHER_MEMBERS.values():
        name, _, value = line.partition("=")
        propose_further(draft, declared.name, name, value, where)
    else:
        draft.add(declared.name, line, where)


def _propose_grant(draft: Draft, value: str, where: str) -> None:
    known = _GRANTS.get(re.sub(r"[^a-z]", "", value.lower()))
    if known is None:
        propose_grant(draft, value, where)
        return
    draft.put("grant", known, where)
    if value.lower() == "implicit":
        draft.put("response_type", "token", where)
