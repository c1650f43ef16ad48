"""What every client authentication method must be: the only one in a request, after everything else, at every endpoint."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts.listing import lines_to_add
from tests.contracts.samples import canaries, secrets, words
from tests.faults.server import MisbehavingServer, respond
from tests.spec.wire_form import dry_run_octets
from tokencli.errors import UsageProblem
from tokencli.oauth import client_auth
from tokencli.oauth.client_auth import CLIENT_AUTH_METHODS, choose_method, load_method, methods
from tokencli.oauth.parameter import Parameter, parameters_of, unique_parameters
from tokencli.wire import form

if TYPE_CHECKING:
    from tests.journeys.command import Command, Ran
    from tokencli.oauth.client_auth import ClientAuthentication

FOLDER = Path(client_auth.__file__).parent
every_method = pytest.mark.parametrize("short", CLIENT_AUTH_METHODS)
every_endpoint = pytest.mark.parametrize("grant", ["client-credentials", "device-code"])
# RFC 6749 section 2.3.1, RFC 7521 section 4.2: the members that say who the client is.
CREDENTIALS = {"client_id", "client_secret", "client_assertion_type", "client_assertion"}
# Who says who it is at the TLS handshake, or to nobody.
NOT_IN_THE_REQUEST = {"none", "tls", "self-signed-tls"}
# Servers call a JWT at hand by the name of the method that makes one.
OTHERWISE_CALLED = {"client_assertion": "private_key_jwt"}
FURTHER = ("--scope", "read", "--resource", "https://api.example/orders")
HANDED_OUT = {"device_code": "dc-1", "user_code": "WDJB-MJHT", "verification_uri": "https://login.example/device"}


def _parameters(short: str, *declaring: type) -> tuple[Parameter, ...]:
    """What a method declares, and others besides; the sample algorithm is one of keys, which no secret goes with."""
    found = unique_parameters((load_method(short), *declaring))
    return tuple(one for one in found if one.name != "alg") if short == "secret-jwt" else found


def _ask(
    cli: Command, server: MisbehavingServer, grant: str, parameters: tuple[Parameter, ...], *more: str
) -> dict[str, Any]:
    """The request as it is sent, which must be the one a dry run shows."""
    server.behave(respond(200, {"access_token": "at-1", "token_type": "Bearer", **HANDED_OUT}))
    endpoints = (
        "--token-endpoint", server.url("/token"),
        *(("--device-authorization-endpoint", server.url("/device")) if grant == "device-code" else ()),
    )  # fmt: skip
    typed = ("fetch", grant, *endpoints, *FURTHER, *words(parameters), *more)
    dry = _succeed(cli(*typed, "--dry-run=json", "--show-secrets", env=secrets(parameters)))
    server.requests.clear()
    _succeed(cli(*typed, "-o", "token", env=secrets(parameters)))
    assert _settled(server.requests[0].octets) == _settled(dry_run_octets(dry))
    request: dict[str, Any] = dry.json
    return request


def _settled(octets: bytes) -> bytes:
    """A request without the claims and the signature of a client assertion, which are made anew for every request."""
    return re.sub(rb"(client_assertion=eyJ[\w-]+)\.[\w.-]+", rb"\1", octets)


def _succeed(done: Ran) -> Ran:
    assert done.code == 0, done.err
    return done


def _members(request: dict[str, Any]) -> list[str]:
    return [name for name, _ in form.decode(request["body"])]


def _methods_in(request: dict[str, Any]) -> list[str]:
    """The ways in which a request shows who the client is."""
    headers = {one["name"].lower() for one in request["headers"]}
    members = _members(request)
    return [
        *(["header"] if "authorization" in headers else []),
        *(["secret"] if "client_secret" in members else []),
        *(["assertion"] if "client_assertion" in members else []),
    ]


@every_method
def test_it_is_found_by_its_short_and_its_registered_name(short: str) -> None:
    method = load_method(short)
    registered = CLIENT_AUTH_METHODS[short]
    assert registered == method.__module__.rpartition(".")[2]
    assert method.method == OTHERWISE_CALLED.get(registered, registered)
    names = {short, registered, short.replace("-", "_"), registered.replace("_", "-"), registered.upper()}
    assert {load_method(name) for name in names} == {method}


@every_method
def test_it_is_a_frozen_value_and_documented(short: str) -> None:
    method: Any = load_method(short)
    assert dataclasses.is_dataclass(load_method(short))
    assert vars(method)["__dataclass_params__"].frozen
    assert "\n" not in method.summary
    for one in (sys.modules[method.__module__], method, method.credentials):
        assert (one.__doc__ or "").strip(), one


def test_every_file_of_the_folder_is_in_the_list() -> None:
    lines = lines_to_add(FOLDER, CLIENT_AUTH_METHODS.values(), lambda module: f'"SHORT-NAME": "{module}",')
    assert not lines, f"add to CLIENT_AUTH_METHODS in {FOLDER / '__init__.py'}:\n" + "\n".join(lines)


def test_a_name_that_no_method_has_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageProblem) as refused:
        load_method("digest")
    assert all(short in refused.value.help for short in CLIENT_AUTH_METHODS)


@every_method
@every_endpoint
def test_a_request_carries_at_most_this_one_method(
    cli: Command, server: MisbehavingServer, short: str, grant: str
) -> None:
    own = _ask(cli, server, grant, _parameters(short), "--auth-method", short)
    # RFC 6749 section 2.3: the client MUST NOT use more than one authentication method in each request.
    assert len(_methods_in(own)) == (0 if short in NOT_IN_THE_REQUEST else 1)
    if "header" in _methods_in(own):
        assert not CREDENTIALS & set(_members(own))
    else:
        assert "client_id" in _members(own)


@every_method
@every_endpoint
def test_what_other_methods_need_is_left_unused(
    cli: Command, server: MisbehavingServer, short: str, grant: str
) -> None:
    own = _ask(cli, server, grant, _parameters(short), "--auth-method", short)
    everything = _ask(cli, server, grant, _parameters(short, *methods()), "--auth-method", short)
    volatile = {"client_assertion"}  # made anew for every request
    assert [pair for pair in form.decode(own["body"]) if pair[0] not in volatile] == [
        pair for pair in form.decode(everything["body"]) if pair[0] not in volatile
    ]
    assert _methods_in(everything) == _methods_in(own)
    if short == "none":
        assert "secret" not in _methods_in(everything)


@every_method
@every_endpoint
def test_credentials_come_after_all_other_members(
    cli: Command, server: MisbehavingServer, short: str, grant: str
) -> None:
    extra = ("--param", "last=one") if grant == "client-credentials" else ("--auth-param", "last=one")
    names = _members(_ask(cli, server, grant, _parameters(short), "--auth-method", short, *extra))
    credentials = [name for name in names if name in CREDENTIALS]
    assert names[len(names) - len(credentials) :] == credentials
    assert names[-len(credentials) - 1] == "last"
    assert len(names) == len(set(names))


@every_method
def test_every_later_request_of_a_run_carries_it_too(cli: Command, server: MisbehavingServer, short: str) -> None:
    _ask(cli, server, "device-code", _parameters(short), "--auth-method", short)
    assert [one.line.split()[1] for one in server.requests] == ["/device", "/token"]
    asked, polled = (
        {
            "headers": [{"name": "Authorization"}] if one.header("authorization") else [],
            "body": one.body.decode(),
        }
        for one in server.requests
    )
    assert _methods_in(polled) == _methods_in(asked)
    assert server.requests[0].header("authorization") == server.requests[1].header("authorization")


@every_method
def test_without_what_it_needs_it_is_refused_before_anything_is_sent(
    cli: Command, server: MisbehavingServer, short: str
) -> None:
    required = [one for one in parameters_of(load_method(short)) if one.required]
    for declared in required:
        rest = tuple(one for one in required if one is not declared)
        typed = ("client-credentials", "--token-endpoint", server.url(), *words(rest), "--auth-method", short)
        done = cli("fetch", *typed, env=secrets(rest))
        assert (done.code, server.requests) == (2, [])
        assert declared.option in done.err


@every_method
@pytest.mark.parametrize("kind", ["http", "curl", "json"])
def test_a_dry_run_shows_none_of_its_secrets(cli: Command, server: MisbehavingServer, short: str, kind: str) -> None:
    parameters = _parameters(short)
    typed = ("client-credentials", "--token-endpoint", server.url(), *words(parameters), "--auth-method", short)
    done = _succeed(cli("fetch", *typed, f"--dry-run={kind}", env=secrets(parameters)))
    assert not [one for one in canaries(parameters) if one in done.out + done.err]


def test_the_default_uses_a_secret_that_was_given_and_needs_nothing_that_was_not() -> None:
    def needs(method: type[ClientAuthentication]) -> set[str]:
        return {declared.name for declared in parameters_of(method) if declared.required}

    for given in (set(), {"client_id"}, {"client_id", "client_secret"}):
        for listed in (None, [], ["none"], list(CLIENT_AUTH_METHODS.values()), ["tls_client_auth"]):
            chosen = choose_method(given, listed)
            assert needs(chosen) <= given
            assert ("client_secret" in given) == ("client_secret" in needs(chosen)), json.dumps(listed)
