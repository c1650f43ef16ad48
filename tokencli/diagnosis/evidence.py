"""What a run left behind, as rules look at it; the same from a live run and from a redacted trace."""

from __future__ import annotations

import email.utils
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Any, assert_never
from urllib.parse import urlsplit

from tokencli.diagnosis.client_seen import ClientSeen, known_facts, read_client
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.authorization.delivery import members_of
from tokencli.oauth.authorization.par import read_pushed
from tokencli.oauth.endpoints.device_authorization import read_device_authorization
from tokencli.oauth.error_response import ErrorResponse, error_code
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.providers import product_in, recognise
from tokencli.wire import form
from tokencli.wire.challenge import read_challenges
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE, host_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.endpoints.device_authorization import DeviceAuthorization
    from tokencli.oauth.tokens.token_set import TokenSet
    from tokencli.providers.model import Provider
    from tokencli.wire.message import Request, Response
    from tokencli.wire.redaction import SecretFacts
    from tokencli.wire.trace import Setting

_UNAUTHORIZED = 401
_REFUSED = 400  # and above: RFC 9110 section 15.5 and 15.6
# Refusals that are about something else than the client, whatever status they come with.
_NOT_THE_CLIENT = frozenset({"invalid_grant", "invalid_scope", "unsupported_grant_type", "invalid_target"})


