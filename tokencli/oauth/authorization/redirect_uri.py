"""Redirect URIs of a program on the person's own machine (RFC 8252 section 7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from tokencli.errors import UsageProblem
from tokencli.oauth.flow import Listen

DEFAULT_PATH = "/callback"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the answer of the browser is waited for.

    Attributes:
        addresses: The addresses to bind, all on the same port.
        ports: The ports to try in this order; 0 is any free one.
        path: The path that the answer must come to.
        scheme: `http` or `https`.
        host: The host as it stands in the redirect URI.
        redirect_uri: The redirect URI where it is fixed; None when it follows from the port that was bound.
    """

    addresses: tuple[str, ...]
    ports: tuple[int, ...]
    path: str
    scheme: str = "http"
    host: str = "127.0.0.1"
    redirect_uri: str | None = None

    @property
    def step(self) -> Listen:
        """The step that binds the port."""
        return Listen(self.addresses, self.ports, self.path, self.host, self.scheme == "https")

    def uri(self, port: int) -> str:
        """The redirect URI when this port was bound."""
        if self.redirect_uri is not None:
            return self.redirect_uri
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{port}{self.path}"


def listening(redirect_uri: str | None, listen: str | None, ports: tuple[int, ...]) -> Listening | None:
    """Where to listen for the answer to an authorization request.

    Args:
        redirect_uri: The redirect URI that the person fixed; a loopback one without a port gets a free port.
        listen: The address to bind, `HOST` or `HOST:PORT`, where it is not that of the redirect URI.
        ports: The ports to try.

    Returns:
        None when the redirect URI is not on this machine and no address was named: the answer can only be pasted.

    Raises:
        UsageProblem: The redirect URI or the address is malformed.
    """
    if redirect_uri is None:
        address, port = _address(listen, "127.0.0.1")
        return Listening(_families(address), _ports(port, ports), DEFAULT_PATH, host=address)
    parts = _split(redirect_uri)
    host, path = parts.hostname or "", parts.path or "/"
    if host not in LOOPBACK_HOSTS and listen is None:
        return None
    address, port = _address(listen, host)
    # RFC 8252 section 7.3: the authorization server MUST allow any port to be specified for loopback IP redirect URIs.
    open_port = parts.port is None and parts.scheme == "http" and host in LOOPBACK_HOSTS and listen is None
    fixed = None if open_port else redirect_uri
    chosen = _ports(port, ports) if open_port or listen else (parts.port or (443 if parts.scheme == "https" else 80),)
    return Listening(_families(address), chosen, path, parts.scheme, host, fixed)


def _split(redirect_uri: str) -> SplitResult:
    try:
        parts = urlsplit(redirect_uri)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as problem:
        raise UsageProblem(f"--redirect-uri: {redirect_uri!r} is no URI: {problem}") from None
    if not parts.scheme:
        raise UsageProblem(f"--redirect-uri: {redirect_uri!r} has no scheme", "write it in full, as registered")
    # RFC 6749 section 3.1.2: the endpoint URI MUST NOT include a fragment component.
    if parts.fragment:
        raise UsageProblem("--redirect-uri: a redirect URI has no fragment (#…)")
    return parts


def _families(address: str) -> tuple[str, ...]:
    # `localhost` may mean either loopback; whichever a browser takes must be answered.
    return ("127.0.0.1", "::1") if address == "localhost" else (address,)


def _ports(port: int | None, ports: tuple[int, ...]) -> tuple[int, ...]:
    return (port,) if port is not None else ports or (0,)


def _address(listen: str | None, default: str) -> tuple[str, int | None]:
    if listen is None:
        return default, None
    host, colon, port = listen.rpartition(":")
    # An IPv6 address may stand without its brackets where no port follows it.
    if not colon or listen.endswith("]") or (":" in host and not host.endswith("]")):
        return listen.strip("[]"), None
    if not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 - the largest port
        raise UsageProblem(f"--listen: {listen!r} is not HOST or HOST:PORT")
    return host.strip("[]"), int(port)
