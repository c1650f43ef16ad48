"""What `login` says when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokencli.diagnosis.times import moment

if TYPE_CHECKING:
    from tokencli.app.login import LoggedIn


def signed_in_lines(done: LoggedIn, now: float) -> list[str]:
    """Whose token it is, until when it is good, and where it rests.

    Args:
        done: How the login ended; with tokens.
        now: The wall clock, in seconds since 1970-01-01 UTC.
    """
    record = done.record
    if record is None:
        raise TypeError("a login without tokens has nothing to say here")
    who = f" as {record.subject}" if record.subject else ""
    lines = [f"signed in{who} for {done.profile}"]
    lines.append("  expires   " + (moment(record.expires_at, now) if record.expires_at else "the server does not say"))
    lines.append(
        "  renewal   " + ("by refresh token" if record.refresh_token else "no refresh token: sign in again then")
    )
    if done.lost is not None:
        lines.append(f"  not kept  {done.lost.what}" + (f"; {done.lost.help}" if done.lost.help else ""))
    else:
        lines.append(
            "  kept in   "
            + {"none": "no store, as --store none says", "file": "the encrypted file"}.get(done.store, "the keyring")
        )
    return lines
