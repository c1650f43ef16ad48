"""Settings: command line over environment over profile over discovery over default, each value with its origin."""
