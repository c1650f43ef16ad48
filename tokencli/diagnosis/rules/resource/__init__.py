"""A protected resource: what it says of the token it was shown."""
