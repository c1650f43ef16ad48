"""An environment or a collection of Postman (collection format 2.0 and 2.1): its variables, its OAuth 2.0 settings, its token requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tokencli.settings.importing.members import grant_of, propose_authorization_members, propose_token_members
from tokencli.settings.importing.postman_settings import FURTHER_MEMBERS, propose_settings
from tokencli.settings.importing.postman_values import listed_values, read_document
from tokencli.settings.importing.proposal import Draft
from tokencli.settings.importing.request import propose_header, propose_request
from tokencli.wire.credentials import write_basic
from tokencli.wire.message import FORM_MEDIA_TYPE, build_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokencli.settings.importing.postman_values import Pairs
    from tokencli.settings.importing.proposal import Proposal

_SERVERS = (
    "issuer",
    "token_endpoint",
    "authorization_endpoint",
    "device_authorization_endpoint",
    "backchannel_authentication_endpoint",
)
_VARIABLE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_DEEPEST = 40  # folders in folders


def recognise(text: str) -> bool:
    """Whether a text is a document of Postman."""
    document = read_document(text)
    return "_postman_variable_scope" in document or isinstance(document.get("info"), dict) or _is_environment(document)


def read(text: str, environment: Mapping[str, str]) -> tuple[Proposal, ...]:
    """A proposal for an environment; for a collection one for each way to get tokens in it."""
    document = read_document(text)
    if _is_environment(document):
        draft = _draft({})
        propose_settings(draft, listed_values(document.get("values")), "the environment")
        return _all_that_say_something([draft])
    known = {**dict(listed_values(document.get("variable"))), **environment}
    return _all_that_say_something(_drafts(document, known, (), 0))


def _is_environment(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("values"), list) and "item" not in document


def _draft(known: Mapping[str, str]) -> Draft:
    return Draft(lambda text: _variable_in(text, known), lambda text: _variable_name(text, known))


def _variable_in(text: str, known: Mapping[str, str]) -> str | None:
    return next((found[0] for found in _VARIABLE.finditer(text) if found[1] not in known), None)


def _variable_name(text: str, known: Mapping[str, str]) -> str | None:
    whole = _VARIABLE.fullmatch(text)
    return None if whole is None or whole[1] in known else re.sub(r"\W", "_", whole[1], flags=re.ASCII).upper()


def _filled(values: Pairs, known: Mapping[str, str]) -> Pairs:
    return tuple((name, _fill(value, known)) for name, value in values)


def _fill(text: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: known.get(match[1], match[0]), text)


def _drafts(document: Mapping[str, Any], known: Mapping[str, str], basic: Pairs, depth: int) -> Iterator[Draft]:
    """A draft for each block of settings, and for each token request that is written out.

    Args:
        document: The collection, a folder or an item.
        known: The variables that have a value.
        basic: User and password of the Basic authentication that holds here, as a folder hands it down.
        depth: In how many folders it stands.
    """
    where = str(document.get("name") or "the collection")
    request = document.get("request")
    for holder in (document, request):
        auth = holder.get("auth") if isinstance(holder, dict) else None
        if not isinstance(auth, dict):
            continue
        if auth.get("type") == "oauth2":
            yield from _settings(auth.get("oauth2"), known, where)
        basic = _filled(listed_values(auth.get("basic")), known) if auth.get("type") == "basic" else ()
    if isinstance(request, dict):
        yield from _token_request(request, known, basic, where)
    inside = document.get("item")
    if isinstance(inside, list) and depth < _DEEPEST:
        for one in inside:
            if isinstance(one, dict):
                yield from _drafts(one, known, basic, depth + 1)


def _settings(block: Any, known: Mapping[str, str], where: str) -> Iterator[Draft]:
    """The settings of an authorization, which format 2.1 lists and format 2.0 names."""
    draft = _draft(known)
    propose_settings(draft, _filled(listed_values(block), known), f"the authorization of {where}")
    further = (
        ((one.get("key"), one.get("value")) for one in block if isinstance(one, dict))
        if isinstance(block, list)
        else ()
    )
    for key, value in further:
        setting = FURTHER_MEMBERS.get(str(key).lower())
        if setting and isinstance(value, list):
            _propose_members(draft, setting, value, known, f"{key} of {where}")
        elif str(key).lower() == "refreshrequestparams" and isinstance(value, list) and listed_values(value):
            draft.leave_out(f"{key} of {where}", "a profile has no members for renewals alone")
    yield draft


def _propose_members(draft: Draft, setting: str, listed: list[Any], known: Mapping[str, str], where: str) -> None:
    in_header = [one for one in listed if isinstance(one, dict) and one.get("send_as") == "request_header"]
    for name, value in _filled(listed_values(in_header), known):
        propose_header(draft, name, value, f"{name} in {where}")
    members = _filled(listed_values([one for one in listed if one not in in_header]), known)
    if setting == "auth_param":
        propose_authorization_members(draft, members, lambda name: f"{name} in {where}")
    else:
        propose_token_members(draft, grant_of(draft), members, lambda name: f"{name} in {where}")


def _token_request(request: Mapping[str, Any], known: Mapping[str, str], basic: Pairs, where: str) -> Iterator[Draft]:
    url = request.get("url")
    raw = url.get("raw") if isinstance(url, dict) else url
    body = _form(request.get("body"), known)
    if not isinstance(raw, str) or not body:
        return
    headers = _filled(listed_values(request.get("header")), known)
    user = dict(basic)
    if user and not any(name.lower() == "authorization" for name, _ in headers):
        headers = (*headers, ("Authorization", write_basic(user.get("username", ""), user.get("password", ""))))
    draft = _draft(known)
    kept = tuple(one for one in headers if one[0].lower() != "content-type")
    sent = build_request(
        "POST", _fill(raw, known), (("Content-Type", FORM_MEDIA_TYPE), *kept), body.encode("utf-8", "replace")
    )
    if propose_request(draft, sent, f"the request {where}"):
        yield draft


def _form(body: Any, known: Mapping[str, str]) -> str:
    """The form that a body is; empty when it is none."""
    if not isinstance(body, dict):
        return ""
    if body.get("mode") == "urlencoded":
        return urlencode(_filled(listed_values(body.get("urlencoded")), known), errors="replace")
    text = _fill(str(body.get("raw") or ""), known) if body.get("mode") == "raw" else ""
    return text if re.match(r"[\w.%-]+=", text) else ""


def _all_that_say_something(drafts: Iterator[Draft] | list[Draft]) -> tuple[Proposal, ...]:
    """The proposals that name a server, or the variable in which it stands, the same one once."""
    found: dict[object, Proposal] = {}
    for number, draft in enumerate(drafts, 1):
        proposal = draft.done(number)
        if any(draft.has(name) for name in (*_SERVERS, "provider")) or any(map(_names_a_server, proposal.left_out)):
            found.setdefault(proposal.identity, proposal)
    return tuple(found.values())


def _names_a_server(left_out: str) -> bool:
    return left_out.startswith(tuple(f"{name} (" for name in _SERVERS)) and "variable" in left_out
