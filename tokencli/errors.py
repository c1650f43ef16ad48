"""Mistakes of ours and of the person at the keyboard; a server's refusal is a value, never one of these.

    TokencliError
    ├── UsageProblem            wrong options, settings or input                      exit 2
    ├── Cancelled               the person said no, or did not act in time            exit 3
    ├── PersonNeeded            only a person can go on, and there is none here       exit 4
    ├── NotReached              what must be asked for a secret does not answer       exit 20
    ├── PlatformFailed          it answers, and has failed itself                     exit 22
    ├── LockNotGot              another process holds the lock for too long           exit 22
    └── StoreProblem            the token store is locked, absent or broken           exit 50

They are caught in one place, `cli/main.py`, which prints them as sentences.
"""

from __future__ import annotations


class TokencliError(Exception):
    """A mistake with a sentence for the person who can mend it.

    Args:
        what: One sentence that stands alone, with no fix in it.
        help: What to do about it; empty when the sentence already says so.
    """

    def __init__(self, what: str, help: str = "") -> None:  # noqa: A002 - the word the person sees
        super().__init__(what)
        self.what = what
        self.help = help


class UsageProblem(TokencliError):
    """Options, settings or input that cannot mean what the person wants."""


class Cancelled(TokencliError):
    """The person cancelled, or did not act in time."""


class PersonNeeded(TokencliError):
    """Somebody must answer a prompt, and there is no terminal or `--no-input` was given."""


class NotReached(TokencliError):
    """A platform that hands out a secret does not answer; later it may."""


class PlatformFailed(TokencliError):
    """A platform that hands out a secret answers with a failure of its own; later it may have one."""


class LockNotGot(TokencliError):
    """Another process held the lock for longer than may be waited; a later try may get it."""


class StoreProblem(TokencliError):
    """The operating system's keyring, or what else keeps tokens, is locked, absent or broken, and was needed."""
