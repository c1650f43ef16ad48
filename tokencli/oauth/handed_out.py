"""A sign-in that was handed out to a person elsewhere: kept for later, taken up again, waited for (RFC 8628, OpenID CIBA Core)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tokencli.errors import UsageProblem
from tokencli.oauth.parameter import Kind, parameter
from tokencli.oauth.polling import TimedOut, poll
from tokencli.wire.json_text import JsonText, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tokencli.oauth.back_channel import BackChannel
    from tokencli.oauth.flow import Flow
    from tokencli.oauth.polling import Ask, Polled
    from tokencli.oauth.remark import Deviation


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What the server handed out for one person; also how a run ends that does not wait for that person.

    Attributes:
        members: Every member of the server's answer, unchanged.
        token_endpoint: Where the tokens are asked for.
        client_id: The client it was handed out to; empty when it has no id.
        received_at: When it came, in seconds since 1970-01-01 UTC.
        expires_at: When it ends by our clock, in seconds since 1970-01-01 UTC.
        interval: The seconds between polls.
        deviations: Where the answer strays from its specification.
    """

    members: Mapping[str, Any] = field(repr=False)
    token_endpoint: str
    client_id: str
    received_at: float
    expires_at: float
    interval: float
    deviations: tuple[Deviation, ...] = ()

    def text(self, name: str) -> str:
        """A member of the answer that is a text; empty when there is none."""
        value = self.members.get(name)
        return value if isinstance(value, str) else ""


def no_wait_parameter() -> Any:
    """Declares `--no-wait`."""
    return parameter(
        "print what the server hands out, as JSON, and stop; --resume goes on with it", kind=Kind.FLAG, default=False
    )


def resume_parameter() -> Any:
    """Declares `--resume`."""
    return parameter(
        "go on with what --no-wait printed; - reads standard input",
        kind=Kind.DOCUMENT,
        metavar="FILE|-",
        default=None,
    )


def require_one_start(**given: object) -> None:
    """Refuses two ways to begin at once.

    Args:
        given: The values of the options that each say how a run begins or ends, by name.

    Raises:
        UsageProblem: More than one is given.
    """
    options = ["--" + name.replace("_", "-") for name, value in given.items() if value]
    if len(options) > 1:
        raise UsageProblem(f"{' and '.join(options)} contradict each other", "give one of them")


def hand_out(
    channel: BackChannel,
    members: Mapping[str, Any],
    expires_in: float,
    interval: float,
    deviations: tuple[Deviation, ...] = (),
) -> HandedOut:
    """What was just handed out, with the moments it is good for.

    Args:
        channel: The way to the server.
        members: The members of the server's answer.
        expires_in: For how many seconds it is good.
        interval: The seconds between polls.
        deviations: Where the answer strays from its specification.
    """
    now = channel.ambient.now()
    endpoint = channel.server.endpoint("token_endpoint")
    return HandedOut(members, endpoint, channel.client_id, now, now + expires_in, interval, deviations)


def take_up(channel: BackChannel, text: str, code: str) -> HandedOut | TimedOut:
    """Takes up what an earlier run printed with `--no-wait`.

    Args:
        channel: The way to the server.
        text: The JSON document.
        code: The member that the token endpoint is asked with, such as `device_code`.

    Returns:
        What was handed out, or that its time is over.

    Raises:
        UsageProblem: The text is something else, or was handed out by another server or to another client.
    """
    handed = _read(text, code)
    # A code is a credential: it goes to nobody but the server that gave it.
    _require_same("token endpoint", handed.token_endpoint, channel.server.endpoint("token_endpoint"))
    _require_same("client id", handed.client_id, channel.client_id)
    ago = channel.ambient.now() - handed.expires_at
    return TimedOut(handed.expires_at - handed.received_at, ago) if ago >= 0 else handed


def until_confirmed(handed: HandedOut, ask: Ask, channel: BackChannel, *, at_once: bool = False) -> Flow[Polled]:
    """Polls until the person has acted or the time that the server gave is over.

    Args:
        handed: What was handed out.
        ask: Sends one token request.
        channel: The way to the server.
        at_once: Whether the server said that there is an answer, so that the first request need not wait.
    """
    left = handed.expires_at - channel.ambient.now()
    return (yield from poll(ask, channel.ambient, handed.interval, left, at_once=at_once))


def _read(text: str, code: str) -> HandedOut:
    document = read_json(text.encode("utf-8", "surrogateescape"))
    members = document.value if isinstance(document, JsonText) and isinstance(document.value, dict) else {}
    ours = members.get("tokencli")
    ours = ours if isinstance(ours, dict) else {}
    missing = [
        *((code,) if not isinstance(members.get(code), str) else ()),
        *(f"tokencli.{name}" for name in ("received_at", "expires_at", "interval") if not _is_number(ours.get(name))),
        *(f"tokencli.{name}" for name in ("token_endpoint", "client_id") if not isinstance(ours.get(name), str)),
    ]
    if missing:
        raise UsageProblem(
            f"--resume: this is not what --no-wait of this grant prints: {missing[0]} is missing",
            f"for a bare code use --{code.replace('_', '-')}",
        )
    return HandedOut(
        {name: value for name, value in members.items() if name != "tokencli"},
        ours["token_endpoint"],
        ours["client_id"],
        ours["received_at"],
        ours["expires_at"],
        ours["interval"],
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**12


def _require_same(what: str, handed_out: str, now: str) -> None:
    if handed_out != now:
        raise UsageProblem(
            f"--resume: it was handed out for the {what} {handed_out or 'none'}, and the settings name {now or 'none'}",
            "use the settings of the run that printed it",
        )
