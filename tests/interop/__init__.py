"""The command as a user runs it, against authorization servers that other people wrote and certified.

This folder is a package, so that its tests share what drives the servers and the command.
"""
