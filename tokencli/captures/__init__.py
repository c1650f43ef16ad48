"""Whatever a person has of a conversation, read into exchanges: HAR files, curl output, logs, addresses, JSON, JWTs."""
