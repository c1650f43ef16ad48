"""Which redirect URIs a client may name (RFC 6749 section 3.1.2.3, RFC 8252 section 7.3)."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _same_but_port(registered: SplitResult, given: SplitResult) -> bool:
    # urlsplit drops an empty fragment; RFC 6749 section 3.1.2: the URI MUST NOT include a fragment component.
    if given.scheme != "http" or given.hostname not in LOOPBACK or "@" in given.netloc:
        return False
    mine = (registered.scheme, registered.hostname, registered.path, registered.query)
    return mine == (given.scheme, given.hostname, given.path, given.query)


def is_registered(registered: tuple[str, ...], given: str) -> bool:
    """Whether a redirect URI is one of those registered.

    Args:
        registered: The URIs of the client.
        given: The URI of the request.

    Returns:
        True when it is the same string, or differs in the port alone and is on loopback.
    """
    # RFC 6749 section 3.1.2.3: the server MUST compare the two URIs using simple string comparison.
    if given in registered:
        return True
    parts = _split(given)
    if parts is None or "#" in given:
        return False
    # RFC 8252 section 7.3: the authorization server MUST allow any port to be specified at the time of the request
    # for loopback IP redirect URIs.
    return any(_same_but_port(urlsplit(one), parts) for one in registered)
