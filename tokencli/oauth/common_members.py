"""The members that several grants take, and the order in which a token request carries them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokencli.errors import UsageProblem
from tokencli.oauth.identifiers import REPEATABLE_MEMBERS
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.remark import Remark
from tokencli.wire.json_text import parse_json

if TYPE_CHECKING:
    from tokencli.wire.form import Members


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")  # RFC 3986 section 4.3


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonMembers:
    """What a person may add to a token request whatever the grant; each grant names those that apply to it."""

    scope: tuple[str, ...] = parameter(
        "scope to ask for; repeatable, and space-separated in one", spec="RFC 6749 section 3.3", repeatable=True
    )
    resource: tuple[str, ...] = parameter(
        "URI of the API the token is for; repeatable",
        spec="RFC 8707 section 2",
        kind=Kind.URI,
        metavar="URI",
        repeatable=True,
    )
    audience: tuple[str, ...] = parameter(
        "name of the API the token is for; repeatable",
        spec="RFC 8693 section 2.1, elsewhere the provider's own",
        metavar="NAME",
        repeatable=True,
    )
    acr_values: str | None = parameter(
        "authentication context wanted, space-separated", spec="OpenID Connect Core section 3.1.2.1", default=None
    )
    idp: str | None = parameter(
        "identity provider to use: adds idp:NAME to acr_values",
        spec="IdentityServer convention",
        metavar="NAME",
        default=None,
    )
    tenant: str | None = parameter(
        "tenant to use: adds tenant:NAME to acr_values", spec="IdentityServer convention", metavar="NAME", default=None
    )
    authorization_details: str | None = parameter(
        "rich authorization wanted, as a JSON array of objects with a type",
        spec="RFC 9396 section 2",
        metavar="JSON",
        default=None,
    )
    param: tuple[tuple[str, str], ...] = parameter(
        "anything else for the token request; NAME@REF takes the value from a secret reference; repeatable",
        spec="RFC 6749 section 8.2",
        kind=Kind.PAIR,
        metavar="NAME=VALUE",
        repeatable=True,
    )
    auth_param: tuple[tuple[str, str], ...] = parameter(
        "anything else for the authorization, device authorization or backchannel authentication request; repeatable",
        spec="RFC 6749 section 8.2",
        kind=Kind.PAIR,
        metavar="NAME=VALUE",
        repeatable=True,
    )
    header: tuple[tuple[str, str], ...] = parameter(
        "further header field; repeatable", kind=Kind.HEADER, metavar="'NAME: VALUE'", repeatable=True
    )
    override: bool = parameter(
        "let --param and --header replace what is sent anyway, and send what would be refused",
        kind=Kind.FLAG,
        default=False,
    )

    def remarks(self) -> tuple[Remark, ...]:
        """What the server may not like about these members."""
        odd = [uri for uri in self.resource if not is_resource_indicator(uri)]
        return tuple(
            Remark(f"the resource {uri} is no absolute URI without a fragment", "RFC 8707 section 2") for uri in odd
        )

    def token_request(self, own: Members, takes: frozenset[str]) -> Members:
        """The members of a token request in the order of the contract, without the client's credentials.

        Args:
            own: `grant_type` and the grant's own members.
            takes: The names of the common members this grant takes.

        Raises:
            UsageProblem: `--param` repeats a member without `--override`.
        """
        return self._with_params((*own, *self._common(takes)), self.param, "--param")

    def authorization_request(self, takes: frozenset[str], own: Members = ()) -> Members:
        """What goes to the endpoint that is asked before the token endpoint (RFC 6749 section 4.1.1, RFC 8628 section 3.1).

        Args:
            takes: The names of the common members this grant takes.
            own: The grant's own members of that request.

        Raises:
            UsageProblem: `--auth-param` repeats a member without `--override`.
        """
        return self._with_params((*self._common(takes), *own), self.auth_param, "--auth-param")

    def _common(self, takes: frozenset[str]) -> Members:
        scope = " ".join(word for text in self.scope for word in text.split())
        acr_values = self._acr_values()
        return (
            *((("scope", scope),) if scope and "scope" in takes else ()),
            *(("resource", uri) for uri in self.resource if "resource" in takes),
            *(("audience", name) for name in self.audience if "audience" in takes),
            *((("acr_values", acr_values),) if acr_values and "acr_values" in takes else ()),
            *self._authorization_details(takes),
        )

    def _authorization_details(self, takes: frozenset[str]) -> Members:
        if self.authorization_details is None or "authorization_details" not in takes:
            return ()
        require_authorization_details(self.authorization_details)
        return (("authorization_details", self.authorization_details),)

    def _acr_values(self) -> str:
        hints = (f"{name}:{value}" for name, value in (("idp", self.idp), ("tenant", self.tenant)) if value)
        return " ".join((*(self.acr_values or "").split(), *hints))

    def _with_params(self, members: Members, params: Members, option: str) -> Members:
        names = [name for name, _ in params]
        set_by_us = {name for name, _ in members} - REPEATABLE_MEMBERS
        for name in names:
            if self.override or name in REPEATABLE_MEMBERS:
                continue
            # RFC 6749 section 3.2: request parameters MUST NOT be included more than once.
            if name in set_by_us:
                raise UsageProblem(
                    f"{option} {name} repeats a member the request has anyway", "use its own option, or add --override"
                )
            if names.count(name) > 1:
                raise UsageProblem(
                    f"{option} {name} is given more than once", "add --override to send it more than once"
                )
        replaced = set(names) & set_by_us
        return (*(pair for pair in members if pair[0] not in replaced), *params)


def is_resource_indicator(uri: str) -> bool:
    """Whether a resource is named as it must be.

    Args:
        uri: What names it.
    """
    # RFC 8707 section 2: its value MUST be an absolute URI, and MUST NOT include a fragment component.
    return "#" not in uri and _ABSOLUTE.match(uri) is not None


def require_authorization_details(text: str) -> None:
    """Lets pass what has the form of `authorization_details`.

    Raises:
        UsageProblem: It is no JSON array of objects with a `type`.
    """
    try:
        details = parse_json(text)
    except ValueError as problem:
        raise UsageProblem(f"--authorization-details: this is no JSON: {problem}") from None
    # RFC 9396 section 2: an array of objects; type is REQUIRED in each.
    if not isinstance(details, list) or not all(isinstance(one, dict) and one.get("type") for one in details):
        raise UsageProblem(
            "--authorization-details: a JSON array of objects is wanted, each with a type",
            'for example [{"type": "account_information", "actions": ["read_balances"]}]',
        )
