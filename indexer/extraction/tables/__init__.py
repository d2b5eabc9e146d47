"""Tables found in text without markup, shared by formats."""
