"""tokencli: OAuth 2.0 and OpenID Connect tokens in a terminal, with an answer to "why did it fail?"."""

__version__ = "0.1.0"
