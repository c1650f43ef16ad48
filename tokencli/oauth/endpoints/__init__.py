"""The endpoints of an authorization server besides the token endpoint."""
