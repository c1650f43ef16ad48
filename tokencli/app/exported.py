"""A token request for another tool: its members in order, with a variable wherever a secret stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from tokencli.runtime.transport import TransportSettings


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
        variable: The variable that stands for the assertion where it is not signed.
        client_id: The client, which is issuer and subject.
        audience: Whom it is for.
        alg: The algorithm.
        typ: Its type.
        kid: The key's identifier; empty when there is none.
        key_file: The PEM file of the private key; empty where the client secret signs.
        secret: The client secret; without text and variable where a key signs.
    """

    variable: str
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
        signing: How the assertion in a variable is signed; None where there is none, or where that is
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


def form_encoded(text: str) -> str:
    """A text in the encoding of forms (RFC 6749 appendix B)."""
    return quote_plus(text)
