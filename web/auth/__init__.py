"""Signing in: the password, its attempts and the key of sessions."""
