"""For each rule about protected resources some that it is about, and look-alikes that it leaves alone."""

from __future__ import annotations

from typing import Any

from tokencli.diagnosis.protected_resource_seen import ProtectedResourceSeen

RESOURCE = "https://mcp.example"
URL = f"{RESOURCE}/.well-known/oauth-protected-resource"
MCP = frozenset({"mcp"})


def resource(seen: dict[str, Any] | None = None, **members: Any) -> ProtectedResourceSeen:
    """A protected resource without a flaw but for these members; one that is None is left out."""
    good = {
        "resource": RESOURCE,
        "authorization_servers": ["https://as.example"],
        "bearer_methods_supported": ["header"],
    }
    told = {name: value for name, value in {**good, **members}.items() if value is not None}
    return ProtectedResourceSeen(RESOURCE, URL, told, **(seen or {}))


FIRES: dict[str, list[ProtectedResourceSeen]] = {
    "resource-mismatch": [
        resource(resource=f"{RESOURCE}/"),
        resource(resource="https://elsewhere.example"),
        resource(resource=f"{RESOURCE}/orders", seen={"exact": False}),
    ],
    "mcp-without-authorization-servers": [
        resource(authorization_servers=None, seen={"standards": MCP}),
        resource(authorization_servers=[], seen={"standards": MCP}),
    ],
    "token-in-query-accepted": [resource(bearer_methods_supported=["header", "query"])],
}
SILENT: dict[str, list[ProtectedResourceSeen]] = {
    "resource-mismatch": [resource(), resource(resource=f"{RESOURCE}/", seen={"exact": False})],
    "mcp-without-authorization-servers": [resource(seen={"standards": MCP}), resource(authorization_servers=None)],
    "token-in-query-accepted": [
        resource(),
        resource(bearer_methods_supported=["body"]),
        resource(bearer_methods_supported=[]),
    ],
}
