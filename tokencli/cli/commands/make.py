"""`tokencli make`: the building blocks of requests on their own, for debugging by hand."""

from __future__ import annotations

from tokencli.cli.sectioned import Entry, LazyGroup

command = LazyGroup(
    "make",
    table={
        "pkce": Entry("Building blocks", "A code verifier with its challenge, or the challenge of your own one"),
        "state": Entry("Building blocks", "A value that cannot be guessed, for state or nonce"),
        "key": Entry("Building blocks", "A key pair for a client, with the public part to register"),
        "thumbprint": Entry("Building blocks", "What names a key or a certificate: jkt, x5t, x5t#S256"),
        "jwks": Entry("Building blocks", "The public set of keys, to publish or to register"),
        "client-assertion": Entry("Building blocks", "The JWT with which a client shows who it is"),
        "dpop-proof": Entry("Building blocks", "A proof that a request comes from who holds a key"),
        "authorize-url": Entry("Building blocks", "The URL that begins a sign-in, with what to keep for its answer"),
    },
    package="tokencli.cli.make_commands",
    examples=("tokencli make pkce", "tokencli make state", "tokencli make key --alg ES256 > key.jwk"),
    help="Make one building block of a request, for debugging by hand.",
)
