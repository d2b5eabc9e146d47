"""Data that ships with the package, and the commands that make it."""
