"""The authorization endpoint: the request a browser carries there, and the response it carries back."""
