"""What a run left behind, as rules look at it; the same from a live run and from a redacted trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tokencli.diagnosis.client_seen import ClientSeen, known_facts, read_client, with_certificate
from tokencli.diagnosis.judged import Judged, judged
from tokencli.oauth.answer import Unrecognised
from tokencli.oauth.error_response import ErrorResponse
from tokencli.providers import product_in, recognise
from tokencli.wire import form
from tokencli.wire.carried_secrets import carried_secrets
from tokencli.wire.challenge import Challenge, read_challenges
from tokencli.wire.exchange import Exchange, NoAnswer, NoAnswerReason, Purpose
from tokencli.wire.http_date import read_http_date
from tokencli.wire.message import FORM_MEDIA_TYPE, host_header
from tokencli.wire.redaction import Redactor
from tokencli.wire.secret_names import SECRET_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.providers.model import Provider
    from tokencli.wire.message import Request, Response
    from tokencli.wire.redaction import SecretFacts
    from tokencli.wire.trace import Setting

_UNAUTHORIZED = 401
_REFUSED = 400  # and above: RFC 9110 section 15.5 and 15.6
# Refusals that are about something else than the client, whatever status they come with.
# Errors of what is asked for: client and grant were found good, or not looked at.
OF_THE_REQUEST = frozenset({"invalid_scope", "unsupported_grant_type", "invalid_target"})
NOT_THE_CLIENT = frozenset({"invalid_grant"}) | OF_THE_REQUEST
_BESIDE = frozenset({Purpose.KEYS, Purpose.ASSERTION})


@dataclass(frozen=True)
class Evidence:
    """The exchanges of a run and what is known besides.

    Attributes:
        exchanges: In their order.
        metadata: The server's metadata; empty when unknown.
        settings: The settings of the run, secrets as references.
        secrets: The secrets that the run read; those that the exchanges carried are known besides.
        tokens: JWTs that were found by themselves, each with the time beside it, in seconds since 1970-01-01 UTC; 0 where
            there is none.
        looked_at: When somebody looks at it, in seconds since 1970-01-01 UTC; None where that does not matter.
    """

    exchanges: tuple[Exchange, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    tokens: Mapping[str, float] = field(default_factory=dict, repr=False)
    looked_at: float | None = None

    def told(self, text: str, longest: int) -> str:
        """A stranger's words as a finding may hold them: without secrets, and only then cut, so that no part of one stays."""
        shown = self._without_secrets.text(text)
        return shown if len(shown) <= longest else shown[: longest - 1] + "…"

    @cached_property
    def _without_secrets(self) -> Redactor:
        return Redactor(self.secrets | carried_secrets(self.exchanges, SECRET_NAMES), brief=True)

    @cached_property
    def last(self) -> Exchange | None:
        """The exchange the run ended with; fetching keys or an assertion for it is no step of its own.

        Where nothing but metadata was asked for, the keys are what the run was for.
        """
        step = next((one for one in reversed(self.exchanges) if one.purpose not in _BESIDE), None)
        keys = next((one for one in reversed(self.exchanges) if one.purpose is Purpose.KEYS), None)
        return keys if keys is not None and (step is None or step.purpose is Purpose.METADATA) else step

    @cached_property
    def request(self) -> Request | None:
        """The request the run ended with; None when only the answer was seen."""
        return self.last.asked if self.last else None

    @cached_property
    def request_whole(self) -> bool:
        """Whether all of the last request was seen, so that what is not there was not sent.

        Of members that stand by themselves, as in a log, some may have been left out; a command may read its body from a file.
        """
        if self.request is None or not self.request.method or not self.request.url:
            return False
        if self.request.body:
            return not any("@" in name and not value for name, value in self.form)
        return (self.request.header("content-length") or "0").strip() == "0"

    @cached_property
    def response(self) -> Response | None:
        """The response the run ended with; None when none came."""
        return self.last.response if self.last else None

    @cached_property
    def no_answer(self) -> NoAnswer | None:
        """Why no answer came; None when one did."""
        return self.last.answer if self.last and isinstance(self.last.answer, NoAnswer) else None

    @cached_property
    def reply(self) -> Judged | None:
        """The response the run ended with, judged as far as rules look at it; None where it is of another kind, or none came."""
        if self.last is None or self.response is None:
            return None
        return judged(self.last, self.response)

    @cached_property
    def at_resource(self) -> bool:
        """Whether the run ended at a protected resource: there the token is judged, not the client."""
        return self.last is not None and self.last.purpose in {Purpose.USERINFO, Purpose.RESOURCE}

    @cached_property
    def challenges(self) -> tuple[Challenge, ...]:
        """What the last response wants to see in `Authorization`."""
        return read_challenges(self.response.headers_named("www-authenticate")) if self.response else ()

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
        if self.at_resource:
            return False
        if self.error == "invalid_client":
            return True
        if self.last is not None and self.last.purpose is Purpose.AUTHORIZATION:
            return False
        return self.refused and self.status == _UNAUTHORIZED and self.error not in NOT_THE_CLIENT

    @cached_property
    def status(self) -> int:
        """The status code of the last response; 0 when none came."""
        return self.response.status if self.response else 0

    @cached_property
    def form(self) -> tuple[tuple[str, str], ...]:
        """The members of the form in the last request; empty when it has none, or when it is one to a resource."""
        return _form(self.request) if self.request and not self.at_resource else ()

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
        return read_http_date(self.response.header("date") or "") if self.response else None

    @cached_property
    def grant_type(self) -> str:
        """The grant type of the last request; an empty text when it names none."""
        return self.member("grant_type") or ""

    @cached_property
    def client(self) -> ClientSeen:
        """How the last request shows who the client is."""
        seen = read_client(self.request.header("authorization") or "" if self.request else "", self.form)
        if self.setting("cert") is None:
            return seen
        named = self.setting("auth_method")
        return with_certificate(seen, named.value if named else "", self.auth_methods)

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
        endpoint = self.request.url.partition("?")[0] if self.request else ""
        return recognise(endpoint, self.metadata, self.response) if self.request else None

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


def _asked(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    in_browser = exchange.purpose is Purpose.AUTHORIZATION
    return (*(form.decode(urlsplit(exchange.request.url).query) if in_browser else ()), *_form(exchange.request))


def _form(request: Request) -> tuple[tuple[str, str], ...]:
    if not (request.header("content-type") or "").lower().startswith(FORM_MEDIA_TYPE):
        return ()
    return form.decode(request.body.decode("utf-8", "replace"))
