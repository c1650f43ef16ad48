"""`python -m tokencli` is the command `tokencli`."""

from tokencli.cli.main import main

if __name__ == "__main__":
    main()
