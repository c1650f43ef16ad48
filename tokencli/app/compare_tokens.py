"""What came, told apart: the members of a token response, the access token in it, the ID token beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.oauth.tokens.granted import Asked, Got
from tokencli.oauth.tokens.token_use import Use, tell_use
from tokencli.wire.json_text import JsonText, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.jose.peek import PeekedToken
    from tokencli.settings.resolve import Settings


def asked_for(settings: Settings) -> Asked:
    """What the settings ask for, as a request of these settings would."""
    scope = " ".join(settings.get("scope") or ())
    audience = (*(settings.get("resource") or ()), *(settings.get("audience") or ()))
    return Asked(
        tuple(scope.split()),
        audience,
        tuple((settings.get("acr_values") or "").split()),
        settings.get("issuer") or "",
        settings.get("client_id") or "",
    )


def what_came(text: str, tokens: Mapping[str, PeekedToken]) -> Got:
    """What came, told from where it stands.

    Args:
        text: A token response as JSON, or anything else in which tokens stand.
        tokens: What stands in the tokens in it, by what they are called.
    """
    access: Mapping[str, Any] = {}
    identity: Mapping[str, Any] = {}
    for name, seen in tokens.items():
        if name == "id_token" or (name != "access_token" and tell_use(seen).use is Use.ID_TOKEN):
            identity = identity or seen.claims or {}
        else:
            access = access or seen.claims or {}
    return Got(_answer(text), access, identity)


def _answer(text: str) -> Mapping[str, Any]:
    """The members of a token response; none where the text is something else."""
    read = read_json(text.encode())
    value = read.value if isinstance(read, JsonText) else None
    return value if isinstance(value, dict) and "token_type" in value else {}
