"""Processes and threads that serve the portal."""
