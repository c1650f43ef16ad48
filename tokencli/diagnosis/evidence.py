"""What a run left behind, as rules look at it; the same from a live run and from a redacted trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit

from tokencli.oauth.endpoints.device_authorization import read_device_authorization
from tokencli.oauth.error_response import ErrorResponse
from tokencli.oauth.tokens.reply import read_token_reply
from tokencli.providers import recognise
from tokencli.wire import form
from tokencli.wire.credentials import read_basic
from tokencli.wire.exchange import Exchange, NoAnswer, Purpose
from tokencli.wire.message import FORM_MEDIA_TYPE
from tokencli.wire.redaction import SecretFacts, secret_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.answer import Unrecognised
    from tokencli.oauth.endpoints.device_authorization import DeviceAuthorization
    from tokencli.oauth.tokens.token_set import TokenSet
    from tokencli.providers.model import Provider
    from tokencli.wire.message import Request, Response
    from tokencli.wire.trace import Setting

_DECODED = "[decoded "


@dataclass(frozen=True, slots=True)
class ClientSeen:
    """How a request shows who the client is.

    Attributes:
        method: The registered name of the method, or an empty text when the request names no client.
        client_id: The client id, decoded.
        secret: The facts of the secret as the server sees it after decoding; None when there is none.
        raw_secret: The facts of the secret as it stands in a Basic header, before decoding; None elsewhere.
    """

    method: str
    client_id: str
    secret: SecretFacts | None = None
    raw_secret: SecretFacts | None = None


@dataclass(frozen=True)
class Evidence:
    """The exchanges of a run and what is known besides.

    Attributes:
        exchanges: In their order.
        metadata: The server's metadata; empty when unknown.
        settings: The settings of the run, secrets as references.
    """

    exchanges: tuple[Exchange, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()

    @cached_property
    def last(self) -> Exchange | None:
        """The exchange the run ended with."""
        return self.exchanges[-1] if self.exchanges else None

    @cached_property
    def request(self) -> Request | None:
        """The request the run ended with."""
        return self.last.request if self.last else None

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
        """The response the run ended with, judged; None for metadata and where no response came."""
        if self.last is None or self.response is None or self.last.purpose is Purpose.METADATA:
            return None
        if self.last.purpose is Purpose.DEVICE_AUTHORIZATION:
            return read_device_authorization(self.response)
        return read_token_reply(self.response, self.last.started_at + self.last.seconds)

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
    def form(self) -> tuple[tuple[str, str], ...]:
        """The members of the form in the last request; empty when it has none."""
        if self.request is None or not (self.request.header("content-type") or "").startswith(FORM_MEDIA_TYPE):
            return ()
        return form.decode(self.request.body.decode("utf-8", "replace"))

    def member(self, name: str) -> str | None:
        """The value of a member of the form; None when it is not there."""
        return next((value for key, value in self.form if key == name), None)

    @cached_property
    def grant_type(self) -> str:
        """The grant type of the last request; an empty text when it names none."""
        return self.member("grant_type") or ""

    @cached_property
    def client(self) -> ClientSeen:
        """How the last request shows who the client is."""
        header = (self.request.header("authorization") or "") if self.request else ""
        if header.lower().startswith("basic "):
            return _basic_client(header)
        client_id = self.member("client_id") or ""
        secret = self.member("client_secret")
        if secret is not None:
            return ClientSeen("client_secret_post", client_id, secret_facts(secret))
        if self.member("client_assertion") is not None:
            return ClientSeen("private_key_jwt", client_id)
        return ClientSeen("none" if client_id else "", client_id)

    @cached_property
    def auth_methods(self) -> tuple[str, ...] | None:
        """The client authentication methods the metadata lists; None when it says nothing."""
        listed = self.metadata.get("token_endpoint_auth_methods_supported")
        return tuple(str(one) for one in listed) if isinstance(listed, list) else None

    @cached_property
    def provider(self) -> Provider | None:
        """The product behind the server; None when it was not recognised."""
        return recognise(self.request.url, self.metadata, self.response) if self.request else None

    @cached_property
    def endpoint_path(self) -> str:
        """The path of the URL that was asked last."""
        return urlsplit(self.request.url).path if self.request else ""

    def setting(self, name: str) -> Setting | None:
        """A setting of the run, for its value and its origin; None when it was not given."""
        return next((one for one in self.settings if one.name == name), None)


def _basic_client(header: str) -> ClientSeen:
    _, _, token = header.partition(" ")
    if token.startswith(_DECODED):  # what a redaction left of the header
        user_id, _, secret = token.removeprefix(_DECODED).removesuffix("]").partition(":")
        facts = secret_facts(secret)
        return ClientSeen("client_secret_basic", unquote_plus(user_id), facts, facts)
    basic = read_basic(header)
    if basic is None or basic.password is None:
        return ClientSeen("client_secret_basic", basic.user_id if basic else "")
    decoded = unquote_plus(basic.password)
    return ClientSeen(
        "client_secret_basic", unquote_plus(basic.user_id), secret_facts(decoded), secret_facts(basic.password)
    )
