"""How large a document may be: what is larger is no report, and is refused before it is worked on."""

from __future__ import annotations

from indexer.errors import OversizedSource

MOST_CHARACTERS, MOST_BLOCKS = 500_000, 30_000
"""Largest document: ten times the longest report seen."""


def check(blocks: int, characters: int = 0) -> None:
    """Refuse a document that is too large.

    Args:
        blocks: how many paragraphs and tables it has, or lines that may become some.
        characters: how long its text is, 0 where that is not known yet.

    Raises:
        OversizedSource: it has more of either than a report has.
    """
    if blocks > MOST_BLOCKS or characters > MOST_CHARACTERS:
        characters, blocks = MOST_CHARACTERS // 10_000, MOST_BLOCKS // 10_000
        raise OversizedSource(f"正文超过 {characters} 万字或 {blocks} 万段，不像一份报告，请检查文件。")