@dataclass(frozen=True)
class Evidence:
    """The exchanges of a run and what is known besides.

    Attributes:
        exchanges: In their order.
        metadata: The server's metadata; empty when unknown.
        settings: The settings of the run, secrets as references.
        tokens: JWTs that were found by themselves.
        looked_at: When somebody looks at it, in seconds since 1970-01-01 UTC; None where that does not matter.
    """

    exchanges: tuple[Exchange, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    tokens: tuple[str, ...] = ()
    looked_at: float | None = None

    @cached_property
    def last(self) -> Exchange | None:
        """The exchange the run ended with; fetching keys to look at the answer is no step of its own."""
        return next((one for one in reversed(self.exchanges) if one.purpose is not Purpose.KEYS), None)

    @cached_property
    def request(self) -> Request | None:
        """The request the run ended with; None when only the answer was seen."""
        return self.last.asked if self.last else None

    @cached_property
    def request_whole(self) -> bool:
        """Whether all of the last request was seen, so that what is not there was not sent."""
        if self.request is None or not self.request.method:
            return False
        length = self.request.header("content-length") or "0"
        return bool(self.request.body) or length.strip() == "0"

    @cached_property
    def response(self) -> Response | None:
        """The response the run ended with; None when none came."""
        return self.last.response if self.last else None

    @cached_property
    def no_answer(self) -> NoAnswer | None:
        """Why no answer came; None when one did."""
        return self.last.answer if self.last and isinstance(self.last.answer, NoAnswer) else None

    @cached_property
    def reply(self) -> TokenSet | DeviceAuthorization | ErrorResponse | Unrecognised | None:
        """The response the run ended with, judged; None where it is no answer of a token endpoint's kind, or none came."""
        if self.last is None or self.response is None:
            return None
        match self.last.purpose:
            case Purpose.METADATA | Purpose.KEYS:
                return None
            case Purpose.DEVICE_AUTHORIZATION:
                return read_device_authorization(self.response)
            case Purpose.AUTHORIZATION:
                return _refused_in_browser(self.response)
            case Purpose.RESOURCE:
                return _refused_by_challenge(self.response)
            case Purpose.PUSHED_AUTHORIZATION:
                pushed = read_pushed(self.response)
                return None if isinstance(pushed, str) else pushed
            case Purpose.TOKEN:
                return read_token_reply(self.response, self.last.started_at + self.last.seconds)
            case _:
                assert_never(self.last.purpose)

    @cached_property
    def refusal(self) -> ErrorResponse | None:
        """The server's refusal; None when it did not refuse."""
        return self.reply if isinstance(self.reply, ErrorResponse) else None

    @cached_property
    def error(self) -> str:
        """The error code of the refusal; an empty text when there is none."""
        return self.refusal.error if self.refusal else ""

    @cached_property
    def description(self) -> str:
        """The server's own words of the refusal; an empty text when there are none."""
        return self.refusal.description if self.refusal else ""

    @cached_property
    def unrecognised(self) -> Unrecognised | None:
        """The answer when it is neither a success nor a refusal in the protocol's words; else None."""
        return self.reply if isinstance(self.reply, Unrecognised) else None

    @cached_property
    def refused(self) -> bool:
        """Whether the server said no, in whatever words."""
        return self.refusal is not None or (self.unrecognised is not None and self.status >= _REFUSED)

    @cached_property
    def unjudged(self) -> bool:
        """Whether nobody saw what the server said: then what is odd about the request counts all the same."""
        return self.last is not None and self.last.answer_unseen

    @cached_property
    def in_question(self) -> bool:
        """Whether the server said no, or nobody saw what it said."""
        return self.refused or self.unjudged

    @cached_property
    def client_refused(self) -> bool:
        """Whether the server said no to the client itself: invalid_client, or a 401 that names nothing else."""
        if self.error == "invalid_client":
            return True
        if self.last is not None and self.last.purpose in {Purpose.AUTHORIZATION, Purpose.RESOURCE}:
            return False
        return self.refused and self.status == _UNAUTHORIZED and self.error not in _NOT_THE_CLIENT

    @cached_property
    def status(self) -> int:
        """The status code of the last response; 0 when none came."""
        return self.response.status if self.response else 0

    @cached_property
    def form(self) -> tuple[tuple[str, str], ...]:
        """The members of the form in the last request; empty when it has none, or is a call to an API."""
        api = self.last is not None and self.last.purpose is Purpose.RESOURCE
        return _form(self.request) if self.request and not api else ()

    def member(self, name: str) -> str | None:
        """The value of a member of the form; None when it is not there."""
        return next((value for key, value in self.form if key == name), None)

    def facts(self, name: str) -> SecretFacts | None:
        """The facts of a secret member; None when it is not there, or nothing of it was left to know."""
        return known_facts(self.member(name))

    @cached_property
    def asked_scope(self) -> tuple[str, ...]:
        """The scope words that were asked for: in the last request that names any, else in the settings."""
        texts = [dict(_asked(exchange)).get("scope", "") for exchange in reversed(self.exchanges)]
        setting = self.setting("scope")
        text = next((text for text in texts if text), setting.value.replace(",", " ") if setting else "")
        return tuple(dict.fromkeys(text.split()))

    @cached_property
    def sent_at(self) -> float | None:
        """When the last request was sent by our clock, in seconds since 1970-01-01 UTC; None when that is not known."""
        return self.last.started_at if self.last and self.last.started_at > 0 else None

    @cached_property
    def server_time(self) -> float | None:
        """The server's clock as its last response says, in seconds since 1970-01-01 UTC; None when it does not say."""
        date = self.response.header("date") if self.response else None
        return _moment(date) if date else None

    @cached_property
    def grant_type(self) -> str:
        """The grant type of the last request; an empty text when it names none."""
        return self.member("grant_type") or ""

    @cached_property
    def client(self) -> ClientSeen:
        """How the last request shows who the client is."""
        return read_client(self.request.header("authorization") or "" if self.request else "", self.form)

    @cached_property
    def auth_methods(self) -> tuple[str, ...] | None:
        """The client authentication methods the metadata lists; None when it says nothing."""
        return self.listed("token_endpoint_auth_methods_supported")

    def listed(self, name: str) -> tuple[str, ...] | None:
        """A list in the metadata; None when it says nothing."""
        value = self.metadata.get(name)
        return tuple(str(one) for one in value) if isinstance(value, list) else None

    @cached_property
    def provider(self) -> Provider | None:
        """The product behind the server: the one that was named, else the one that is recognised, else None."""
        named = self.setting("provider")
        if named is not None and (provider := product_in(named.value)) is not None:
            return provider
        return recognise(self.request.url, self.metadata, self.response) if self.request else None

    @cached_property
    def endpoint_path(self) -> str:
        """The path of the URL that was asked last."""
        return urlsplit(self.request.url).path if self.request else ""

    @cached_property
    def host(self) -> str:
        """The host that was asked last, with its port where it is not the scheme's own."""
        return host_header(self.request.url) if self.request else ""

    def ended_without_answer(self, reason: NoAnswerReason) -> NoAnswer | None:
        """Why no answer came, when it is for this reason; else None."""
        return self.no_answer if self.no_answer and self.no_answer.reason is reason else None

    def setting(self, name: str) -> Setting | None:
        """A setting of the run, for its value and its origin; None when it was not given."""
        return next((one for one in self.settings if one.name == name), None)


def _refused_in_browser(delivery: Response) -> ErrorResponse | None:
    members = dict(members_of(delivery))
    code = error_code(members)
    return None if code is None else ErrorResponse(code, members, delivery)


def _refused_by_challenge(response: Response) -> ErrorResponse | None:
    # RFC 6750 section 3: the resource server names the error in the challenge.
    for challenge in read_challenges(response.headers_named("www-authenticate")):
        if challenge.get("error"):
            return ErrorResponse(challenge.get("error") or "", dict(challenge.parameters), response)
    return None


def _asked(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    in_browser = exchange.purpose is Purpose.AUTHORIZATION
    return (*(form.decode(urlsplit(exchange.request.url).query) if in_browser else ()), *_form(exchange.request))


def _form(request: Request) -> tuple[tuple[str, str], ...]:
    if not (request.header("content-type") or "").lower().startswith(FORM_MEDIA_TYPE):
        return ()
    return form.decode(request.body.decode("utf-8", "replace"))


def _moment(date: str) -> float | None:
    try:
        moment = email.utils.parsedate_to_datetime(date)
        # RFC 9110 section 5.6.7: a recipient MUST interpret a date without a zone as UTC.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
