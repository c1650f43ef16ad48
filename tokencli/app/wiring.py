"""The composition root: the parts of a run put together from its settings."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from tokencli import __version__
from tokencli.app.plain_secrets import plain_secrets
from tokencli.errors import UsageProblem
from tokencli.oauth.flow import Send
from tokencli.runtime.perform import Hands, perform
from tokencli.runtime.recorder import Recorder
from tokencli.runtime.secrets import Secrets
from tokencli.runtime.system import pause, system_ambient
from tokencli.runtime.terminal import Terminal
from tokencli.runtime.transport import DEFAULT_TIMEOUT_SECONDS, Transport, TransportSettings
from tokencli.settings.paths import cache_folder
from tokencli.settings.secret_reference import Scheme, SecretReference
from tokencli.store.metadata_cache import MetadataCache
from tokencli.wire.carried_secrets import carried_secrets
from tokencli.wire.exchange import Purpose
from tokencli.wire.redaction import Redactor
from tokencli.wire.secret_names import SECRET_NAMES
from tokencli.wire.trace import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tokencli.jose.certificate import ClientCertificate
    from tokencli.oauth.dpop import Dpop
    from tokencli.oauth.flow import Ambient, Flow, Wait
    from tokencli.oauth.remark import Remark
    from tokencli.runtime.notification import NotificationListener
    from tokencli.runtime.recorder import Sends, Watcher
    from tokencli.runtime.sign_in import SignIn
    from tokencli.settings.resolve import Settings
    from tokencli.wire.exchange import NoAnswer
    from tokencli.wire.message import Response

T = TypeVar("T")
USER_AGENT = f"tokencli/{__version__}"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a command was told about the run itself, besides the settings of the request.

    Attributes:
        color: `auto`, `always` or `never`.
        no_input: Whether prompting is forbidden.
        show_secrets: Whether secrets may be shown in traces.
        use_cache: Whether metadata may come from the cache.
        trace_file: Where to save the run; None for nowhere.
        no_browser: Whether no browser may be opened.
        step: Whether to stop before each request and ask.
        callback_cert: The PEM file of certificate and key for an https redirect URI or notification endpoint.
        qr_code: Whether an address may be shown as a QR code too.
        show_codes: Whether a person is shown the code of a device flow.
    """

    color: str = "auto"
    no_input: bool = False
    show_secrets: bool = False
    use_cache: bool = True
    trace_file: str | None = None
    no_browser: bool = False
    step: bool = False
    callback_cert: str | None = None
    qr_code: bool = True
    show_codes: bool = True


@dataclass
class Wiring:
    """The parts of one run.

    Attributes:
        options: What the command was told.
        ambient: Clock and randomness.
        terminal: The person's side.
        secrets: Resolves references.
        recorder: Sends and remembers.
        cache: Metadata kept from earlier runs.
        metadata: The server's metadata, once it is known.
        dpop: The key that tokens are bound to, once it is known; None when they are bound to none.
        strict: Whether what a specification does not have is an error.
    """

    options: RunOptions
    ambient: Ambient
    terminal: Terminal
    secrets: Secrets
    recorder: Recorder
    cache: MetadataCache
    _redactor: Redactor
    metadata: Mapping[str, Any] = field(default_factory=dict)
    dpop: Dpop | None = None
    strict: bool = False
    _remarked: set[Remark] = field(default_factory=set)
    _ending: ExitStack = field(default_factory=ExitStack)

    def redactor(self, *, brief: bool = False) -> Redactor:
        """What takes secrets out of everything that is shown, knowing all that were read, sent or received so far."""
        carried = carried_secrets(self.recorder.exchanges, self._redactor.names)
        return replace(self._redactor, values=carried | self.secrets.known, brief=brief)

    def perform(self, flow: Flow[T]) -> T:
        """Performs a flow for real."""
        try:
            return perform(flow, self._hands)
        finally:
            self._ending.close()

    @cached_property
    def _hands(self) -> Hands:
        sign_in, notifications = self._sign_in(), self._notifications()
        hands = Hands(
            self._send,
            self._wait,
            self.terminal.show_user_code if self.options.show_codes else lambda _: None,
            lambda step: sign_in().listen(step),
            lambda step: sign_in().open_browser(step),
            lambda step: sign_in().await_response(step),
            self.terminal.show_binding_message,
            lambda step: notifications().listen(step),
            lambda step: notifications().wait(step, self._left(step.until)),
        )
        return self._guided(hands) if self.options.step else hands

    def _guided(self, hands: Hands) -> Hands:
        from tokencli.runtime.guided import Guided

        return Guided(hands, self.terminal, self.redactor).as_hands()

    def _sign_in(self) -> Callable[[], SignIn]:
        """Makes a sign-in when the first step of one comes; most flows have none, and it loads much."""

        @cache
        def make() -> SignIn:
            from tokencli.runtime.sign_in import SignIn

            options = self.options
            return SignIn(self.terminal, self.recorder, options.no_input, options.no_browser, options.callback_cert)

        return make

    def _notifications(self) -> Callable[[], NotificationListener]:
        """Makes a listener when the first step of one comes; few flows have one, and it loads much. It ends with the run."""

        @cache
        def make() -> NotificationListener:
            from tokencli.runtime.notification import NotificationListener

            listener = NotificationListener(self.terminal, self.options.callback_cert)
            self._ending.callback(listener.close)
            return listener

        return make

    def remark(self, remarks: tuple[Remark, ...]) -> None:
        """Says what the receiver of a request may not like about it; each thing once a run.

        Args:
            remarks: What is to be said.

        Raises:
            UsageProblem: There is something, and the run is strict.
        """
        if remarks and self.strict:
            raise UsageProblem(
                "; ".join(f"{one.what} ({one.spec})" for one in remarks),
                "nothing was sent; leave --strict out to send it all the same",
            )
        for one in remarks:
            if one not in self._remarked:
                self.terminal.note(f"{one.what} ({one.spec}); it is sent all the same")
                self._remarked.add(one)

    def _send(self, step: Send) -> Response | NoAnswer:
        self.remark(step.remarks)
        with self.terminal.busy(f"{step.request.method} {self.redactor().url(step.request.url)}"):
            return self.recorder.send(step)

    def _wait(self, step: Wait) -> None:
        with self.terminal.busy(step.reason, None if step.until is None else self._left(step.until)):
            pause(step.seconds)

    def _left(self, until: float) -> Callable[[], float]:
        return lambda: until - self.ambient.monotonic()


