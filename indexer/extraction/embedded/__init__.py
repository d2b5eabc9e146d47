"""Pictures that stand between the lines of a page or a document: scanned pages, tables pasted as pictures."""

from __future__ import annotations

PICTURES = "indexer.extraction.embedded.rendering"
"""The `RENDERER` of formats whose pictures stand between lines of text."""
