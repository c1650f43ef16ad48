"""The client's credentials in a request, put where a profile keeps them (RFC 6749 section 2.3, RFC 7523 section 2.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_plus

from tokencli.jose.peek import NotAJwt, peek
from tokencli.wire.credentials import BasicCredentials, read_basic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.settings.importing.proposal import Draft

CREDENTIALS = frozenset({"client_id", "client_secret", "client_assertion", "client_assertion_type"})
_FORM_ENCODED = re.compile(r"(?:[\w.~*+-]|%[0-9A-Fa-f]{2})*", re.ASCII)
_ENCODED_BY_SHELL = re.compile(r"\$\(form (\w+)\)")  # as our own export writes it

# `Basic $(echo -n ID:SECRET | base64)`, with or without quotes; what else a command may be is not for us to guess.
_ENCODED_BY_COMMAND = re.compile(
    r"""Basic \$\(\s*(?:echo -n|printf(?: ['"]?%s['"]?)?)\s+['"]?([^\s'"|]+:[^\s'"|]*?)['"]?\s*\|\s*base64[^|)]*\)""",
    re.IGNORECASE,
)


def propose_basic(draft: Draft, header: str, origin: str) -> bool:
    """Proposes what an Authorization header of the scheme Basic says; False when it is none.

    Args:
        draft: Takes it.
        header: The header's value.
        origin: Where it stood, in words.
    """
    written = _ENCODED_BY_COMMAND.fullmatch(header)
    found = BasicCredentials(*written[1].partition(":")[::2]) if written else read_basic(header)
    if found is None:
        return False
    user, secret = found.user_id, found.password or ""
    if shell := _ENCODED_BY_SHELL.fullmatch(secret):
        user, secret = unquote_plus(user), f"${shell[1]}"
    elif draft.variable_in(user + secret) is None:
        user, secret = _decoded(draft, user, secret)
    elif secret:
        # What the variable holds is sent without form-encoding, and so nothing else is the same request.
        draft.put("basic_encoding", "raw", f"{origin}, where a variable is sent as it is")
    draft.put("client_id", user, origin)
    if secret:
        draft.secret("client_secret", secret, origin)
        draft.put("auth_method", "basic", origin)
    return True


def _decoded(draft: Draft, user: str, secret: str) -> tuple[str, str]:
    """Id and secret as a profile has them: form-decoded where they were form-encoded, else with `basic_encoding` raw."""
    if all(quote_plus(one) == one for one in (user, secret)):
        return user, secret  # form-encoding changes nothing, so it does not matter
    # RFC 6749 section 2.3.1: the client identifier and password are encoded using the form-urlencoded algorithm.
    encoded = all(_FORM_ENCODED.fullmatch(one) for one in (user, secret)) and "%" in user + secret
    plain = tuple(unquote_plus(one, errors="replace") for one in (user, secret))
    if encoded and "\ufffd" not in "".join(plain):
        draft.note(
            "id and secret were form-encoded in the Basic header (RFC 6749 section 2.3.1); they are kept decoded"
        )
        return plain[0], plain[1]
    draft.put("basic_encoding", "raw", "id and secret of the Basic header, which are not form-encoded")
    draft.note("id or secret has characters that RFC 6749 section 2.3.1 wants form-encoded, and is sent raw as before")
    return user, secret


def propose_client_members(draft: Draft, members: Mapping[str, str], origin: str) -> None:
    """Proposes the client's members of a body.

    Args:
        draft: Takes them; what a header said before stands.
        members: The members by name.
        origin: Where they stood, in words.
    """
    client_id = members.get("client_id", "")
    if client_id and draft.text("client_id") not in {"", client_id}:
        draft.add("param", f"client_id={client_id}", f"client_id {origin}")
        draft.note("the body names another client than the Basic header; both are kept")
    draft.put("client_id", client_id, f"client_id {origin}")
    if members.get("client_secret"):
        if draft.has("client_secret"):
            draft.leave_out(
                f"client_secret {origin}", "the Basic header has it too (RFC 6749 section 2.3 allows one method)"
            )
        else:
            draft.secret("client_secret", members["client_secret"], f"client_secret {origin}")
            draft.put("auth_method", "post", f"client_secret {origin}")
    if members.get("client_assertion"):
        _propose_assertion(draft, members["client_assertion"], origin)


def _propose_assertion(draft: Draft, assertion: str, origin: str) -> None:
    """What a client assertion says of the client and of how it is signed; the assertion itself is good for a minute."""
    where = f"client_assertion {origin}"
    draft.leave_out(where, "it is made anew for every request (RFC 7523 section 3)")
    try:
        token = peek(assertion)
    except NotAJwt:
        draft.note("give the client assertion with --client-assertion REF, or --key REF to have it made")
        return
    claims = token.claims or {}
    algorithm = str(token.header.get("alg", ""))
    method = "secret-jwt" if algorithm.startswith("HS") else "private-key-jwt"
    draft.put("client_id", str(claims.get("sub") or claims.get("iss") or ""), where)
    draft.put("auth_method", method, where)
    draft.put("alg", algorithm, where)
    if method == "private-key-jwt":
        draft.put("kid", str(token.header.get("kid") or ""), where)
    audience = claims.get("aud")
    if isinstance(audience, str):
        same = audience == draft.text("token_endpoint")
        draft.put("assertion_audience", "token-endpoint" if same else audience, where)
    wanted = "--client-secret" if method == "secret-jwt" else "--key"
    draft.note(f"what signs the client assertion is not in the source: give {wanted}")
