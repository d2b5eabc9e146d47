"""PDF files: how they are recognised; `reader` reads them."""

from __future__ import annotations

NAME = "pdf"
LABEL = "PDF"
SUFFIXES = (".pdf",)
SANDBOXED_FROM = 0
READER = "indexer.extraction.pdf.reader"
RENDERER = "indexer.extraction.pdf.rendering"


def recognise(data: bytes, name: str) -> bool:
    """Return whether the signature of a PDF is near the beginning.

    Some servers put bytes before it (ISO 32000-1, annex H).
    """
    return b"%PDF-" in data[:1024]
