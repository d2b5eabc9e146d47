"""Processes bounded in time and memory, in which files are read that strangers made."""
