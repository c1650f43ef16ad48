"""What a person reads who is to act on another device (RFC 8628 section 3.3, OpenID CIBA Core section 7.1)."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tokencli.wire.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokencli.oauth.flow import ShowBindingMessage, ShowUserCode


_LINES_WITH_SPACE = (
    12  # the sentences with an empty line around each address and code, and the line that shows the time left
)


def user_code_lines(
    step: ShowUserCode, qr_code: Sequence[str], strong: tuple[str, str], window: tuple[int, int]
) -> list[str]:
    """Where to go and what to type, each on a line of its own so that it can be copied; the QR code comes first.

    Args:
        step: The code.
        qr_code: The lines of a QR code of the address; empty for none.
        strong: What begins and ends strong text.
        window: The columns that sentences are wrapped at, and the lines; addresses and codes are never wrapped.
    """
    begins, ends = strong
    columns, lines = window
    # A QR code is read only when all of it is seen at once with what must be compared; in a small window nothing stands apart.
    apart = [""] if len(qr_code) + _LINES_WITH_SPACE <= lines else []
    complete = "" if qr_code else step.verification_uri_complete
    # RFC 10027 section 6: people are talked into entering codes of others; say whose code this is.
    told = f"The code is good for {duration(step.expires_in)}. Enter it only because you started this yourself."
    # RFC 8628 section 3.3.1: the "user_code" is still displayed, so that the person can compare it with what the page shows.
    return [
        *(["Scan the QR code with a phone", *qr_code] if qr_code else []),
        *textwrap.wrap(f"{'Or open' if qr_code else 'Open'} on any device with a browser", columns),
        *(*apart, f"    {begins}{printable_line(step.verification_uri)}{ends}", *apart),
        "and enter the code",
        *(*apart, f"    {begins}{printable_line(step.user_code)}{ends}", *apart),
        *textwrap.wrap("or open the address that has it already" if complete else "", columns),
        *((*apart, f"    {printable_line(complete)}", *apart) if complete else ()),
        *textwrap.wrap(told, columns),
    ]


def binding_message_lines(step: ShowBindingMessage, strong: tuple[str, str], columns: int) -> list[str]:
    """Who is asked where, and the message that must be the same there.

    Args:
        step: The message.
        strong: What begins and ends strong text.
        columns: The width that sentences are wrapped at.
    """
    asked = f"The person is asked on their own device, for {duration(step.expires_in)}."
    if not step.binding_message:
        return textwrap.wrap(asked, columns)
    begins, ends = strong
    # OpenID CIBA Core section 7.1: the message interlocks both devices by way of a visual cue for the person.
    told = "Confirm there only if the device shows the same message."
    message = f"    {begins}{printable_line(step.binding_message)}{ends}"
    return [*textwrap.wrap(f"{asked} The message is", columns), "", message, "", *textwrap.wrap(told, columns)]


def duration(seconds: float) -> str:
    """Seconds in words: `9 min 42 s`, `15 min`, `8 s`."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return " ".join((*((f"{minutes} min",) if minutes else ()), *((f"{rest} s",) if rest or not minutes else ())))
