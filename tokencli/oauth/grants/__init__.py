"""The grants: how each asks a token endpoint for tokens. One grant, one file, one line in the list below."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from tokencli.errors import UsageProblem

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.common_members import CommonMembers
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.outcome import Outcome
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


class Grant(Protocol):
    """A way to get tokens, made from its declared parameters.

    Attributes:
        registered: The grant type, a registered name, or for the custom grant an empty text.
        summary: One line for `--help`.
        spec: The section that defines it.
        takes: The names of the common members that apply to it.
        endpoints: The endpoints it asks, by their metadata names.
        discouraged: Why it should not be used where it can be helped, with the section; else empty.
        example: One real command line for `--help`.
        interactive: Whether a person must act while it runs.
        spends: What a run for trial would use up; empty for nothing.
    """

    registered: ClassVar[str]
    summary: ClassVar[str]
    spec: ClassVar[str]
    takes: ClassVar[frozenset[str]]
    endpoints: ClassVar[tuple[str, ...]]
    discouraged: ClassVar[str]
    example: ClassVar[str]
    interactive: ClassVar[bool]
    spends: ClassVar[str]

    def remarks(self, server: Server, now: float) -> tuple[Remark, ...]:
        """What a server may not like about this request, seen before it is sent."""

    def run(self, channel: BackChannel, common: CommonMembers) -> Flow[Outcome]:
        """The steps from here to tokens or to a refusal."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list.

    Attributes:
        name: The name on the command line; with `_` for `-` also the module.
        aliases: Shorter names.
    """

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def interactive(self) -> bool:
        """Whether a person must act while it runs."""
        return self.load().interactive

    def load(self) -> type[Grant]:
        """The grant's class."""
        module = import_module(f"tokencli.oauth.grants.{self.name.replace('-', '_')}")
        return cast("type[Grant]", module.GRANT)


GRANTS = (
    Listed("authorization-code", ("code",)),
    Listed("client-credentials"),
    Listed("password"),
    Listed("refresh-token", ("refresh",)),
    Listed("device-code", ("device",)),
    Listed("jwt-bearer"),
    Listed("saml2-bearer"),
    Listed("token-exchange", ("exchange",)),
    Listed("ciba"),
    Listed("id-jag"),
    Listed("uma-ticket"),
    Listed("custom"),
)


def find_grant(name: str) -> Listed:
    """The grant of a name.

    Args:
        name: Its short name, an alias or its registered name, with `-` or `_`.

    Raises:
        UsageProblem: There is no such grant.
    """
    wanted = name.lower().replace("_", "-")
    for listed in GRANTS:
        if wanted in {listed.name, *listed.aliases} or (":" in name and listed.load().registered == name):
            return listed
    names = ", ".join(listed.name for listed in GRANTS)
    raise UsageProblem(
        f"there is no grant {name!r}", f"it is one of: {names}; for any other, custom --grant-type {name}"
    )
