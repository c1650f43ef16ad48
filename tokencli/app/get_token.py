"""settings -> grant -> request -> transport -> response -> classification: one run of one grant."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from tokencli.app.dpop_key import dpop_for
from tokencli.app.find_server import find_server
from tokencli.app.results import Run
from tokencli.app.same_command import diagnose_command, same_command
from tokencli.app.wiring import USER_AGENT, shown_settings
from tokencli.errors import UsageProblem
from tokencli.jose.decrypt import Opener, PrivateKey
from tokencli.oauth.back_channel import BackChannel
from tokencli.oauth.client_auth import choose_method, load_method, methods
from tokencli.oauth.common_members import CommonMembers
from tokencli.oauth.parameter import Fresh, Kind, fill, parameters_of
from tokencli.oauth.server import Server
from tokencli.runtime.dry_run import first_request
from tokencli.runtime.secrets import names_a_file
from tokencli.settings.origin import Source
from tokencli.settings.secret_reference import PLATFORMS, Scheme, SecretReference, document_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tokencli.app.wiring import Wiring
    from tokencli.diagnosis.classify import Ended
    from tokencli.oauth.back_channel import Authenticates
    from tokencli.oauth.client_auth import ClientAuthentication
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.grants import Grant, Listed
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.resolve import Settings
    from tokencli.wire.message import Request

T = TypeVar("T", bound="Grant")


def get_token(
    listed: Listed, settings: Settings, wiring: Wiring, agree: Callable[[Server], None] = lambda _: None
) -> Run:
    """Runs a grant and says how it ended.

    Args:
        listed: The grant.
        settings: Its settings.
        wiring: The parts of the run.
        agree: Lets the server pass, once it is known, or raises before anything is sent to it.

    Raises:
        UsageProblem: A setting is missing or wrong.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    grant_class = listed.load()
    _require(grant_class, settings, listed.name)
    server = find_server(settings, grant_class.endpoints, wiring)
    if not isinstance(server, Server):
        return _run(server, listed, settings, wiring)
    wiring.metadata = server.metadata
    agree(server)
    return run_at(server, listed, settings, wiring)


def run_at(server: Server, listed: Listed, settings: Settings, wiring: Wiring) -> Run:
    """Runs a grant at a server that is known already. Arguments and errors as for `get_token`."""
    grant_class = listed.load()
    _require(grant_class, settings, listed.name)
    return _run(wiring.perform(_prepare(grant_class, server, settings, wiring)), listed, settings, wiring)


def dry_run(listed: Listed, settings: Settings, wiring: Wiring) -> Request:
    """The first request that `get_token` would send, to the last octet. Arguments and errors as there."""
    grant_class = listed.load()
    _require(grant_class, settings, listed.name)
    wiring.secrets.ask_platform = None
    server = find_server(settings, grant_class.endpoints, wiring, offline=True)
    if not isinstance(server, Server):
        raise UsageProblem("the metadata in the cache cannot be used", "look at it with: tokencli discover")
    return first_request(_prepare(grant_class, server, settings, wiring), wiring.remark)


def _run(ended: Ended, listed: Listed, settings: Settings, wiring: Wiring) -> Run:
    run = Run(
        ended,
        tuple(wiring.recorder.exchanges),
        wiring.metadata,
        shown_settings(settings, wiring.redactor()),
        bool(settings.get("strict")),
        secrets=frozenset(wiring.secrets.known),
        command=same_command(listed, settings),
        diagnose=diagnose_command(listed, settings),
        dpop=wiring.dpop,
    )
    for one in run.deviations:
        if one.of_another_kind:
            wiring.terminal.note(f"{one.what} ({one.spec})")
    return run


def _require(grant_class: type[Grant], settings: Settings, name: str) -> None:
    missing = [one for one in parameters_of(grant_class) if one.required and settings.get(one.name) is None]
    if missing:
        options = " and ".join(one.option for one in missing)
        raise UsageProblem(
            f"the grant {name} needs {options}",
            f"give it as an option, as {missing[0].variable} or in a profile as {missing[0].key}",
        )
    if settings.get("issuer") is None and settings.get("token_endpoint") is None:
        raise UsageProblem("no server is named", "give --issuer, --provider or --token-endpoint, or a profile with -p")


def _prepare(grant_class: type[Grant], server: Server, settings: Settings, wiring: Wiring) -> Flow[Outcome]:
    server.endpoint("token_endpoint")  # so that a missing endpoint is said before anybody is asked for a password
    _say_what_is_unwise(grant_class, settings, wiring)
    grant, channel, common = prepared(
        grant_class, server, settings, wiring, client_authentication(server, settings, wiring)
    )
    return grant.run(channel, common)


