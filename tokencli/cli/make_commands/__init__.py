"""The commands under `tokencli make`, each in the file of its name, listed in `cli/commands/make.py`."""
