"""The token request of a profile as another tool can send it: its members in order, with a variable wherever a secret stands."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokencli.app.export_marks import (
    KEYS,
    OURS,
    TRADED,
    Marks,
    in_order,
    marked_settings,
    plain_settings,
    variables_named,
    without_assertion,
)
from tokencli.app.exported import Basic, Exported, Signing, Value
from tokencli.app.find_server import find_server
from tokencli.app.get_token import chosen_method, dry_run
from tokencli.app.wiring import transport_settings
from tokencli.errors import UsageProblem
from tokencli.oauth.client_assertion import TOKEN_ENDPOINT, TYPE
from tokencli.oauth.server import Server
from tokencli.settings.importing.members import credentials_of_query
from tokencli.settings.importing.proposal import holds_credential
from tokencli.settings.origin import Setting
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.wire import form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.runtime.transport import TransportSettings
    from tokencli.settings.resolve import Settings
    from tokencli.wire.message import Request

_SIGNING = frozenset({"private_key_jwt", "client_secret_jwt"})
_OF_THE_CLIENT = frozenset({"host", "content-length", "user-agent", "content-type"})


def export_profile(name: str, listed: Listed, settings: Settings, wiring: Wiring) -> Exported:
    """Makes the token request that a run of a profile sends; nothing is sent, and no secret is read.

    Args:
        name: The profile's name.
        listed: Its grant.
        settings: Its settings.
        wiring: The parts of a run, made without keys.

    Raises:
        UsageProblem: A setting is missing or wrong, or the request cannot be held by a text.
    """
    _refuse_what_no_text_holds(listed, settings)
    ready, signs = _without_signing(without_keys(settings, cert=True), settings, wiring)
    marks = Marks(name, variables_named(settings))
    marked = marked_settings(ready, listed, marks)
    asked, ready, asserted = without_assertion(listed, marked, marks)
    request = dry_run(asked, ready, wiring)
    members = tuple((key, marks.value(value)) for key, value in form.decode(request.body.decode("utf-8", "replace")))
    basic = _basic(request, marks, ready)
    signed = _variable(marked.get("client_assertion"), marks) if signs else ""
    headers = _headers(request, marks, basic)
    values = (*(one for _, one in members), *(one for _, one in headers), *((basic.secret,) if basic else ()))
    return Exported(
        name,
        tuple(plain_settings(settings, marked, marks)),
        request.url,
        headers,
        in_order(members, listed),
        basic,
        _connection(settings),
        (*_of_signing(signed, name), *asserted, *_of_a_sign_in(listed, marked, marks), *_of_the_connection(settings)),
        tuple(dict.fromkeys(one.variable for one in values if one.variable)),
        _signing(settings, request.url, wiring, signed, marks) if signs else None,
    )


def without_keys(settings: Settings, *, cert: bool = False) -> Settings:
    """The settings without the keys and passwords that no request holds, so that nothing reads them.

    Args:
        settings: The settings.
        cert: Whether the name of the client certificate's file is kept.
    """
    dropped = KEYS if cert else KEYS | {"cert"}
    return settings.only({name for name in settings.values if name not in dropped})


def _refuse_what_no_text_holds(listed: Listed, settings: Settings) -> None:
    if settings.get("dpop") or settings.get("dpop_key"):
        raise UsageProblem(
            "a DPoP proof is made anew for every request, so no text can hold it",
            "run the profile itself: tokencli token",
        )
    if listed.name == "id-jag":
        raise UsageProblem(
            "id-jag is two requests, of which the second holds what the first brought", "run the profile itself"
        )
    for name, one in settings.given().items():
        is_url = isinstance(one.value, str) and one.value.startswith(("http://", "https://")) and name != "proxy"
        if is_url and credentials_of_query(one.value.partition("?")[2]):
            raise UsageProblem(
                f"{name.replace('_', ' ')} has a credential in its URL, which the exported text would show",
                "take it out of the URL; --param holds it by a reference: NAME@env:VARIABLE",
            )


def _without_signing(ready: Settings, settings: Settings, wiring: Wiring) -> tuple[Settings, bool]:
    """The settings with an assertion in a variable where the client signs one for every request, and whether it does."""
    server = find_server(ready, ("token_endpoint",), wiring, offline=True)
    method = chosen_method(server if isinstance(server, Server) else Server(), settings).method
    if method not in _SIGNING or settings.get("client_assertion") is not None:
        return ready, False
    ready = ready.with_value("auth_method", Setting("client-assertion", OURS))
    ready = ready.with_value("client_assertion", Setting(SecretReference(Scheme.LITERAL, "x"), OURS))
    return ready.only({one for one in ready.values if one != "client_secret"}), True


def _of_signing(variable: str, name: str) -> Iterable[str]:
    if variable:
        yield f"{variable} is good for a minute; make one with: tokencli make client-assertion -p {name}"


def _signing(settings: Settings, url: str, wiring: Wiring, variable: str, marks: Marks) -> Signing | None:
    """How the client signs, where a few lines can do the same: with the secret, or with a PEM file by a named algorithm."""
    secret, key, alg = (settings.get(name) for name in ("client_secret", "key", "alg"))
    server = find_server(without_keys(settings), ("token_endpoint",), wiring, offline=True)
    wanted = settings.get("assertion_audience")
    issuer = server.issuer if isinstance(server, Server) else ""
    # RFC 10070: the issuer identifier MUST be the sole value of aud; without one the URL that is asked.
    audience = url if wanted == TOKEN_ENDPOINT else wanted or issuer or url
    client_id, typ = str(settings.get("client_id")), str(settings.get("assertion_typ") or TYPE)
    if key is None and secret is not None:
        mark = marks.take("client_secret", secret).argument
        return Signing(variable, client_id, audience, alg or "HS256", typ, "", "", marks.value(mark))
    simple = key is not None and key.scheme is Scheme.FILE and key.argument.endswith((".pem", ".key"))
    if not simple or alg is None or settings.get("key_passphrase") is not None:
        return None
    return Signing(variable, client_id, audience, alg, typ, settings.get("kid") or "", key.argument, Value(""))


def _basic(request: Request, marks: Marks, settings: Settings) -> Basic | None:
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    if scheme != "Basic" or settings.get("client_secret") is None:
        return None
    _, _, secret = base64.b64decode(token).decode().partition(":")
    return Basic(str(settings.get("client_id")), marks.value(secret), settings.get("basic_encoding") != "raw")


def _headers(request: Request, marks: Marks, basic: Basic | None) -> tuple[tuple[str, Value], ...]:
    ours = _OF_THE_CLIENT | ({"authorization"} if basic is not None else set())
    return tuple((key, marks.value(value)) for key, value in request.headers if key.lower() not in ours)


def _connection(settings: Settings) -> TransportSettings:
    """How the server is reached, without a proxy that is given with its password."""
    connection = transport_settings(settings)
    return replace(connection, proxy=None) if connection.proxy and holds_credential(connection.proxy) else connection


def _of_the_connection(settings: Settings) -> Iterable[str]:
    if settings.get("proxy") and holds_credential(settings.get("proxy")):
        yield "The proxy is left out, since it has a password; set HTTPS_PROXY to it"
    key = settings.get("cert_key")
    if key is not None and key.scheme is not Scheme.FILE:
        yield "The key of the client certificate is in no file, so it is left out; save it, and name the file"


def _of_a_sign_in(listed: Listed, marked: Settings, marks: Marks) -> Iterable[str]:
    if listed.name not in TRADED:
        return
    brought = " and ".join(_variable(marked.get(name), marks) for name in TRADED[listed.name])
    if listed.name != "authorization-code":
        yield f"{brought} comes from the request before this one, which is not in here"
        return
    yield f"{brought} come from a sign-in; begin one with: tokencli make authorize-url -p {marks.profile}"
    redirect_uri = marks.value(str(marked.get("redirect_uri"))).variable
    if redirect_uri:
        yield f"{redirect_uri} is the one of that sign-in (RFC 6749 section 4.1.3)"


def _variable(mark: Any, marks: Marks) -> str:
    return marks.value(mark.argument).variable if isinstance(mark, SecretReference) else ""
