"""The embedded default: a Whoosh index in a folder."""

from indexer.search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
