"""Members of a token request and of an authorization request, each put where a profile keeps it (RFC 6749 sections 4 and 5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tokencli.oauth.authorization.settings import AuthorizationSettings
from tokencli.oauth.grants import GRANTS, find_grant
from tokencli.oauth.identifiers import TOKEN_TYPES
from tokencli.oauth.parameter import parameters_of
from tokencli.settings.importing.proposal import holds_credential
from tokencli.wire.secret_names import is_secret_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tokencli.oauth.grants import Grant
    from tokencli.settings.importing.proposal import Draft

# What a server takes once, or what is made anew for every run.
_ONCE = {
    "code": "a code is good once (RFC 6749 section 4.1.2); a run gets its own",
    "code_verifier": "a run makes its own (RFC 7636 section 4.1)",
    "code_challenge": "a run makes its own (RFC 7636 section 4.2)",
    "state": "a run makes its own (RFC 6749 section 10.12)",
    "nonce": "a run makes its own (OpenID Connect Core section 3.1.2.1)",
    "device_code": "a run gets its own (RFC 8628 section 3.2)",
    "auth_req_id": "a run gets its own (OpenID CIBA Core section 7.3)",
    "assertion": "it expires within minutes; give a fresh one with --assertion, or --key and --iss to have one made",
    "ticket": "a permission ticket is good once (UMA 2.0 Grant section 3.3.1); give a fresh one with --ticket",
    "request_uri": "it is good once (RFC 9126 section 2.2)",
    "request": "a signed request is made anew for every run; see --request-object",
    "dpop_jkt": "it follows from the key; see --dpop-key",
}
_REPEATABLE = frozenset({"resource", "audience"})
_COMMON = frozenset({"scope", "resource", "audience", "acr_values", "authorization_details"})
_PKCE = {"S256": "S256", "plain": "plain"}
# Settings of grants that are no members of a request; a member of such a name is something else.
_OURS_ALONE = frozenset(
    {
        "key", "key_passphrase", "kid", "alg", "iss", "sub", "aud", "lifetime", "claim", "claims_file", "listen", "port", "pkce",
        "login_timeout", "par", "request_object", "oidc_request_compat", "no_wait", "resume", "client_notification_endpoint",
        "idp_issuer", "idp_client_id", "idp_client_secret", "idp_key",
    }
)  # fmt: skip


def credentials_of_query(query: str) -> tuple[str, ...]:
    """The pairs of a URL's query, as they are written, that may be credentials.

    Args:
        query: What stands after the question mark.
    """
    split = ((pair, *pair.partition("=")[::2]) for pair in query.split("&"))
    return tuple(
        pair for pair, name, value in split if is_secret_member(unquote(name)) or holds_credential(unquote(value))
    )


def propose_grant(draft: Draft, grant_type: str, origin: str) -> type[Grant] | None:
    """Proposes the grant of a grant type; None when it is empty, and for what is not known the grant `custom`."""
    if not grant_type:
        return None
    for listed in GRANTS:
        grant = listed.load()
        if grant.registered == grant_type and listed.name != "id-jag":
            draft.put("grant", listed.name.replace("-", "_"), origin)
            return grant
    draft.put("grant", "custom", origin)
    draft.put("grant_type", grant_type, origin)
    return find_grant("custom").load()


def grant_of(draft: Draft) -> type[Grant] | None:
    """The grant that is proposed already; None when there is none."""
    return find_grant(draft.text("grant").replace("_", "-")).load() if draft.text("grant") else None


def propose_token_members(
    draft: Draft,
    grant: type[Grant] | None,
    members: Iterable[tuple[str, str]],
    origin: Callable[[str], str],
    further: str = "param",
) -> None:
    """Proposes the members of a token request that are not the client's credentials.

    Args:
        draft: Takes them.
        grant: The grant; None where none is named.
        members: Names and values, in their order.
        origin: Says in words where a member stood.
        further: The setting for members that have none of their own: `param`, or `auth_param` for the request before.
    """
    own = _members_of(grant) if grant is not None else {}
    takes = _COMMON & grant.takes if grant is not None else _COMMON
    seen: set[str] = set()
    for name, value in members:
        again, where = name in seen and name not in _REPEATABLE, origin(name)
        seen.add(name)
        if name == "grant_type" or not value:
            continue
        if again:
            draft.leave_out(
                f"{name} ({where})", "it is there twice, which RFC 6749 section 3.2 forbids; the first is kept"
            )
        elif name in takes or name in own:
            _propose(draft, name, value, where, secret=own.get(name, False))
        else:
            propose_further(draft, further, name, value, where)


def propose_authorization_members(
    draft: Draft, members: Iterable[tuple[str, str]], origin: Callable[[str], str]
) -> None:
    """Proposes the members of an authorization request. Arguments as for `propose_token_members`."""
    own = _members_of(AuthorizationSettings)
    for name, value in members:
        where = origin(name)
        if name == "code_challenge_method":
            draft.put("pkce", _PKCE.get(value, ""), where)
        elif name == "response_type" and value == "code":
            continue  # what a run asks for anyway
        elif name == "client_id" or name in _COMMON or name in own:
            _propose(draft, name, value, where, secret=own.get(name, False))
        else:
            propose_further(draft, "auth_param", name, value, where)


def _members_of(declaring: type) -> dict[str, bool]:
    """The members of requests among what a class declares, each with whether it is secret."""
    return {one.name: one.secret for one in parameters_of(declaring) if one.name not in _OURS_ALONE}


def _propose(draft: Draft, name: str, value: str, where: str, *, secret: bool) -> None:
    if name in _ONCE:
        draft.leave_out(f"{name} ({where})", _ONCE[name])
    elif secret:
        draft.secret(name, value, where)
    elif name == "scope":
        draft.put("scope", tuple(value.split()), where)
    elif name in _REPEATABLE:
        draft.add(name, value, where)
    else:
        draft.put(name, _short_type(name, value), where)


def _short_type(name: str, value: str) -> str:
    """A token type by its short name (RFC 8693 section 3)."""
    short = {uri: name for name, uri in TOKEN_TYPES.items()}
    return short.get(value, value) if name.endswith("_token_type") else value


def propose_further(draft: Draft, setting: str, name: str, value: str, where: str) -> None:
    """Proposes a member that has no setting of its own.

    Args:
        draft: Takes it.
        setting: `param` or `auth_param`.
        name: The member's name.
        value: Its value.
        where: Where it stood, in words.
    """
    if name in _ONCE:
        draft.leave_out(f"{name} ({where})", _ONCE[name])
    elif re.search(r"[=@]", name) or not name:
        draft.leave_out(f"a member {name!r} ({where})", "a member of such a name cannot be written in a profile")
    elif is_secret_member(name) or holds_credential(value):
        draft.secret(setting, value, where, member=name)
    else:
        draft.add(setting, f"{name}={value}", where)
