"""`tokencli make`: the building blocks of requests on their own, for debugging by hand."""

from __future__ import annotations

from tokencli.cli.sectioned import Entry, LazyGroup

command = LazyGroup(
    "make",
    table={
        "pkce": Entry("Building blocks", "A code verifier with its challenge, or the challenge of your own one"),
        "state": Entry("Building blocks", "A value that cannot be guessed, for state or nonce"),
        "dpop-proof": Entry("Building blocks", "A proof that a request comes from who holds a key"),
        "authorize-url": Entry("Building blocks", "The URL that begins a sign-in, with what to keep for its answer"),
    },
    package="tokencli.cli.make_commands",
    examples=("tokencli make pkce", "tokencli make state"),
    help="Make one building block of a request, for debugging by hand.",
)
