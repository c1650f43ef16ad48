"""What a token holds that was not held against anything, since nobody said what it must be: a verdict has to name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokencli.oauth.tokens.binding import bound_to
from tokencli.oauth.tokens.check import Unchecked
from tokencli.oauth.tokens.token_use import Use

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# Claims that only an ID token is held against, with what has to be at hand.
_BESIDE = {
    "nonce": ("nonce", "give the nonce of the authorization request with --nonce"),
    "at_hash": ("access_token", "give the access token that came with it with --access-token"),
    "c_hash": ("code", "give the code that it was traded for with --code"),
    "s_hash": ("state", "the state of the authorization request is not at hand"),
}


def left_unchecked(
    claims: Mapping[str, Any], use: Use, said: Collection[str], *, own_issuer: bool
) -> tuple[Unchecked, ...]:
    """What was not checked, and what would have to be said for it.

    Args:
        claims: The claims of the token.
        use: The rules it was checked by.
        said: What somebody said of it: `issuer`, `audience`, `client_id`, `nonce`, `access_token`, `code`, `bound_to`.
        own_issuer: Whether the issuer was taken from the token itself.
    """
    return (
        *_issuer(claims, said, own_issuer=own_issuer),
        *_audience(claims, use, said),
        *_end(claims, use),
        *(_beside(claims, said) if use is Use.ID_TOKEN else ()),
        *_binding(claims, said),
    )


def _issuer(claims: Mapping[str, Any], said: Collection[str], *, own_issuer: bool) -> Iterator[Unchecked]:
    if "issuer" in said:
        return
    if own_issuer:
        # RFC 8725 section 3.8: the keys must belong to the issuer; whether that issuer is one to trust, no token can say.
        why = "taken from the token itself, so that anybody's token would pass; say with --issuer whom you trust"
        yield Unchecked("iss", why)
    elif "iss" in claims:
        yield Unchecked("iss", "say with --issuer who must have issued it")


def _audience(claims: Mapping[str, Any], use: Use, said: Collection[str]) -> Iterator[Unchecked]:
    wanted, option = ("client_id", "--client-id") if use is Use.ID_TOKEN else ("audience", "--audience")
    if wanted not in said and "aud" in claims:
        yield Unchecked("aud", f"say with {option} whom it must be for")


def _end(claims: Mapping[str, Any], use: Use) -> Iterator[Unchecked]:
    if use is Use.JWT and "exp" not in claims:
        yield Unchecked("exp", "it has none, so that it is good for ever")


def _beside(claims: Mapping[str, Any], said: Collection[str]) -> Iterator[Unchecked]:
    for name, (wanted, help_text) in _BESIDE.items():
        if name in claims and wanted not in said:
            yield Unchecked(name, help_text)
        elif name not in claims and wanted in said and name != "nonce":
            yield Unchecked(name, f"it has none to compare the {wanted.replace('_', ' ')} with")


def _binding(claims: Mapping[str, Any], said: Collection[str]) -> Iterator[Unchecked]:
    if "cnf" in claims and "bound_to" not in said:
        bound = ", ".join(bound_to(claims)) or "a confirmation that is not known here"
        yield Unchecked("cnf", f"bound by {bound}; say with --bound-to whose key or certificate that must be")
