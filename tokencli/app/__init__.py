"""The order of events: one verb a file, and the composition root."""
