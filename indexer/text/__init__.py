"""Bytes to clean text, and what was done to it."""
