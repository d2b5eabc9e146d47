"""What of an archive can be exported, as rows: one file for each kind of row."""

from __future__ import annotations

from indexer.listings.hits import list_hits

__all__ = ["list_hits"]
