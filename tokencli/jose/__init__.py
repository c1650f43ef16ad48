"""Keys and JSON Web Tokens (RFC 7515 to RFC 7519)."""
