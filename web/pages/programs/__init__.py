"""Addresses that programs ask: interfaces, feeds, sitemaps, health, downloads."""