def assemble(
    settings: Settings, options: RunOptions, watchers: tuple[Watcher, ...] = (), transport: Sends | None = None
) -> Wiring:
    """Puts the parts of a run together.

    Args:
        settings: The settings of the request.
        options: What the command was told about the run.
        watchers: Told every exchange as it happens.
        transport: What sends; the real one when None.
    """
    ambient = system_ambient()
    terminal = Terminal(options.color, options.qr_code)
    secrets = Secrets(read_keyring=_read_keyring, note=terminal.note, no_input=options.no_input, environ=os.environ)
    real = Transport(transport_settings(settings), terminal.warning, lambda: client_certificate(settings, secrets))
    recorder = Recorder(transport or real, ambient, watchers)
    secrets.ask_platform = lambda request: recorder.send(Send(request, Purpose.ASSERTION))
    cache = MetadataCache(cache_folder, ambient.now)
    names = SECRET_NAMES | settings.secret_names
    secrets.known |= plain_secrets(settings, names)
    redactor = Redactor(names=names, salt=ambient.random_octets(8), off=options.show_secrets)
    strict = bool(settings.get("strict"))
    wiring = Wiring(options, ambient, terminal, secrets, recorder, cache, redactor, strict=strict)
    terminal.redact = lambda text: wiring.redactor().text(text)
    return wiring


def _read_keyring(name: str) -> str:
    from tokencli.store.keyring_secret import read_keyring_secret

    return read_keyring_secret(name)


def client_certificate(settings: Settings, secrets: Secrets) -> ClientCertificate | None:
    """The certificate that the client shows to servers that ask for one; None when there is none.

    Args:
        settings: `cert`, and where its key is elsewhere or encrypted `cert_key` and `cert_passphrase`.
        secrets: Resolves references.

    Raises:
        UsageProblem: It cannot be read.
        PersonNeeded: A passphrase must be typed and nobody can be asked.
        StoreProblem: A secret is in a keyring that fails.
    """
    path, key, passphrase = (settings.get(name) for name in ("cert", "cert_key", "cert_passphrase"))
    if path is None:
        if key is not None or passphrase is not None:
            secrets.note("--cert-key and --cert-passphrase do nothing without --cert; no certificate is shown")
        return None
    from tokencli.jose.certificate import load_client_certificate

    octets = secrets.octets(SecretReference(Scheme.FILE, path), "cert")
    return load_client_certificate(
        octets,
        None if key is None else secrets.octets(key, "cert key"),
        None if passphrase is None else secrets.text(passphrase, "cert passphrase"),
    )


def transport_settings(settings: Settings) -> TransportSettings:
    """The settings of the connection.

    Raises:
        UsageProblem: The time-out leaves no time.
    """
    if settings.get("timeout") == 0:
        raise UsageProblem("a time-out of 0 leaves no time for an answer", "give --timeout a time, such as 30s")
    key = settings.get("cert_key")
    return TransportSettings(
        timeout=settings.get("timeout") or DEFAULT_TIMEOUT_SECONDS,
        proxy=settings.get("proxy"),
        ca_cert=settings.get("ca_cert"),
        insecure=bool(settings.get("insecure")),
        resolve=settings.get("resolve") or (),
        allow_http=bool(settings.get("allow_http")),
        cert=settings.get("cert"),
        cert_key=None if key is None or key.scheme is not Scheme.FILE else key.argument,
    )


def shown_settings(settings: Settings, redactor: Redactor) -> tuple[Setting, ...]:
    """The settings that somebody gave, as they may be shown: secrets as references."""
    return tuple(
        Setting(name, redactor.text(_shown(name, one.value, redactor)), str(one.origin))
        for name, one in settings.given().items()
    )


def _shown(name: str, value: Any, redactor: Redactor) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown_pair(name, one, redactor) if isinstance(one, tuple) else str(one) for one in value)
    if name in {"proxy", "issuer", "jwks_uri"} or name.endswith("_endpoint"):
        return redactor.url(value)  # may hold a user name and a password, or a token in its query
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown_pair(setting: str, pair: tuple[str, Any], redactor: Redactor) -> str:
    name, value = pair
    if isinstance(value, SecretReference):
        return f"{name}@{value}"
    if setting == "header":
        return f"{name}: {redactor.header(name, value)}"
    return f"{name}={redactor.value(value) if redactor.is_secret(name) else value}"
