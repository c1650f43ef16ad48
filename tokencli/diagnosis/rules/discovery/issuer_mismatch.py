"""The metadata names another issuer than the one it was fetched for.

Means:
    Every server has one issuer identifier, compared letter for letter: a final slash, http for https, another host or
    tenant make it another issuer. Metadata of another issuer must not be used.

Seen by:
    A metadata document whose `issuer` is not what its URL was made from.

Do:
    Where the document is the right server's, give `--issuer` exactly as it says. Else correct the URL.

See:
    RFC 8414 section 3.3, OpenID Connect Discovery section 4.3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.discovered import Discovered, read_discovered
from tokencli.diagnosis.finding import Confidence, Finding, Pointer
from tokencli.wire.exchange import Purpose
from tokencli.wire.placeholders import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.diagnosis.evidence import Evidence


def look(evidence: Evidence) -> Iterator[Finding]:
    """A metadata document of another issuer."""
    # RFC 8414 section 3.3: the issuer value returned MUST be identical to the issuer identifier value that was used to
    # create the URL; if they are not identical, the data contained in the response MUST NOT be used.
    found = next(
        (one for one in read_discovered(evidence) if not one.same and same(one.asked, one.named) is False), None
    )
    if found is None:
        return
    yield Finding(
        name="issuer-mismatch",
        confidence=Confidence.POSSIBLE if _went_on(evidence, found) else Confidence.CERTAIN,
        what="the metadata names another issuer than the one it was fetched for",
        why=f"RFC 8414 section 3.3 requires identical values; {_difference(found)}",
        help=_help(found),
        where=(
            Pointer("metadata request", "issuer", found.asked),
            Pointer("metadata", "issuer", found.named),
        ),
        see=("RFC 8414 section 3.3", "OpenID Connect Discovery section 4.3", "tokencli explain issuer-mismatch"),
    )


def _is_template(found: Discovered) -> bool:
    return "{" in found.named


def _went_on(evidence: Evidence, found: Discovered) -> bool:
    """Whether a template of an issuer, as servers for many tenants publish, kept nobody from the requests after it."""
    return _is_template(found) and evidence.last is not None and evidence.last.purpose is not Purpose.METADATA


def _difference(found: Discovered) -> str:
    asked, named = found.asked, found.named
    if asked.rstrip("/") == named.rstrip("/"):
        where = "the metadata" if len(named) > len(asked) else "the settings"
        return f"only the final slash differs, which stands in {where} alone"
    same = next((at for at, (one, other) in enumerate(zip(asked, named, strict=False)) if one != other), None)
    same = min(len(asked), len(named)) if same is None else same
    return f"they differ from character {same + 1} on: {asked[same:] or 'nothing'} and {named[same:] or 'nothing'}"


def _help(found: Discovered) -> str:
    if _is_template(found):
        return "the metadata is a template for many tenants: give the tenant's own issuer with --issuer"
    return f"if that is the server you mean:  --issuer {found.named}"
