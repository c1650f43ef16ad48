"""What is unwise in an authorization request, or what the server's metadata says against it, seen before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.oauth.authorization.response_type import carries_tokens, is_signed
from tokencli.oauth.authorization.settings import UNSIGNED
from tokencli.oauth.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokencli.oauth.authorization.settings import AuthorizationSettings
    from tokencli.oauth.server import Server


def request_remarks(wanted: AuthorizationSettings, server: Server) -> tuple[Remark, ...]:
    """What can be said of a request beforehand.

    Args:
        wanted: What the request is to be.
        server: The server with its metadata.
    """
    return (*_pkce(wanted, server), *_response(wanted, server), *_request_object(wanted, server))


def _pkce(wanted: AuthorizationSettings, server: Server) -> Iterator[Remark]:
    listed = server.listed("code_challenge_methods_supported")
    if wanted.pkce != "S256":
        yield Remark(f"PKCE is {wanted.pkce}, so a stolen code can be used by others", "RFC 9700 section 2.1.1")
    elif listed is not None and "S256" not in listed:
        # RFC 9700 section 2.1.1: clients should use PKCE challenge methods that do not expose the verifier; never downgrade.
        yield Remark(
            f"the server lists the challenge methods {', '.join(listed) or 'none'}, not S256", "RFC 8414 section 2"
        )


def _response(wanted: AuthorizationSettings, server: Server) -> Iterator[Remark]:
    if carries_tokens(wanted.response_type):
        yield Remark(
            f"the response type {wanted.response_type!r} lets tokens travel through the browser",
            "RFC 9700 section 2.1.2",
        )
        if wanted.response_mode in {"query", "query.jwt"}:
            yield Remark("tokens must not travel in a query", "OAuth 2.0 Multiple Response Types section 3.0")
    modes = server.listed("response_modes_supported")
    mode = wanted.response_mode
    if mode and modes is not None and mode not in modes:
        yield Remark(f"the server lists the response modes {', '.join(modes)}, not {mode}", "RFC 8414 section 2")
    if is_signed(mode or "") and server.metadata.get("authorization_signing_alg_values_supported") == []:
        yield Remark("the server lists no algorithm for signed responses", "JARM section 4")


def _request_object(wanted: AuthorizationSettings, server: Server) -> Iterator[Remark]:
    # RFC 9101 section 10.5: the server demands signed request objects from every client.
    if server.metadata.get("require_signed_request_object") is True and wanted.request_object in {None, UNSIGNED}:
        yield Remark("the server demands signed request objects", "RFC 9101 section 10.5")
    if wanted.request_object == UNSIGNED:
        yield Remark("the request object is not signed, so anybody could have made it", "RFC 9101 section 10.2")