def prepared(
    grant_class: type[T], server: Server, settings: Settings, wiring: Wiring, authentication: Authenticates
) -> tuple[T, BackChannel, CommonMembers]:
    """A grant with its settings, the way to the server, and the common members; what is odd about them is said.

    Args:
        grant_class: The grant.
        server: The server.
        settings: The settings of the run.
        wiring: The parts of the run.
        authentication: How the client shows who it is.

    Raises:
        UsageProblem: A setting cannot be used, or with `--strict` is odd.
        PersonNeeded: A secret must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    grant = fill(grant_class, resolved(parameters_of(grant_class), settings, wiring))
    common = fill(CommonMembers, resolved(parameters_of(CommonMembers), settings, wiring))
    channel = back_channel(server, settings, wiring, authentication, common)
    wiring.remark((*common.remarks(), *grant.remarks(server, wiring.ambient.now())))
    return grant, channel, common


def back_channel(
    server: Server, settings: Settings, wiring: Wiring, authentication: Authenticates, common: CommonMembers
) -> BackChannel:
    """The way to the server. Arguments and errors as for `prepared`."""
    return BackChannel(
        server,
        authentication,
        wiring.ambient,
        USER_AGENT,
        common.header,
        common.override,
        settings.get("retries") or 0,
        settings.get("timeout"),
        settings.get("client_id") or "",
        getattr(authentication, "client_secret", ""),
        dpop_for(server, settings, wiring),
        Opener(lambda: _private_key(settings, wiring), getattr(authentication, "client_secret", "")),
        wiring.strict,
    )


def _private_key(settings: Settings, wiring: Wiring) -> PrivateKey | None:
    """The key that opens what the server encrypted; read when there is something to open."""
    reference, passphrase = settings.get("key"), settings.get("key_passphrase")
    if reference is None:
        return None
    octets = wiring.secrets.octets(reference, "key")
    return PrivateKey(octets, None if passphrase is None else wiring.secrets.text(passphrase, "key passphrase"))


def client_authentication(server: Server, settings: Settings, wiring: Wiring) -> ClientAuthentication:
    """How the client shows who it is, with its secrets resolved. Arguments and errors as for `prepared`."""
    return ready_method(chosen_method(server, settings), server, settings, wiring)


def ready_method(
    method: type[ClientAuthentication], server: Server, settings: Settings, wiring: Wiring
) -> ClientAuthentication:
    """A method with its secrets resolved; what is odd about it is said. Arguments and errors as for `prepared`."""
    require_parameters(method, settings)
    values = resolved(parameters_of(method), settings, wiring)
    if server.auth_methods is not None and method.method not in server.auth_methods and method.method != "none":
        wiring.terminal.note(
            f"the server's metadata does not list {method.method}; it lists {', '.join(server.auth_methods)} (RFC 8414 section 2)"
        )
    authentication = fill(method, values)
    wiring.remark(authentication.remarks(server))
    return authentication


def require_parameters(method: type[ClientAuthentication], settings: Settings) -> None:
    """Lets a method pass that has all it needs.

    Raises:
        UsageProblem: Something is missing.
    """
    missing = [one.option for one in parameters_of(method) if one.required and settings.get(one.name) is None]
    if missing:
        raise UsageProblem(f"client authentication {method.method} needs {' and '.join(missing)}")


def chosen_method(server: Server, settings: Settings) -> type[ClientAuthentication]:
    """The client authentication method that the settings name or imply. Errors as for `prepared`."""
    given = {one.name for method in methods() for one in parameters_of(method) if settings.get(one.name) is not None}
    named = settings.get("auth_method")
    if named:
        return load_method(named, given)
    if "client_secret" in given and "client_id" not in given:
        raise UsageProblem("a client secret without a client id means nothing", "give --client-id")
    return choose_method(given, server.auth_methods)


def resolved(parameters: tuple[Parameter, ...], settings: Settings, wiring: Wiring) -> Mapping[str, Any]:
    """The values of the given settings, with every reference to a secret replaced by the secret."""
    values = {one: settings.get(one.name) for one in parameters if settings.get(one.name) is not None}
    return {one.name: _resolve(one, value, wiring) for one, value in values.items()}


def _resolve(declared: Parameter, value: Any, wiring: Wiring) -> Any:
    name = declared.name.replace("_", " ")
    if declared.fresh and isinstance(value, SecretReference):
        return Fresh(
            partial(wiring.secrets.text, value, name),
            value.scheme in PLATFORMS,
            value.argument if value.scheme is Scheme.GITHUB_ACTIONS else "",
        )
    if declared.kind is Kind.DOCUMENT:
        return wiring.secrets.text(document_reference(value), name)
    if isinstance(value, SecretReference):
        return wiring.secrets.octets(value, name) if declared.octets else wiring.secrets.text(value, name)
    if isinstance(value, tuple):
        return tuple(_resolve_pair(one, wiring) if isinstance(one, tuple) else one for one in value)
    return value


def _resolve_pair(pair: tuple[str, Any], wiring: Wiring) -> tuple[str, str]:
    name, value = pair
    return name, wiring.secrets.text(value, name) if isinstance(value, SecretReference) else value


def _say_what_is_unwise(grant_class: type[Grant], settings: Settings, wiring: Wiring) -> None:
    if grant_class.discouraged:
        wiring.terminal.note(f"this grant is discouraged: {grant_class.discouraged}")
    warn_of_literals(settings, wiring)


def warn_of_literals(settings: Settings, wiring: Wiring) -> None:
    """Warns of every secret that stands where others can read it."""
    for name, one in settings.given().items():
        values = one.value if isinstance(one.value, tuple) else (one.value,)
        references = [value[1] if isinstance(value, tuple) else value for value in values]
        bare = [value for value in references if isinstance(value, SecretReference) and value.bare]
        if bare:
            is_file = any(names_a_file(value.argument) for value in bare)
            _warn_of_literal(name, one.origin.source, str(one.origin), wiring, is_file=is_file)


def _warn_of_literal(name: str, source: Source, place: str, wiring: Wiring, *, is_file: bool) -> None:
    if source is Source.COMMAND_LINE:
        wiring.terminal.warning(
            f"{place} is taken for the secret itself, and there is a file of this name: write file:PATH where that is meant"
            if is_file
            else f"{place} holds the secret itself, which the process list shows to others; write env:NAME, file:PATH or prompt:"
        )
    elif source is Source.PROFILE:
        wiring.terminal.warning(
            f"{name} ({place}) is a secret in a file; write env:NAME, file:PATH or keyring:NAME instead"
        )
