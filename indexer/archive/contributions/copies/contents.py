"""What a copy of people's work has of the documents of a home."""

FOLDERS = ("acts", "corrections")
"""Folders of documents of the inventory that a copy has."""
FILES = ("aliases.json", "staff.json")
"""Other documents of the inventory that a copy has."""
COPIED = (*(f"{name}/" for name in FOLDERS), *FILES)
"""What the names of what a copy has begin with."""
