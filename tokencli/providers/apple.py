"""Sign in with Apple."""

from __future__ import annotations

from tokencli.providers.model import Lifetime, Note, Preset, Provider, Recognition

PROVIDER = Provider(
    name="apple",
    title="Sign in with Apple",
    recognise=Recognition(urls=(r"^https://appleid\.apple\.com(?:/|$)",)),
    presets=(Preset("", "", {"issuer": "https://appleid.apple.com", "auth_method": "post"}),),
    example="apple",
    notes=(
        Note(
            "the client secret is a JWT that you sign with ES256; it lives 180 days at most",
            "https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/issues/1420",
        ),
        Note(
            "a name or an e-mail address is given only at the first sign-in",
            "https://developer.apple.com/forums/tags/sign-in-with-apple",
        ),
    ),
    lifetimes=(Lifetime("authorization code", "5 minutes", "general knowledge", seconds=300, verified=False),),
    sources=(
        "https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors",
        "https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse",
    ),
)
