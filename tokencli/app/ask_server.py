"""The part of a conversation that finds the server: an issuer or a product, and what discovery says about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.app.discover import discover_metadata
from tokencli.app.results import Run
from tokencli.errors import UsageProblem
from tokencli.oauth.endpoints.discovery import IssuerMismatch, Metadata
from tokencli.oauth.parameter import parameters_of
from tokencli.providers import PROVIDERS, product_in, provider_settings
from tokencli.runtime.dialogue import Choice
from tokencli.settings.groups import ServerSettings
from tokencli.settings.value import read_value
from tokencli.wire.trace import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.app.wiring import Wiring
    from tokencli.runtime.dialogue import Dialogue

_QUESTION = "Issuer URL, or a product such as google (? lists them)"
_LIST = "?"
_AGAIN = Choice("again", "name another server")
_ENDPOINT = Choice("endpoint", "name the token endpoint instead of the issuer")
_KEEP = Choice("keep", "keep it, and go on without its metadata")
_DECLARED = {one.name: one for one in parameters_of(ServerSettings)}


@dataclass(frozen=True, slots=True)
class Found:
    """The server as the person named it.

    Attributes:
        settings: The settings that name it, as they go into the profile.
        filled: What a product fills in besides.
        metadata: Its metadata; empty when there is none.
    """

    settings: Mapping[str, str]
    filled: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)


def ask_server(dialogue: Dialogue, wiring: Wiring) -> Found:
    """Asks for the server until it can be used.

    Args:
        dialogue: The person.
        wiring: The parts of the run; discovery goes through them.

    Raises:
        Cancelled: The person ended the input.
    """
    while True:
        text = dialogue.ask(_QUESTION, _usable)
        if text == _LIST:
            dialogue.say(f"products: {', '.join(PROVIDERS)}", "  ")
            continue
        found = _look_at(text, dialogue, wiring)
        if found is not None:
            return found


def _usable(text: str) -> str:
    """The answer when it names a server; else the reason why it does not."""
    if text == _LIST:
        return text
    if text.lower().startswith(("http://", "https://")):
        return str(read_value(_DECLARED["issuer"], text, "issuer"))
    if product_in(text) is None and "." in text:
        raise UsageProblem(f"{text!r} is neither a URL nor a product", f"a URL begins with its scheme: https://{text}")
    return str(read_value(_DECLARED["provider"], text, "product"))


def _look_at(text: str, dialogue: Dialogue, wiring: Wiring) -> Found | None:
    """The server behind an answer; None when the person wants to answer anew."""
    provider = product_in(text)
    if provider is None:
        return _discover(text, Found({"issuer": text}), dialogue, wiring)
    for note in provider.notes:
        dialogue.say(f"{provider.title}: {note.what}{'' if note.verified else ' (not verified)'}", "  ")
    filled = provider_settings(text)
    found = Found({"provider": text}, filled)
    return _discover(filled["issuer"], found, dialogue, wiring) if "issuer" in filled else found


def _discover(issuer: str, found: Found, dialogue: Dialogue, wiring: Wiring) -> Found | None:
    before = len(wiring.recorder.exchanges)
    answer = discover_metadata(issuer, wiring)
    if isinstance(answer, Metadata):
        dialogue.say(f"found its metadata at {answer.url}", "  ")
        return Found(found.settings, found.filled, answer.members)
    run = Run(answer, tuple(wiring.recorder.exchanges[before:]), settings=(Setting("issuer", issuer, "your answer"),))
    reason = next((f"{one.what}; {one.why}" for one in run.findings), "no metadata was found there")
    dialogue.say(reason, "  ")
    named = answer.named if isinstance(answer, IssuerMismatch) else ""
    use = [Choice("named", f"take {named}, as the metadata calls itself")] if named else []
    match dialogue.choose("What now?", (*use, _AGAIN, _ENDPOINT, _KEEP)):
        case "named":
            return _discover(named, Found({"issuer": named}), dialogue, wiring)
        case "again":
            return None
        case "endpoint":
            return Found({"token_endpoint": ask_endpoint("token_endpoint", dialogue)})
        case _:
            return found


def ask_endpoint(name: str, dialogue: Dialogue) -> str:
    """Asks for one endpoint by its metadata name."""
    words = name.replace("_", " ").capitalize()
    return dialogue.ask(f"{words} URL", lambda text: str(read_value(_DECLARED[name], text, name)))
