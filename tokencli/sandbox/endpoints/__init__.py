"""What the sandbox serves, one endpoint a file."""
