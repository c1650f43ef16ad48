"""Assertions a person already has, read and checked before they are sent."""
