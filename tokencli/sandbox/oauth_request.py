"""A request the way Authlib asks about one, read strictly (RFC 6749 sections 3.1 and 3.2)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request

from tokencli.sandbox.received import FORM, record_request
from tokencli.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Request

    from tokencli.sandbox.records import Session

REPEATABLE = frozenset({"resource", "audience"})  # RFC 8707 section 2; `audience` follows it


class SandboxPayload(OAuth2Payload):  # type: ignore[misc] # Authlib ships no types
    """The parameters of a request."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        # RFC 6749 section 3.1: parameters sent without a value MUST be treated as if they were omitted from the request.
        self._pairs = [(name, value) for name, value in pairs if value]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values in the order sent."""
        return list(self._pairs)

    @property
    def data(self) -> dict[str, str]:
        """The first value of each parameter."""
        return dict(reversed(self._pairs))

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        """Every value of each parameter."""
        values: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in self._pairs:
            values[name].append(value)
        return values


class SandboxRequest(OAuth2Request):  # type: ignore[misc] # Authlib ships no types
    """A request to one of the OAuth endpoints."""

    def __init__(self, request: Request, pairs: Iterable[tuple[str, str]]) -> None:
        # Authlib refuses http:// unless AUTHLIB_INSECURE_TRANSPORT is set. That variable holds for the whole process
        # and would loosen every other use of Authlib in it. The sandbox listens on loopback only, which RFC 8252
        # section 8.3 allows without TLS; so this one check sees https, and nothing else is loosened.
        super().__init__(request.method, f"https://{request.host}{request.path}", headers=request.headers)
        self.uri = request.url
        self.payload = SandboxPayload(pairs)
        self.client: Any = None  # a RegisteredClient once it is authenticated
        self.session: Session | None = None  # at the authorization endpoint: the user's

    @property
    def args(self) -> dict[str, str]:
        """The parameters, wherever the endpoint takes them from."""
        return self.form

    @property
    def form(self) -> dict[str, str]:
        """The first value of each parameter."""
        return self.payload.data

    def require_single(self) -> None:
        """Lets pass a request that says everything once.

        Raises:
            Refusal: `invalid_request`, for a parameter that is there twice.
        """
        # RFC 6749 section 3.2: request and response parameters MUST NOT be included more than once.
        for name, values in self.payload.datalist.items():
            if len(values) > 1 and name not in REPEATABLE:
                raise Refusal("invalid_request", f"parameter {name} is there {len(values)} times")


def read_form(request: Request) -> SandboxRequest:
    """Reads a request to an endpoint that takes its parameters from a form body.

    Args:
        request: The request as Flask has it.

    Returns:
        The request for Authlib.

    Raises:
        Refusal: `invalid_request`, when it is no form, says something twice, or has a secret in its URI.
    """
    # RFC 6749 section 3.2 and appendix B: the parameters are sent using "application/x-www-form-urlencoded".
    if request.mimetype != FORM:
        raise Refusal("invalid_request", f"the body is {request.mimetype or 'of no stated type'}, not {FORM}")
    # RFC 6749 section 2.3.1: the parameters can only be transmitted in the request-body and MUST NOT be included in
    # the request URI.
    if "client_secret" in request.args:
        raise Refusal("invalid_request", "the client secret is in the request URI")
    read = SandboxRequest(request, record_request(request).form)
    read.require_single()
    return read


def read_authorization(request: Request) -> SandboxRequest:
    """Reads an authorization request, which may come by GET or by POST (OIDC Core 1.0 section 3.1.2.1).

    Args:
        request: The request as Flask has it.

    Returns:
        The request for Authlib; the body counts only where the query is empty.
    """
    received = record_request(request)
    return SandboxRequest(request, received.query or received.form)
