"""Cuts a document into sections at its chapter headings."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.chapters import Chapter
from indexer.document import Block, Document, Table
from indexer.headings import matching, paragraph
from indexer.report import Paragraph, Section, number_lines


def divide(
    document: Document, chapters: Sequence[Chapter], numbers: Sequence[int], title: str, opening: int
) -> tuple[Section, ...]:
    """The sections of a document, their lines numbered.

    Args:
        document: what extraction yielded.
        chapters: its chapter headings in reading order.
        numbers: the statutory number of each chapter.
        title: the report's title; lines that are part of it are left out.
        opening: statutory number of what stands before the first chapter.
    """
    blocks = document.blocks
    first = chapters[0].block if chapters else len(blocks)
    before = _content(blocks[_title_end(blocks[:first], title) : first])
    sections = [Section(opening, "", before)] if before else []
    ends = [*(chapter.block for chapter in chapters), len(blocks)][1:]
    for chapter, section, end in zip(chapters, numbers, ends, strict=True):
        line = blocks[chapter.block]
        if not isinstance(line, Block):
            continue
        heading, rest = (
            line.text[: chapter.end].strip(),
            line.text[chapter.end :].lstrip("：:。. 　").rstrip(),
        )
        content = _content(blocks[chapter.block + 1 : end])
        sections.append(Section(section, heading, (paragraph(rest), *content) if rest else content))
    return number_lines(tuple(sections))


def _content(blocks: Sequence[Block | Table]) -> tuple[Paragraph | Table, ...]:
    return tuple(block if isinstance(block, Table) else paragraph(block.text) for block in blocks)


def _title_end(blocks: Sequence[Block | Table], title: str) -> int:
    """How many of the first blocks are lines of the title (it may be doubled, or broken over lines)."""
    whole = matching(title).text
    for at, block in enumerate(blocks):
        if isinstance(block, Table) or not (words := matching(block.text).text) or words not in whole:
            return at
    return len(blocks)
