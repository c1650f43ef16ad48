"""The token request of a profile as another tool can send it: its members in order, with a variable wherever a secret stands."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from tokencli.app.find_server import find_server
from tokencli.app.get_token import chosen_method, dry_run
from tokencli.app.wiring import transport_settings
from tokencli.diagnosis.client_seen import TLS_METHODS
from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of
from tokencli.oauth.server import Server
from tokencli.settings.origin import Origin, Setting, Source
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.wire import form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Listed
    from tokencli.runtime.transport import TransportSettings
    from tokencli.settings.resolve import Settings
    from tokencli.wire.message import Headers, Request

_OURS = Origin(Source.DEFAULT, "tokencli profile export")
_SIGNING = frozenset({"private_key_jwt", "client_secret_jwt"})
# What a grant trades that no profile holds: the exported request has a variable for it.
_TRADED = {
    "authorization-code": ("code", "code_verifier"),
    "device-code": ("device_code",),
    "ciba": ("auth_req_id",),
    "jwt-bearer": ("assertion",),
}
_OF_THE_CLIENT = frozenset({"host", "content-length", "user-agent", "authorization", "content-type"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the request.

    Attributes:
        text: The text; empty where a variable stands.
        variable: The name of the variable; empty where the text itself stands.
    """

    text: str
    variable: str = ""


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
class Exported:
    """A token request for another tool.

    Attributes:
        name: The profile.
        settings: The profile's settings by name, without secrets, as texts.
        url: The token endpoint.
        headers: Header fields that no tool sends of its own accord.
        members: The members of the form, in order.
        basic: Basic authentication; None where the client shows itself otherwise.
        connection: How the server is reached.
        notes: What must be known to use it.
    """

    name: str
    settings: tuple[tuple[str, str], ...]
    url: str
    headers: Headers
    members: tuple[tuple[str, Value], ...]
    basic: Basic | None
    connection: TransportSettings
    notes: tuple[str, ...] = ()
    variables: tuple[str, ...] = field(default=())


def export_profile(name: str, listed: Listed, settings: Settings, wiring: Wiring) -> Exported:
    """Makes the token request that a run of a profile sends; nothing is sent, and no secret is read.

    Args:
        name: The profile's name.
        listed: Its grant.
        settings: Its settings.
        wiring: The parts of a run.

    Raises:
        UsageProblem: A setting is missing or wrong, or the request cannot be held by a text.
    """
    if settings.get("dpop") or settings.get("dpop_key"):
        raise UsageProblem(
            "a DPoP proof is made anew for every request, so no text can hold it",
            "run the profile itself: tokencli token",
        )
    if listed.name == "id-jag":
        raise UsageProblem(
            "id-jag is two requests, of which the second holds what the first brought", "run the profile itself"
        )
    ready, notes = _without_proof(settings, wiring)
    ready, marks = _marked(ready, listed)
    request = dry_run(listed, ready, wiring)
    members = tuple((key, _value(value, marks)) for key, value in form.decode(request.body.decode("utf-8", "replace")))
    basic = _basic(request, marks, ready)
    used = dict.fromkeys(value.variable for _, value in members if value.variable)
    if basic is not None and basic.secret.variable:
        used.setdefault(basic.secret.variable)
    return Exported(
        name,
        _plain_settings(settings),
        request.url,
        tuple((key, value) for key, value in request.headers if key.lower() not in _OF_THE_CLIENT),
        members,
        basic,
        transport_settings(settings),
        (*notes, *_of_a_sign_in(listed)),
        tuple(used),
    )


