"""The token request of a profile as another tool can send it: its members in order, with a variable wherever a secret stands."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from tokencli.app.find_server import find_server
from tokencli.app.get_token import chosen_method, dry_run
from tokencli.app.wiring import transport_settings
from tokencli.errors import UsageProblem
from tokencli.oauth.client_assertion import TOKEN_ENDPOINT, TYPE
from tokencli.oauth.grants import find_grant
from tokencli.oauth.parameter import parameters_of
from tokencli.oauth.server import Server
from tokencli.settings.importing.members import is_secret_member
from tokencli.settings.importing.proposal import holds_credential
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.wire import form
from tokencli.wire.redaction import is_secret_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.runtime.transport import TransportSettings
    from tokencli.settings.resolve import Settings
    from tokencli.wire.message import Request

_OURS = Origin(Source.DEFAULT, "tokencli profile export")
_SIGNING = frozenset({"private_key_jwt", "client_secret_jwt"})
ASSERTION_VARIABLE = "CLIENT_ASSERTION"
# What a grant trades that no profile holds: the exported request has a variable for it.
_TRADED = {
    "authorization-code": ("code", "code_verifier"),
    "device-code": ("device_code",),
    "ciba": ("auth_req_id",),
}
# Grants whose assertion is looked into, so that no mark can stand for it; any other grant takes it as it is.
_ASSERTED = {
    "jwt-bearer": "ASSERTION is a signed JWT (RFC 7523 section 2.1), good for a few minutes",
    "saml2-bearer": "ASSERTION is a SAML 2.0 assertion in base64url (RFC 7522 section 2.1), good for a few minutes",
}
# They are read by whoever signs or connects, and stand in no request.
_KEYS = frozenset({"key", "key_passphrase", "cert_key", "cert_passphrase"})
_OF_THE_CLIENT = frozenset({"host", "content-length", "user-agent", "content-type"})
_ONE_MACHINE = frozenset({"cert", "ca_cert", "resolve"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the request.

    Attributes:
        text: The text; empty where a variable stands.
        variable: The name of the variable; empty where the text itself stands.
        before: What stands before the variable: the name of a member or header, in a setting that holds such.
    """

    text: str
    variable: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Basic:
    """Basic authentication of the request.

    Attributes:
        client_id: The client.
        secret: Its secret.
        encoded: Whether both are form-encoded first (RFC 6749 section 2.3.1).
    """

    client_id: str
    secret: Value
    encoded: bool


@dataclass(frozen=True, slots=True)
class Signing:
    """A client assertion that a program can sign by itself (RFC 7523 section 3).

    Attributes:
        client_id: The client, which is issuer and subject.
        audience: Whom it is for.
        alg: The algorithm.
        typ: Its type.
        kid: The key's identifier; empty when there is none.
        key_file: The PEM file of the private key; empty where the client secret signs.
        secret: The client secret; without text and variable where a key signs.
    """

    client_id: str
    audience: str
    alg: str
    typ: str
    kid: str
    key_file: str
    secret: Value


@dataclass(frozen=True, slots=True)
class Exported:
    """A token request for another tool.

    Attributes:
        name: The profile.
        settings: The profile's settings by name, without its keys; what may be given several times has several values.
        url: The token endpoint.
        headers: Header fields that no tool sends of its own accord.
        members: The members of the form, in order.
        basic: Basic authentication; None where the client shows itself otherwise.
        connection: How the server is reached.
        notes: What must be known to use it.
        variables: The variables that must be set.
        signing: How the assertion in the variable `CLIENT_ASSERTION` is signed; None where there is none, or where that is
            not simple.
    """

    name: str
    settings: tuple[tuple[str, tuple[Value, ...]], ...]
    url: str
    headers: tuple[tuple[str, Value], ...]
    members: tuple[tuple[str, Value], ...]
    basic: Basic | None
    connection: TransportSettings
    notes: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    signing: Signing | None = None


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
    ready, signing = _without_signing(without_keys(settings, cert=True), settings, wiring)
    ready, marks = _marked(ready, listed)
    asked, ready, asserted = _without_assertion(listed, ready, marks)
    request = dry_run(asked, ready, wiring)
    members = tuple((key, _value(value, marks)) for key, value in form.decode(request.body.decode("utf-8", "replace")))
    basic = _basic(request, marks, ready)
    headers = _headers(request, marks, basic)
    values = (*(one for _, one in members), *(one for _, one in headers), *((basic.secret,) if basic else ()))
    return Exported(
        name,
        tuple(_said(settings, ready, marks)),
        request.url,
        headers,
        _in_order(members, listed),
        basic,
        _connection(settings),
        (*signing, *asserted, *_of_a_sign_in(listed, settings, name), *_of_the_connection(settings)),
        tuple(dict.fromkeys(one.variable for one in values if one.variable)),
        _signing(settings, request.url, wiring) if signing else None,
    )


