"""Comparing reports: what they share, and what differs between them."""
