"""Adds reports from the web: each page with what belongs to it."""
