"""Server metadata for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.diagnosis.times import moment
from tokencli.oauth.endpoints.discovery import Metadata
from tokencli.render.human.console import facts, line, stack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from tokencli.oauth.endpoints.protected_resource import ResourceMetadata
    from tokencli.render import Look
    from tokencli.wire.redaction import Redactor


def metadata_view(metadata: Metadata | ResourceMetadata, look: Look, redactor: Redactor) -> RenderableType:
    """The endpoints first, then what the server offers, then everything else."""
    members = metadata.members
    endpoints = [name for name in members if name.endswith(("_endpoint", "_uri")) and isinstance(members[name], str)]
    offers = [name for name in members if name.endswith("_supported")]
    title = "issuer" if "issuer" in members else "resource"
    rest = [name for name in members if name not in {*endpoints, *offers, title}]
    return stack(
        line(str(members.get(title, "")), "bold"),
        line(f"  {_origin(metadata, look)}"),
        *_section("endpoints", endpoints, members, redactor),
        *_section("offers", offers, members, redactor),
        *_section("further", rest, members, redactor),
        facts([("note", f"{one.what} ({one.spec})") for one in metadata.deviations], redactor)
        if metadata.deviations
        else None,
    )


def _origin(metadata: Metadata | ResourceMetadata, look: Look) -> str:
    kept = metadata.cached_at if isinstance(metadata, Metadata) else None
    return f"found at {metadata.url}" + ("" if kept is None else f", kept since {moment(kept, look.now)}")


def _section(
    title: str, names: list[str], members: Mapping[str, Any], redactor: Redactor
) -> tuple[RenderableType, ...]:
    if not names:
        return ()
    return line(""), line(title, "bold"), facts([(_short(name), _value(members[name])) for name in names], redactor)


def _short(name: str) -> str:
    return name.removesuffix("_supported").removesuffix("_endpoint").replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
