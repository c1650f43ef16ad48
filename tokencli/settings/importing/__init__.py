"""What the readers of other tools share: a proposal while it is put together, and where each member of a request belongs."""
