"""A request as a document prints it, held against what a dry run prints and against what a real run sends."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tokencli import __version__

if TYPE_CHECKING:
    from tests.faults.server import MisbehavingServer
    from tests.journeys.command import Command, Ran


@dataclass(frozen=True)
class WireForm:
    """One request of a document.

    Attributes:
        typed: What a person types after `tokencli fetch`, without the endpoints.
        body: The body, whole; line breaks that only serve the page are left out.
        authorization: The value of `Authorization`; empty when there must be none.
    """

    typed: str
    body: str
    authorization: str = ""

    def octets(self, host: str, target: str) -> bytes:
        """Every octet of the request."""
        lines = (
            f"POST {target} HTTP/1.1",
            f"Host: {host}",
            "Accept: application/json",
            f"User-Agent: tokencli/{__version__}",
            "Content-Type: application/x-www-form-urlencoded",
            *((f"Authorization: {self.authorization}",) if self.authorization else ()),
            f"Content-Length: {len(self.body)}",
        )
        return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + self.body.encode("ascii")


def dry_run_octets(done: Ran) -> bytes:
    """The request of `--dry-run=json` as the octets it stands for."""
    parts = urlsplit(done.json["url"])
    lines = [f"{done.json['method']} {parts.path}{parts.query and '?' + parts.query} HTTP/1.1"]
    lines += [f"{one['name']}: {one['value']}" for one in done.json["headers"]]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + str(done.json["body"]).encode("utf-8")


def assert_wire_form(cli: Command, server: MisbehavingServer, target: str, form: WireForm) -> None:
    """Types it twice, dry and real: both must give these octets and no others."""
    words = ("fetch", *shlex.split(form.typed), "--token-endpoint", server.url(target))
    expected = form.octets(f"127.0.0.1:{server.port}", target)
    dry = cli(*words, "--dry-run=json", "--show-secrets")
    assert dry.code == 0, dry.err
    assert dry_run_octets(dry) == expected
    assert server.requests == []
    real = cli(*words, "-o", "token")
    assert (real.code, real.out) == (0, "at-1\n"), real.err
    assert [one.octets for one in server.requests] == [expected]