def without_keys(settings: Settings, *, cert: bool = False) -> Settings:
    """The settings without the keys and passwords that no request holds, so that nothing reads them.

    Args:
        settings: The settings.
        cert: Whether the name of the client certificate's file is kept.
    """
    dropped = _KEYS if cert else _KEYS | {"cert"}
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
        if (
            isinstance(one.value, str)
            and one.value.startswith("http")
            and holds_credential(one.value, in_query=True)
            and name != "proxy"
        ):
            raise UsageProblem(
                f"{name.replace('_', ' ')} has a credential in its URL, which the exported text would show",
                "take it out of the URL; --param holds it by a reference: NAME@env:VARIABLE",
            )


def _without_signing(ready: Settings, settings: Settings, wiring: Wiring) -> tuple[Settings, tuple[str, ...]]:
    """The settings with an assertion in a variable where the client signs one for every request."""
    server = find_server(ready, ("token_endpoint",), wiring, offline=True)
    method = chosen_method(server if isinstance(server, Server) else Server(), settings).method
    if method not in _SIGNING or settings.get("client_assertion") is not None:
        return ready, ()
    name = settings.profile or "PROFILE"
    ready = ready.with_value("auth_method", Setting("client-assertion", _OURS))
    ready = ready.with_value("client_assertion", Setting(SecretReference(Scheme.LITERAL, "x"), _OURS))
    ready = ready.only({one for one in ready.values if one != "client_secret"})
    return ready, (
        f"{ASSERTION_VARIABLE} is good for a minute; make one with: tokencli make client-assertion -p {name}",
    )


def _signing(settings: Settings, url: str, wiring: Wiring) -> Signing | None:
    """How the client signs, where a few lines can do the same: with the secret, or with a PEM file by a named algorithm."""
    secret, key, alg = (settings.get(name) for name in ("client_secret", "key", "alg"))
    server = find_server(without_keys(settings), ("token_endpoint",), wiring, offline=True)
    wanted = settings.get("assertion_audience")
    issuer = server.issuer if isinstance(server, Server) else ""
    # RFC 10070: the issuer identifier MUST be the sole value of aud; without one the URL that is asked.
    audience = url if wanted == TOKEN_ENDPOINT else wanted or issuer or url
    client_id, typ = str(settings.get("client_id")), str(settings.get("assertion_typ") or TYPE)
    if key is None and secret is not None:
        named = secret.argument if secret.scheme is Scheme.ENV else "CLIENT_SECRET"
        return Signing(client_id, audience, alg or "HS256", typ, "", "", Value("", named))
    simple = key is not None and key.scheme is Scheme.FILE and key.argument.endswith((".pem", ".key"))
    if not simple or alg is None or settings.get("key_passphrase") is not None:
        return None
    return Signing(client_id, audience, alg, typ, settings.get("kid") or "", key.argument, Value(""))


def _marked(settings: Settings, listed: Listed) -> tuple[Settings, dict[str, str]]:
    """The settings with a mark for each secret, and the variable that each mark stands for."""
    marks: dict[str, str] = {}
    named: dict[str, str] = {}
    secret = {one.name for one in parameters_of(listed.load()) if one.secret and one.required}
    secret |= set(_TRADED.get(listed.name, ()))
    if listed.name == "authorization-code" and settings.get("redirect_uri") is None:
        settings = settings.with_value(
            "redirect_uri", Setting(_mark("redirect_uri", marks, "https://").argument, _OURS)
        )
    for name, one in settings.values.items():
        if isinstance(one.value, SecretReference):
            secret.add(name)
            named |= {name: one.value.argument} if one.value.scheme is Scheme.ENV else {}
        elif isinstance(one.value, tuple) and any(isinstance(pair, tuple) for pair in one.value):
            pairs = tuple(_marked_pair(name, pair, marks) for pair in one.value)
            settings = settings.with_value(name, replace(one, value=pairs))
    for name in sorted(secret):
        settings = settings.with_value(name, Setting(_mark(named.get(name, name), marks), _OURS))
    return settings, marks


