"""What rests between runs: secrets in the operating system's keyring, metadata in a cache folder."""
