"""What a request in a capture is for, judged by its URL and its members; most requests of a capture are for nothing of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli.wire import form
from tokencli.wire.exchange import Purpose
from tokencli.wire.json_text import JsonText, read_json
from tokencli.wire.message import FORM_MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.wire.message import Request, Response

_METADATA = re.compile(r"/\.well-known/(?:openid-configuration|oauth-authorization-server|oauth-protected-resource)")
_KEYS = re.compile(r"/(?:jwks(?:\.json)?|certs|keys|jwk)/?$|/discovery/(?:v2\.0/)?keys")
_TOKEN = re.compile(r"/(?:oauth2?/)?(?:v\d[^/]*/)?(?:access_?)?tokens?/?$|/oauth2?\.(?:v2\.)?access$", re.IGNORECASE)
_PUSHED = re.compile(r"/(?:par|as/par|pushed[_-]authorization[^/]*|request)/?$", re.IGNORECASE)
_DEVICE = re.compile(
    r"/(?:device[_-]?(?:authorization|authorize|code)?|auth/device|device/auth(?:ori[sz]e)?)(?:/code)?/?$",
    re.IGNORECASE,
)
_BACKCHANNEL = re.compile(r"/(?:bc-authori[sz]e|backchannel(?:[/_-]?auth\w*)?|ciba/auth\w*)/?$", re.IGNORECASE)
_INTROSPECTION = re.compile(r"/introspect(?:ion)?/?$", re.IGNORECASE)
_REVOCATION = re.compile(r"/revo(?:ke|cation)/?$", re.IGNORECASE)
_AUTHORIZE = re.compile(r"/(?:authori[sz]e|authorization|auth)/?$|/oauth2/(?:v2/)?auth$", re.IGNORECASE)
_OF_A_TOKEN = frozenset({"bearer", "dpop", "token"})  # the last is how GitHub and others write it
_BROUGHT = frozenset({"code", "error", "id_token", "access_token", "response"})
_BESIDE = frozenset({"state", "iss", "session_state", "error_description", "id_token", "token_type", "response"})
_ANSWERED_FOR_BROWSERS = frozenset(
    {
        "login_required",
        "consent_required",
        "interaction_required",
        "unsupported_response_type",
        "account_selection_required",
        # What a client said to the answer that a browser brought.
        "mismatching_state",
        "authorization_request_not_found",
    }
)


def purpose_of(request: Request, response: Response | None = None) -> Purpose | None:
    """What a request is for; None when it has nothing to do with OAuth.

    Args:
        request: The request.
        response: The answer, where one is there; it tells a call to an API.
    """
    parts = urlsplit(request.url)
    # A browser asks with it whether it may ask; it never carries a token or a member of the protocol.
    if request.method == "OPTIONS":
        return None
    if request.method in {"GET", ""} and _METADATA.search(parts.path):
        return Purpose.METADATA
    asked = {**dict(form.decode(parts.query)), **members_of_body(request)}
    if "grant_type" in asked:
        return Purpose.TOKEN
    if request.method == "POST" and (found := _posted(parts.path, asked, request)) is not None:
        return found
    if "client_id" in asked and (
        {"response_type", "request_uri", "request"} & set(asked) or _AUTHORIZE.search(parts.path)
    ):
        return Purpose.AUTHORIZATION
    if request.method == "GET" and _KEYS.search(parts.path):
        return Purpose.KEYS
    return Purpose.RESOURCE if _calls_an_api(request, response) else None


def _posted(path: str, asked: Mapping[str, str], request: Request) -> Purpose | None:
    by_a_client = "client_id" in asked or request.header("authorization") is not None
    if "client_id" in asked and "response_type" in asked:
        return Purpose.PUSHED_AUTHORIZATION if _PUSHED.search(path) else Purpose.AUTHORIZATION
    if _INTROSPECTION.search(path) and "token" in asked:
        return Purpose.INTROSPECTION
    if _REVOCATION.search(path) and "token" in asked:
        return Purpose.REVOCATION
    if _DEVICE.search(path) and by_a_client:
        return Purpose.DEVICE_AUTHORIZATION
    if _BACKCHANNEL.search(path) and by_a_client:
        return Purpose.BACKCHANNEL_AUTHENTICATION
    return Purpose.TOKEN if _TOKEN.search(path) else None


def _calls_an_api(request: Request, response: Response | None) -> bool:
    refused = response is not None and response.status in {401, 403}
    challenged = response is not None and response.header("www-authenticate") is not None
    return refused and (carries_token(request) or challenged)


def carries_token(request: Request) -> bool:
    """Whether a request shows an access token in its header."""
    return (request.header("authorization") or "").partition(" ")[0].lower() in _OF_A_TOKEN


def members_of_body(request: Request) -> dict[str, str]:
    """The members of a body, be it a form or, against the specification, JSON; texts only."""
    if not request.body:
        return {}
    media_type = (request.header("content-type") or "").lower()
    if "json" in media_type or request.body.lstrip().startswith(b"{"):
        document = read_json(request.body)
        told = document.value if isinstance(document, JsonText) and isinstance(document.value, dict) else {}
        return {name: value for name, value in told.items() if isinstance(value, str)}
    if media_type and not media_type.startswith(FORM_MEDIA_TYPE):
        return {}
    return dict(form.decode(request.body.decode("utf-8", "replace")))


def brought_back(request: Request) -> bool:
    """Whether a request is a browser's that brings the answer of an authorization server to the client."""
    parts = urlsplit(request.url)
    asked = {*dict(form.decode(parts.query)), *dict(form.decode(parts.fragment))}
    if request.method == "POST":
        asked |= set(members_of_body(request))
    if asked & {"grant_type", "response_type", "client_secret"} or not asked & _BROUGHT:
        return False
    if "client_id" in asked:  # as the error page of an authorization server names the client; else it is a request
        return "error" in asked
    return bool(asked & _BESIDE) or asked <= {"code", "error", "scope"}


def readable(url: str) -> bool:
    """Whether a URL can be taken apart; brackets that are no IPv6 address and ports that are no number cannot."""
    try:
        return urlsplit(url).port != -1
    except ValueError:
        return False


def purpose_of_answer(error: str, response: Response) -> Purpose:
    """What the request of an answer was for, when the answer alone is seen."""
    if error in _ANSWERED_FOR_BROWSERS:
        return Purpose.AUTHORIZATION
    challenge = (response.header("www-authenticate") or "").lower()
    bearer = challenge.startswith(("bearer", "dpop")) and not response.body.lstrip().startswith(b'{"error')
    of_an_api = bearer or (not error and not challenge and _is_an_apis(response))
    return Purpose.RESOURCE if error in {"invalid_token", "insufficient_scope"} or of_an_api else Purpose.TOKEN


def _is_an_apis(response: Response) -> bool:
    """Whether a refusal is JSON in a form of its own: RFC 6749 section 5.2 requires `error` of a token endpoint."""
    if response.status not in {401, 403}:
        return False
    document = read_json(response.body)
    return isinstance(document, JsonText) and isinstance(document.value, dict) and "error" not in document.value
