"""Suffixes by which addresses on the web name files that may hold reports."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from indexer.extraction.formats import SUFFIXES
from indexer.sources.bundles.kinds import SUFFIXES as BUNDLES

DOCUMENTS = tuple(sorted(suffix for suffix in SUFFIXES if "htm" not in suffix and suffix != ".txt"))
"""Those of documents: pages name themselves so too, and so do texts for machines."""
ATTACHMENTS = (*DOCUMENTS, *BUNDLES)
"""Those of documents, and of archives of them."""


def has_suffix(address: str, suffixes: tuple[str, ...]) -> bool:
    """Whether the path of an address ends in one of the suffixes."""
    return unquote(urlsplit(address).path).lower().endswith(suffixes)
