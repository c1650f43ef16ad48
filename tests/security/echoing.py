"""Answers that repeat every secret in every spelling, each in another place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.faults.server import JSON_TYPE, NO_STORE, reset_after, respond
from tests.security.canary import spellings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.server import Line
    from tests.security.canary import Canary

Behaviour = "Callable[[Line], None]"


def _jwt(claims: dict[str, Any]) -> str:
    import base64

    parts = (json.dumps(part).encode() for part in ({"alg": "RS256"}, claims))
    return ".".join((*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), "c2ln"))


def answers(canaries: tuple[Canary, ...]) -> dict[str, Callable[[Line], None]]:
    """The answers by the place where they repeat the secrets."""
    every = [spelling for one in canaries for spelling in spellings(one.secret)]
    text = " | ".join(every)
    plain = " | ".join(one.secret for one in canaries)
    line = text.replace("\n", " ")
    field = " | ".join(one for one in every if "\\" not in one).replace("\n", " ")  # a backslash is an escape there too
    location = "https://" + quote(plain) + ".example/" + quote(plain) + "?error=" + quote(plain) + "#" + quote(plain)
    refused = {"error": "invalid_client", "error_description": text}
    tokens = {"access_token": "opaque-token", "token_type": "Bearer", "expires_in": 60}
    page = f"<html><head><title>{text}</title></head><body><h1>{text}</h1>{text}</body></html>".encode()
    html = ("Content-Type", "text/html; charset=utf-8")
    return {
        "description": respond(400, refused),
        "error code": respond(400, {"error": line}),
        "error uri": respond(400, {"error": "invalid_grant", "error_uri": "https://as.example/?why=" + line}),
        "further members": respond(400, {"error": "invalid_scope", "debug": {"deep": [text, {text: text}]}, text: 1}),
        "written as it is": respond(400, json.dumps(refused, ensure_ascii=False)),
        "headers": respond(
            401,
            {"error": "invalid_client"},
            JSON_TYPE,
            NO_STORE,
            ("WWW-Authenticate", f'Basic realm="{field}", error_description="{field}"'),
            ("X-Debug", line),
            ("Set-Cookie", line),
            ("Link", line),
        ),
        "page": respond(200, page, html),
        "page of a fault": respond(500, page, html),
        "redirect": respond(302, b"", ("Location", location)),
        "redirect to nowhere": respond(302, b"", ("Location", f"https://[{line}")),
        "broken JSON": respond(200, ('{"access_token": ' + json.dumps(text) + ', "scope" ' + text).encode()),
        "JSON of another kind": respond(200, [text]),
        "form": respond(400, f"error=x&error_description={quote(text)}", ("Content-Type", "text/plain")),
        "words around tokens": respond(200, {**tokens, "scope": line, "token_type": line, "note": text}),
        "odd lifetime": respond(200, {**tokens, "expires_in": plain}),
        "claims of a token": respond(200, {**tokens, "access_token": _jwt({"aud": [text], "sub": text, "more": text})}),
        "claims of an ID token": respond(200, {**tokens, "id_token": _jwt({"iss": plain, "aud": plain, "sub": plain})}),
        "broken off": reset_after(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + text.encode()),
        "no HTTP": reset_after(line.encode() + b"\r\n\r\n"),
        "broken header": reset_after(b"HTTP/1.1 200 OK\r\n" + line.encode() + b"\r\n\r\n"),
        "reset": reset_after(),
    }


PLACES = tuple(answers(()))
