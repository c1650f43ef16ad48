"""The metadata was fetched over https and names an issuer that begins with http.

Means:
    The server does not know its public address. Mostly a load balancer or reverse proxy ends TLS in front of it and does
    not tell it. The endpoints in the metadata are then wrong too, and tokens carry an issuer that nobody can use.

Seen by:
    A metadata document from an https URL whose `issuer` differs in its scheme.

Do:
    The server's administrator sets its public URL, or has the proxy send `X-Forwarded-Proto` or `Forwarded` and the server
    trust it.

See:
    RFC 8414 section 2, RFC 7239 section 5.4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.discovered import read_discovered
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.providers.known_error import Who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A metadata document from https that names an http issuer."""
    for found in read_discovered(evidence):
        # RFC 8414 section 2: the issuer identifier is a URL that uses the "https" scheme.
        if found.url.startswith("https://") and found.named.startswith("http://"):
            yield Finding(
                name="issuer-is-not-https",
                confidence=Confidence.LIKELY,
                what="the metadata came over https and names an issuer that begins with http",
                why="servers behind a proxy that ends TLS name themselves like this when nobody tells them their address",
                help="set the server's public URL, or have its proxy send X-Forwarded-Proto and the server trust it",
                who=Who.ADMINISTRATOR,
                where=(Pointer("metadata", "issuer", found.named),),
                see=("RFC 8414 section 2", "tokencli explain issuer-is-not-https"),
            )
            return
