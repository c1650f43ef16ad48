"""One request to an API with a valid token: Bearer, or bound to a key; what the API says of the token is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.app.dpop_key import dpop_of, kept_reference
from tokencli.app.results import Run
from tokencli.app.stored_token import stored_token, valid_token
from tokencli.app.token_at_rest import Held
from tokencli.app.wiring import shown_settings
from tokencli.errors import UsageProblem
from tokencli.oauth.resource_request import AccessToken, ask_resource
from tokencli.runtime.dry_run import first_request
from tokencli.wire.exchange import Purpose
from tokencli.wire.trace import Setting

if TYPE_CHECKING:
    from tokencli.app.token_at_rest import Wanted
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.resource_request import ResourceAnswer, ResourceRequest
    from tokencli.runtime.handing_on import Taker
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Request


def call(request: ResourceRequest, wanted: Wanted, taker: Taker) -> Run:
    """Gets a token and asks the API.

    Args:
        request: The request without the token.
        wanted: Which token.
        taker: Takes the API's answer as it comes.

    Returns:
        The run; when no token could be had, the one that failed to bring it.

    Raises:
        UsageProblem: A setting is missing or wrong, or the token cannot be sent.
        PersonNeeded: A person must sign in, and there is none here.
        LockNotGot: Another process held the lock all the time.
        StoreProblem: The store could not keep what a refresh would bring, so nothing was sent.
        OSError: The taker could not take the answer.
    """
    token = obtain(wanted)
    if isinstance(token, Run):
        return token
    wiring = wanted.wiring()
    wiring.recorder.taker = taker
    ended = wiring.perform(_flow(request, token, wanted))
    shown = shown_settings(wanted.settings, wiring.redactor())
    profile = wanted.settings.profile
    named = (Setting("profile", profile, "the command line"),) if profile else ()
    return Run(ended, tuple(wiring.recorder.exchanges), wiring.metadata, (*named, *shown))


def dry_call(request: ResourceRequest, wanted: Wanted) -> Request:
    """The request that `call` would send with the stored token, to the last octet. Errors as there.

    Raises:
        UsageProblem: No token is stored that is still good; getting one would send something.
    """
    held = stored_token(wanted)
    if held is None:
        what = f"a dry run sends nothing, and no token that is still good is stored for {wanted.profile_name}"
        if wanted.settings.get("store") == "none":
            raise UsageProblem(f"{what}, which keeps none", "name a store with --store, and get one first")
        raise UsageProblem(what, f"get one first: {wanted.login_command}")
    return first_request(_flow(request, _held_token(held, wanted), wanted))


def obtain(wanted: Wanted) -> AccessToken | Run:
    """A valid access token, ready to be sent; or the run that failed to bring one. Errors as for `call`."""
    found = valid_token(wanted)
    if isinstance(found, Held):
        return _held_token(found, wanted)
    if found.product is None:
        return found
    return AccessToken(found.product.access_token, found.product.token_type, found.dpop)


def _held_token(held: Held, wanted: Wanted) -> AccessToken:
    kept = held.record.dpop_key
    dpop = dpop_of(kept_reference(kept), None, wanted.wiring()) if kept else None
    return AccessToken(held.tokens.access_token, held.tokens.token_type, dpop)


def _flow(request: ResourceRequest, token: AccessToken, wanted: Wanted) -> Flow[ResourceAnswer | NoAnswer]:
    wiring = wanted.wiring()
    wiring.secrets.known.add(token.value)
    return ask_resource(request, token, wiring.ambient, Purpose.RESOURCE, lambda _: True)
