"""Printed pages, whatever format they are in, to a document."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import EmptySource
from indexer.extraction.layout.page import Leaf
from indexer.extraction.layout.paragraph import join_paragraphs
from indexer.extraction.layout.refusal import list_unread, refuse_without_text
from indexer.extraction.lines import furniture
from indexer.extraction.tables import flattened
from indexer.report.document import Document


def make_document(leaves: Sequence[Leaf], format_: str) -> Document:
    """Return the document of some pages.

    Args:
        leaves: the pages as they were read, in order.
        format_: what the document names as its format (`pdf`); messages say it in capitals.

    Raises:
        EmptySource: a scan, or other pages without text.
        UnreadableSource: the fonts say of no character what it is.
    """
    label = format_.upper()
    refuse_without_text(leaves, label)
    blocks, notes = flattened.rebuild(join_paragraphs(leaves))
    blocks, metadata = furniture.trim(blocks)
    if not blocks:
        raise EmptySource(f"{label} 中没有正文，请检查文件内容。")
    return Document(tuple(blocks), "", metadata, format_, "", (*list_unread(leaves), *notes))
