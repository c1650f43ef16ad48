"""An environment or a collection of Postman (collection format 2.0 and 2.1): its variables, its OAuth 2.0 settings, its token requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tokencli.settings.importing.members import propose_grant
from tokencli.settings.importing.proposal import Draft
from tokencli.settings.importing.request import propose_request
from tokencli.settings.model import all_parameters
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import FORM_MEDIA_TYPE, build_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.importing.proposal import Proposal

_VARIABLE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_DEEPEST = 40  # folders in folders
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
# What Postman keeps for itself, or gets anew for every token.
_ITS_OWN = frozenset(
    {
        "tokenname", "addtokento", "headerprefix", "usebrowser", "accesstoken", "tokentype", "state", "codeverifier", "id", "name",
        "refreshrequestparams", "tokenrequestparams", "authrequestparams", "refreshtokenurl", "useidtoken", "authorizeusingbrowser",
    }
)  # fmt: skip


def recognise(text: str) -> bool:
    """Whether a text is a document of Postman."""
    document = _document(text)
    return "_postman_variable_scope" in document or isinstance(document.get("info"), dict) or _is_environment(document)


def read(text: str, environment: Mapping[str, str]) -> tuple[Proposal, ...]:
    """A proposal for an environment; for a collection one for each way to get tokens in it."""
    document = _document(text)
    if _is_environment(document):
        draft = _draft({})
        _propose_values(draft, _variables(document.get("values")), "the environment")
        return _all_that_say_something([draft])
    known = {**_variables(document.get("variable")), **environment}
    return _all_that_say_something(_drafts(document, known, 0))


def _document(text: str) -> dict[str, Any]:
    read_text = read_json(text.encode("utf-8", "surrogatepass"))
    return read_text.value if isinstance(read_text, JsonText) and isinstance(read_text.value, dict) else {}


def _is_environment(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("values"), list) and "item" not in document


def _variables(values: Any) -> dict[str, str]:
    found = (one for one in values if isinstance(one, dict)) if isinstance(values, list) else ()
    return {
        str(one["key"]): str(one["value"])
        for one in found
        if one.get("enabled", True) and "key" in one and isinstance(one.get("value"), str | int | float)
    }


def _draft(known: Mapping[str, str]) -> Draft:
    return Draft(lambda text: _variable_in(text, known), lambda text: _variable_name(text, known))


def _variable_in(text: str, known: Mapping[str, str]) -> str | None:
    return next((found[0] for found in _VARIABLE.finditer(text) if found[1] not in known), None)


def _variable_name(text: str, known: Mapping[str, str]) -> str | None:
    whole = _VARIABLE.fullmatch(text)
    return None if whole is None or whole[1] in known else re.sub(r"\W", "_", whole[1]).upper()


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: known.get(match[1], match[0]), text)


def _drafts(document: Mapping[str, Any], known: Mapping[str, str], depth: int) -> Iterator[Draft]:
    """A draft for each block of settings, and for each token request that is written out."""
    where = str(document.get("name") or "the collection")
    for holder in (document, document.get("request")):
        auth = holder.get("auth") if isinstance(holder, dict) else None
        if isinstance(auth, dict) and auth.get("type") == "oauth2":
            draft = _draft(known)
            _propose_values(draft, _oauth2(auth.get("oauth2"), known), f"the authorization of {where}")
            yield draft
    request = document.get("request")
    if isinstance(request, dict):
        yield from _token_request(request, known, where)
    inside = document.get("item")
    if isinstance(inside, list) and depth < _DEEPEST:
        for one in inside:
            if isinstance(one, dict):
                yield from _drafts(one, known, depth + 1)


def _oauth2(block: Any, known: Mapping[str, str]) -> dict[str, str]:
    """The settings of an authorization, which format 2.1 lists and format 2.0 names."""
    if isinstance(block, dict):
        block = [{"key": key, "value": value} for key, value in block.items()]
    return {name: _filled(value, known) for name, value in _variables(block).items()}


def _token_request(request: Mapping[str, Any], known: Mapping[str, str], where: str) -> Iterator[Draft]:
    url = request.get("url")
    raw = url.get("raw") if isinstance(url, dict) else url
    body = request.get("body")
    if not isinstance(raw, str) or not isinstance(body, dict) or body.get("mode") != "urlencoded":
        return
    form = {name: _filled(value, known) for name, value in _variables(body.get("urlencoded")).items()}
    headers = tuple((name, _filled(value, known)) for name, value in _variables(request.get("header")).items())
    if "grant_type" in form:
        draft = _draft(known)
        kind = (("Content-Type", FORM_MEDIA_TYPE),)
        sent = build_request("POST", _filled(raw, known), (*kind, *headers), urlencode(form).encode())
        if propose_request(draft, sent, f"the request {where}"):
            yield draft


def _propose_values(draft: Draft, values: Mapping[str, str], where: str) -> None:
    declared = {one.name: one for one in all_parameters()}
    for key, value in values.items():
        plain = re.sub(r"[^a-z0-9]", "", key.lower())
        name = _NAMES.get(plain) or next((one for one in declared if one.replace("_", "") == plain), "")
        if plain == "granttype":
            _propose_grant(draft, value, f"{key} of {where}")
        elif plain == "clientauthentication":
            draft.put("auth_method", _METHODS.get(value, ""), f"{key} of {where}")
        elif name:
            _propose_value(draft, declared[name], value, f"{key} of {where}")
        elif plain not in _ITS_OWN and value:
            draft.leave_out(f"{key} ({where})", "a profile has no setting for it")


def _propose_value(draft: Draft, declared: Parameter, value: str, where: str) -> None:
    if declared.secret:
        draft.secret(declared.name, value, where)
    elif declared.name == "pkce":
        draft.put("pkce", _PKCE.get(value.lower().removeprefix("sha-").replace("-", ""), ""), where)
    elif declared.name == "scope":
        draft.put("scope", tuple(value.split()), where)
    elif declared.repeatable:
        draft.put(declared.name, tuple(value.splitlines()), where)
    else:
        draft.put(declared.name, value, where)


def _propose_grant(draft: Draft, value: str, where: str) -> None:
    known = _GRANTS.get(re.sub(r"[^a-z]", "", value.lower()))
    if known is None:
        propose_grant(draft, value, where)
        return
    draft.put("grant", known, where)
    if value.lower() == "implicit":
        draft.put("response_type", "token", where)


def _all_that_say_something(drafts: Iterator[Draft] | list[Draft]) -> tuple[Proposal, ...]:
    """The proposals that name a server, the same one once."""
    found: dict[object, Proposal] = {}
    for number, draft in enumerate(drafts, 1):
        if any(draft.has(name) for name in ("issuer", "token_endpoint", "authorization_endpoint", "provider")):
            proposal = draft.done(number)
            found.setdefault(proposal.identity, proposal)
    return tuple(found.values())