def _without_proof(settings: Settings, wiring: Wiring) -> tuple[Settings, tuple[str, ...]]:
    """The settings without what no text can hold: an assertion is a variable, and a certificate is shown by whoever connects."""
    found = find_server(settings, ("token_endpoint",), wiring, offline=True)
    server = found if isinstance(found, Server) else Server()
    method = chosen_method(server, settings).method
    if method in TLS_METHODS:
        # RFC 8705 section 2: the request names the client, and the connection proves it.
        shown = {name: one for name, one in settings.values.items() if not name.startswith("cert")}
        ready = replace(settings, values=shown).with_value("auth_method", Setting("none", _OURS))
        return ready.with_value("token_endpoint", Setting(server.endpoint("token_endpoint"), _OURS)), ()
    if method not in _SIGNING or settings.get("client_assertion") is not None:
        return settings, ()
    name = settings.profile or "PROFILE"
    ready = settings.with_value("auth_method", Setting("client-assertion", _OURS))
    ready = ready.with_value("client_assertion", Setting(SecretReference(Scheme.LITERAL, "x"), _OURS))
    return ready, (f"CLIENT_ASSERTION is good for a minute; make one with: tokencli make client-assertion -p {name}",)


def _marked(settings: Settings, listed: Listed) -> tuple[Settings, dict[str, str]]:
    """The settings with a mark for each secret, and the variable that each mark stands for."""
    marks: dict[str, str] = {}
    named: dict[str, str] = {}
    secret = {one.name for one in parameters_of(listed.load()) if one.secret and one.required}
    secret |= {name for name in _TRADED.get(listed.name, ()) if listed.name != "jwt-bearer" or not settings.get("key")}
    for name, one in settings.values.items():
        if isinstance(one.value, SecretReference):
            secret.add(name)
            named |= {name: one.value.argument} if one.value.scheme is Scheme.ENV else {}
        elif isinstance(one.value, tuple) and any(_is_secret_pair(pair) for pair in one.value):
            pairs = tuple(_marked_pair(pair, marks) for pair in one.value)
            settings = settings.with_value(name, replace(one, value=pairs))
    for name in sorted(secret - {"key", "key_passphrase", "cert_key", "cert_passphrase"}):
        settings = settings.with_value(name, Setting(_mark(named.get(name, name), marks), _OURS))
    return settings, marks


def _is_secret_pair(pair: Any) -> bool:
    return isinstance(pair, tuple) and isinstance(pair[1], SecretReference)


def _marked_pair(pair: Any, marks: dict[str, str]) -> Any:
    if not _is_secret_pair(pair):
        return pair
    name, reference = pair
    return name, _mark(reference.argument if reference.scheme is Scheme.ENV else name, marks)


def _mark(name: str, marks: dict[str, str]) -> SecretReference:
    """A text that no encoding changes and no rule refuses, long enough for a verifier (RFC 7636 section 4.1)."""
    mark = f"tokencli-export-{len(marks):03}-".ljust(48, "0")
    marks[mark] = name if name.isidentifier() and name.isupper() else re.sub(r"\W", "_", name).upper()
    return SecretReference(Scheme.LITERAL, mark)


def _value(text: str, marks: dict[str, str]) -> Value:
    return Value("", marks[text]) if text in marks else Value(text)


def _basic(request: Request, marks: dict[str, str], settings: Settings) -> Basic | None:
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    if scheme != "Basic":
        return None
    _, _, secret = base64.b64decode(token).decode().partition(":")
    return Basic(str(settings.get("client_id")), _value(secret, marks), settings.get("basic_encoding") != "raw")


def _plain_settings(settings: Settings) -> tuple[tuple[str, str], ...]:
    """What a profile says besides secrets, as texts."""
    return tuple(
        (name, _text(one.value))
        for name, one in settings.given().items()
        if not isinstance(one.value, SecretReference)
        and not (isinstance(one.value, tuple) and any(map(_is_secret_pair, one.value)))
    )


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join("=".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_a_sign_in(listed: Listed) -> Iterable[str]:
    if listed.name == "authorization-code":
        yield "CODE and CODE_VERIFIER come from a sign-in; begin one with: tokencli make authorize-url"
    elif listed.name in _TRADED and listed.name != "jwt-bearer":
        yield f"{_TRADED[listed.name][0].upper()} comes from the request before this one, which is not in here"


def form_encoded(text: str) -> str:
    """A text in the encoding of forms (RFC 6749 appendix B)."""
    return quote_plus(text)
