"""The client authentication methods, each in the file of its registered name, and the choice among them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import parameters_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from tokencli.oauth.back_channel import Credentials, Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server

# Short name: module, which has the registered name (IANA "OAuth Token Endpoint Authentication Methods") where there is one. The first that the
# settings allow and the server lists is the default.
CLIENT_AUTH_METHODS = {
    "basic": "client_secret_basic",
    "post": "client_secret_post",
    "secret-jwt": "client_secret_jwt",
    "private-key-jwt": "private_key_jwt",
    "client-assertion": "client_assertion",
    "tls": "tls_client_auth",
    "self-signed-tls": "self_signed_tls_client_auth",
    "none": "none",
}


_OF_MANY_USES = {"key", "cert"}


class ClientAuthentication(Protocol):
    """A way for a client to show who it is, made from its declared parameters.

    Attributes:
        method: What servers call it, a registered name.
        summary: One line for `--help`.
    """

    method: ClassVar[str]
    summary: ClassVar[str]

    def remarks(self, server: Server) -> tuple[Remark, ...]:
        """What the server may not like, seen before anything is sent; what it cannot take is refused."""

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:
        """Makes the credentials for one request; asked anew for every try."""


def load_method(name: str, given: Collection[str] = ()) -> type[ClientAuthentication]:
    """The class of a method.

    Args:
        name: Its short or registered name, with `-` or `_`.
        given: The names of the settings that have a value; they decide between two that a server calls by one name.

    Raises:
        UsageProblem: There is no such method.
    """
    wanted = name.lower().replace("-", "_")
    named = next((one for one in CLIENT_AUTH_METHODS.items() if wanted in {one[0].replace("-", "_"), one[1]}), None)
    if named is None:
        raise UsageProblem(
            f"there is no client authentication method {name!r}", f"it is one of: {', '.join(CLIENT_AUTH_METHODS)}"
        )
    method = _load(named[1])
    same = [one for one in methods() if one.method == method.method] if given else []
    return method if _needs(method) <= set(given) else next((one for one in same if _needs(one) <= set(given)), method)


def _load(module: str) -> type[ClientAuthentication]:
    return cast("type[ClientAuthentication]", import_module(f"tokencli.oauth.client_auth.{module}").METHOD)


def methods() -> tuple[type[ClientAuthentication], ...]:
    """The classes of all methods, in the order of preference."""
    return tuple(_load(module) for module in CLIENT_AUTH_METHODS.values())


def choose_method(given: Collection[str], listed: Collection[str] | None) -> type[ClientAuthentication]:
    """The method that the settings imply and the server lists.

    Args:
        given: The names of the settings that have a value.
        listed: The methods the metadata names; None when there is no metadata.

    Returns:
        Among the methods whose needs are met, those that use most of what was given; of these the first that the server
        lists, else the first. So a secret that was given is never left unused because the server lists `none`; a key or a
        certificate is, since it may be there for something else.
    """
    met = [
        method for method in methods() if _needs(method) <= set(given) and not _is_for_something_else(method, listed)
    ]
    most = max(len(_needs(method)) for method in met)
    fitting = [method for method in met if len(_needs(method)) == most]
    return next((method for method in fitting if listed is None or method.method in listed), fitting[0])


def _is_for_something_else(method: type[ClientAuthentication], listed: Collection[str] | None) -> bool:
    """Whether a key or certificate rather signs requests or binds tokens: the server has public clients, and lists no such method."""
    return bool(_needs(method) & _OF_MANY_USES) and "none" in (listed or ()) and method.method not in (listed or ())


def _needs(method: type[ClientAuthentication]) -> set[str]:
    return {declared.name for declared in parameters_of(method) if declared.required}
