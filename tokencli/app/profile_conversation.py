"""A conversation that makes a profile: the server, then what it offers, then the client, secrets last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokencli.app.ask_secret import ask_secret
from tokencli.app.ask_server import ask_endpoint, ask_server
from tokencli.app.profiles import free_name
from tokencli.errors import UsageProblem
from tokencli.oauth.client_auth import CLIENT_AUTH_METHODS, load_method
from tokencli.oauth.grants import GRANTS, find_grant
from tokencli.oauth.parameter import parameters_of
from tokencli.oauth.server import DEFAULT_GRANT_TYPES, Server
from tokencli.runtime.dialogue import Choice, Dialogue
from tokencli.settings.value import read_value

if TYPE_CHECKING:
    from tokencli.app.ask_server import Found
    from tokencli.app.wiring import Wiring
    from tokencli.oauth.grants import Grant
    from tokencli.oauth.parameter import Parameter
    from tokencli.settings.profile_file import ProfileFile

# A profile is for getting tokens with what a person has; these begin with something at hand.
_NOT_OFFERED = frozenset({"refresh-token", "custom"})
# What need not be given and yet is registered at most servers, or is what most people have.
_ASKED_ALL_THE_SAME = frozenset({"redirect_uri", "assertion"})
_INTRODUCTION = "A profile keeps the settings of one client at one server. Enter takes what stands in brackets; Ctrl-C leaves, and nothing is kept."


def converse(name: str | None, file: ProfileFile, wiring: Wiring) -> tuple[str, dict[str, object]]:
    """Asks for all that a profile needs.

    Args:
        name: The profile's name; asked for when None.
        file: The configuration file, for the names that are taken.
        wiring: The parts of the run.

    Returns:
        The name, and option values by name, secrets as references.

    Raises:
        UsageProblem: The name that was given is taken or malformed.
        Cancelled: The person ended the input.
    """
    if name is not None:
        free_name(file, name)
    dialogue = Dialogue(wiring.terminal)
    dialogue.say(_INTRODUCTION)
    name = name or dialogue.ask("Name of the profile", lambda text: free_name(file, text))
    found = ask_server(dialogue, wiring)
    grant = _ask_grant(found, dialogue)
    values: dict[str, object] = {"grant": grant.replace("-", "_"), **found.settings}
    values |= _ask_endpoints(find_grant(grant).load(), found, dialogue)
    method = _ask_method(found, dialogue)
    values["auth_method"] = method
    needed = _needed(find_grant(grant).load(), method)
    values |= {one.name: value for one in needed if not one.secret and (value := _ask_value(one, dialogue))}
    values |= _ask_scope(find_grant(grant).load(), found, dialogue)
    return name, values | {one.name: ask_secret(one.name, name, dialogue) for one in needed if one.secret}


def _server(found: Found) -> Server:
    return Server(metadata=found.metadata)


def _ask_grant(found: Found, dialogue: Dialogue) -> str:
    listed = _server(found).listed("grant_types_supported") or (DEFAULT_GRANT_TYPES if found.metadata else None)
    known = [one for one in GRANTS if one.name not in _NOT_OFFERED]
    offered = [one for one in known if listed is None or one.load().registered in listed] or known
    choices = [Choice(one.name, one.load().summary) for one in offered]
    told = "Grant, of those the server offers" if listed else "Grant"
    return dialogue.choose(told, choices, also=[one.name for one in GRANTS])


def _ask_endpoints(grant: type[Grant], found: Found, dialogue: Dialogue) -> dict[str, str]:
    """The endpoints that the grant needs and nothing names; none where an issuer is kept, which may name them later."""
    known = {*found.settings, *found.filled, *found.metadata}
    missing = [] if "issuer" in known else [name for name in grant.endpoints if name not in known]
    return {name: ask_endpoint(name, dialogue) for name in missing}


def _ask_method(found: Found, dialogue: Dialogue) -> str:
    listed = _server(found).auth_methods
    known = [short for short, registered in CLIENT_AUTH_METHODS.items() if listed is None or registered in listed]
    offered = known or list(CLIENT_AUTH_METHODS)
    told = "Client authentication, of what the server offers" if listed and known else "Client authentication"
    choices = [Choice(short, load_method(short).summary) for short in offered]
    return dialogue.choose(told, choices, found.filled.get("auth_method", ""), tuple(CLIENT_AUTH_METHODS))


def _needed(grant: type[Grant], method: str) -> list[Parameter]:
    """What the method and the grant must have, the client first."""
    client = {one.name: one for one in parameters_of(load_method(method)) if one.required or one.name == "client_id"}
    own = [one for one in parameters_of(grant) if one.required or one.name in _ASKED_ALL_THE_SAME]
    return [*client.values(), *(one for one in own if one.name not in client)]


def _ask_value(declared: Parameter, dialogue: Dialogue) -> object:
    question = f"{declared.help[:1].upper()}{declared.help[1:]}" + ("" if declared.required else " (may be left out)")

    def check(text: str) -> str:
        if text:
            read_value(declared, text, declared.key)
        elif declared.required:
            raise UsageProblem(f"the {declared.name.replace('_', ' ')} is needed")
        return text

    return dialogue.ask(question, check)


def _ask_scope(grant: type[Grant], found: Found, dialogue: Dialogue) -> dict[str, tuple[str, ...]]:
    if "scope" not in grant.takes:
        return {}
    offered = _server(found).listed("scopes_supported") or ()
    if offered:
        dialogue.say(f"\nScopes the server lists: {' '.join(offered)}")
    scope = dialogue.ask("Scopes to ask for, separated by spaces (may be left out)", _scope)
    unknown = [word for word in scope if offered and word not in offered]
    if unknown:
        # RFC 8414 section 2: servers MAY choose not to advertise some supported scope values.
        dialogue.terminal.note(f"the server does not list {' '.join(unknown)}; it may know it all the same")
    return {"scope": scope} if scope else {}


def _scope(text: str) -> tuple[str, ...]:
    if "," in text:
        raise UsageProblem("scopes are separated by spaces, not commas (RFC 6749 section 3.3)")
    words = tuple(text.split())
    # RFC 6749 section 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
    wrong = [word for word in words if not re.fullmatch(r"[\x21\x23-\x5b\x5d-\x7e]+", word)]
    if wrong:
        raise UsageProblem(f"{wrong[0]!r} has a character that no scope may have (RFC 6749 section 3.3)")
    return words