def _without_assertion(
    listed: Listed, settings: Settings, marks: dict[str, str]
) -> tuple[Listed, Settings, tuple[str, ...]]:
    """The grant as one of the server's own, which takes a mark for an assertion; any other grant as it is."""
    if listed.name not in _ASSERTED:
        return listed, settings, ()
    given = settings.get("assertion")
    mark = given if isinstance(given, SecretReference) else _mark("assertion", marks)
    params = (("assertion", mark), *(settings.get("param") or ()))
    settings = settings.with_value("param", Setting(params, _OURS))
    settings = settings.with_value("grant_type", Setting(listed.load().registered, _OURS))
    return find_grant("custom"), settings, (_ASSERTED[listed.name],)


def _in_order(members: tuple[tuple[str, Value], ...], listed: Listed) -> tuple[tuple[str, Value], ...]:
    """An assertion stands right after the grant type, as a run sends it."""
    if listed.name not in _ASSERTED:
        return members
    first = next(index for index, (name, _) in enumerate(members) if name == "assertion")
    return (members[0], members[first], *members[1:first], *members[first + 1 :])


def _marked_pair(setting: str, pair: Any, marks: dict[str, str]) -> Any:
    if not isinstance(pair, tuple):
        return pair
    name, value = pair
    if isinstance(value, SecretReference):
        return name, _mark(value.argument if value.scheme is Scheme.ENV else name, marks)
    known = is_secret_header(name) if setting == "header" else is_secret_member(name)
    if not known and not holds_credential(value):
        return pair
    mark = _mark(name, marks)
    return name, mark.argument if setting == "header" else mark


def _mark(name: str, marks: dict[str, str], before: str = "") -> SecretReference:
    """A text that no encoding changes and no rule refuses, long enough for a verifier (RFC 7636 section 4.1)."""
    mark = f"{before}tokencli-export-{len(marks):03}-".ljust(48, "0")
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    marks[mark] = (
        plain if name.isidentifier() and name.isascii() and name.isupper() else re.sub(r"^(?=\d)", "_", plain.upper())
    )
    return SecretReference(Scheme.LITERAL, mark)


def _value(text: str, marks: dict[str, str]) -> Value:
    return Value("", marks[text]) if text in marks else Value(text)


def _basic(request: Request, marks: dict[str, str], settings: Settings) -> Basic | None:
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    if scheme != "Basic" or settings.get("client_secret") is None:
        return None
    _, _, secret = base64.b64decode(token).decode().partition(":")
    return Basic(str(settings.get("client_id")), _value(secret, marks), settings.get("basic_encoding") != "raw")


def _headers(request: Request, marks: dict[str, str], basic: Basic | None) -> tuple[tuple[str, Value], ...]:
    ours = _OF_THE_CLIENT | ({"authorization"} if basic is not None else set())
    return tuple((key, _value(value, marks)) for key, value in request.headers if key.lower() not in ours)


def _said(settings: Settings, ready: Settings, marks: dict[str, str]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """What a profile says, with variables for its secrets and without its keys."""
    for name, one in settings.given().items():
        if name in _KEYS | _ONE_MACHINE | {"proxy"} or (name == "client_secret" and name not in ready.values):
            continue
        was = ready.values[name].value if isinstance(one.value, SecretReference) else one.value
        marked = ready.get(name) if isinstance(was, tuple) and name != "param" else was
        if name == "param":
            marked = tuple(pair for pair in ready.get("param") if pair[0] != "assertion" or pair in one.value)
        yield name, _values(name, marked, marks)


def _values(name: str, value: Any, marks: dict[str, str]) -> tuple[Value, ...]:
    if isinstance(value, SecretReference):
        return (_value(value.argument, marks),)
    if not isinstance(value, tuple):
        return (Value(str(value).lower() if isinstance(value, bool) else str(value)),)
    return tuple(_pair_value(": " if name == "header" else "=", one, marks) for one in value)


def _pair_value(between: str, one: Any, marks: dict[str, str]) -> Value:
    if not isinstance(one, tuple):
        return Value(str(one))
    name, value = one
    told = _value(value.argument if isinstance(value, SecretReference) else str(value), marks)
    return replace(told, before=f"{name}{between}") if told.variable else Value(f"{name}{between}{told.text}")


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


def _of_a_sign_in(listed: Listed, settings: Settings, name: str) -> Iterable[str]:
    if listed.name == "authorization-code":
        yield f"CODE and CODE_VERIFIER come from a sign-in; begin one with: tokencli make authorize-url -p {name}"
        if settings.get("redirect_uri") is None:
            yield "REDIRECT_URI is the one of that sign-in (RFC 6749 section 4.1.3)"
    elif listed.name in _TRADED:
        yield f"{_TRADED[listed.name][0].upper()} comes from the request before this one, which is not in here"


def form_encoded(text: str) -> str:
    """A text in the encoding of forms (RFC 6749 appendix B)."""
    return quote_plus(text)
