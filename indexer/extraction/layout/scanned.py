"""Pages that are pictures, among pages with text or alone, as they were recognised."""

from __future__ import annotations

from indexer.errors import OversizedSource
from indexer.extraction.base import Recognised, RecognitionNeeded
from indexer.extraction.layout import page
from indexer.extraction.layout.page import Leaf
from indexer.extraction.recognition import MOST_PAGES


def replace_pictures(leaves: list[Leaf], recognised: Recognised | None) -> list[Leaf]:
    """Return pages, with those that are pictures as they were recognised.

    Args:
        recognised: those that were so far, by number; None where recognition is not offered.

    Raises:
        OversizedSource: more than 100 are pictures, and they are most of the file.
        RecognitionNeeded: some were not.
    """
    pictures = [number for number, leaf in enumerate(leaves, 1) if leaf.is_picture]
    if recognised is None or not pictures:
        return leaves
    if len(pictures) > MOST_PAGES:
        if len(pictures) * 2 > len(leaves):
            raise OversizedSource(f"扫描件超过 {MOST_PAGES} 页，未识别，请拆分后再收录。")
        return leaves  # a report with many pictures: its text is read, and a note names the pages
    if missing := tuple(number for number in pictures if number not in recognised):
        raise RecognitionNeeded(missing)
    return [
        page.read(recognised[number]) if number in pictures else leaf for number, leaf in enumerate(leaves, 1)
    ]
