"""`none`: a public client names itself, or nobody does (RFC 6749 section 3.2.1, RFC 7591 section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tokencli.oauth.back_channel import Credentials
from tokencli.oauth.client import client_id_parameter

if TYPE_CHECKING:
    from tokencli.oauth.back_channel import Target
    from tokencli.oauth.flow import Ambient
    from tokencli.oauth.remark import Remark
    from tokencli.oauth.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAuthentication:
    """The client has no secret; it names itself by `client_id` where it has one."""

    method: ClassVar[str] = "none"
    summary: ClassVar[str] = "a public client, named by its id alone"

    client_id: str | None = client_id_parameter(default=None)

    def remarks(self, server: Server) -> tuple[Remark, ...]:  # noqa: ARG002 - nothing to check beforehand
        """Nothing can be checked beforehand."""
        return ()

    def credentials(self, ambient: Ambient, target: Target) -> Credentials:  # noqa: ARG002 - it depends on nothing else
        """`client_id` in the form, or nothing."""
        # RFC 6749 section 3.2.1: a client MAY use the "client_id" request parameter to identify itself.
        return Credentials(members=(("client_id", self.client_id),) if self.client_id else ())


METHOD = NoAuthentication
