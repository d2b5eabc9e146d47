"""Uploaded files that wait to be published, and a preview of each."""
