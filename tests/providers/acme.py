"""A product that does not exist, described as the real ones are."""

from __future__ import annotations

from tokencli.providers.known_error import Cause, KnownError, Retry, Who
from tokencli.providers.model import Lifetime, Provider, Recognition

PROVIDER = Provider(
    name="acme",
    title="Acme Identity",
    recognise=Recognition(urls=(r"//login\.acme\.example/",)),
    errors=(
        KnownError(
            "acme-code-used",
            ("invalid_grant",),
            "The code is spent.",
            (
                Cause("the code was sent twice", "look for two requests", "sign in again", Who.YOU),
                Cause("the session was ended", "ask the person", "sign in again", Who.END_USER),
            ),
            Retry.NEW_SIGN_IN,
            ("https://docs.acme.example/errors",),
            words="spent",
        ),
        KnownError(
            "acme-busy",
            ("acme_busy",),
            "The server is busy.",
            (Cause("too many requests", "wait", "wait a minute", Who.ADMINISTRATOR),),
            Retry.LATER,
            ("https://docs.acme.example/busy",),
            words="busy",
            verified=False,
        ),
    ),
    lifetimes=(Lifetime("authorization code", "one minute", "https://docs.acme.example/codes", seconds=60),),
)
