"""Views for people, one a kind of result; the only home of rich."""
