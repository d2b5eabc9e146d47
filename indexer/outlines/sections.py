"""Cuts a document into sections at its chapter headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.outlines.headings import make_matching, make_paragraph
from indexer.outlines.vocabulary import Chapter
from indexer.report.document import Block, Document, Table
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import Paragraph, Section, number_lines
from indexer.text.change import Change
from indexer.text.source_map import cut

_SITE = re.compile(r"[一-鿿]{2,12}[省市县区旗州]人民政府(?:门户网站|网站|网)?")
_MOST_ABOVE, _LONGEST_ABOVE = 12, 60
_SAYS = re.compile(r"[。；！？]|^[^：:]{2,40}[：:]$|关于|[〔\[（(]\d{4}[〕\]）)]\s*\d+号")


def divide(
    document: Document, chapters: Sequence[Chapter], numbers: Sequence[int], title: str, opening: int
) -> tuple[Section, ...]:
    """The sections of a document, their lines numbered.

    Args:
        document: what extraction yielded.
        chapters: its chapter headings in reading order.
        numbers: the statutory number of each chapter.
        title: the report's title; lines that are part of it are left out.
        opening: statutory number of what is before the first chapter.
    """
    blocks = document.blocks
    first = chapters[0].block if chapters else len(blocks)
    before = _make_content(_drop_title(blocks[:first], title))
    sections = [Section(opening, "", before)] if before else []
    ends = [*(chapter.block for chapter in chapters), len(blocks)][1:]
    for chapter, section, end in zip(chapters, numbers, ends, strict=True):
        line = blocks[chapter.block]
        if not isinstance(line, Block):
            continue
        heading, changes = _strip(line, 0, chapter.end)
        rest, rest_changes = _strip(line, chapter.end, len(line.text), "：:。.")
        content = _make_content(blocks[chapter.block + 1 : end])
        whole = (make_paragraph(rest, rest_changes), *content) if rest else content
        pictures = sum(block.pictures for block in blocks[chapter.block : end] if isinstance(block, Block))
        sections.append(Section(section, heading, whole, heading_changes=changes, pictures=pictures))
    return number_lines(tuple(sections))


def find_missing(sections: Sequence[Section], names: Mapping[int, str], what: str) -> tuple[Doubt, ...]:
    """A doubt that names the sections without a heading, or says that there is no heading; () for neither.

    Args:
        names: by their numbers, the names of the sections that a report must have.
        what: what they are called in Chinese (`法定章节`).
    """
    there = {section.number for section in sections if section.heading}
    missing = [name for number, name in names.items() if number not in there]
    if not there:
        return (Doubt(Topic.SECTIONS, "没有认出任何章节标题，全文作为一节收录。"),)
    sentence = f"没有找到这些{what}：{'；'.join(missing)}。原文可能缺少，或用了别的标题。"
    return (Doubt(Topic.SECTIONS, sentence),) if missing else ()


def _strip(block: Block, start: int, end: int, also: str = "") -> tuple[str, tuple[Change, ...]]:
    """A slice without blanks at its ends, and without these characters at its start, and its changes."""
    while start < end and (block.text[start].isspace() or block.text[start] in also):
        start += 1
    while start < end and block.text[end - 1].isspace():
        end -= 1
    return cut(block.text, block.changes, start, end)


def _make_content(blocks: Sequence[Block | Table]) -> tuple[Paragraph | Table, ...]:
    return tuple(
        block if isinstance(block, Table) else make_paragraph(block.text, block.changes) for block in blocks
    )


def _drop_title(blocks: Sequence[Block | Table], title: str) -> list[Block | Table]:
    """Drop the lines of the title: those that begin the document, and further on the whole title again.

    What is above the title is the site's (its name, its columns) where it is a few short lines and none is
    a sentence.
    """
    whole = make_matching(title).text
    blocks = blocks[_count_above(blocks, whole) :]
    if (
        whole
        and blocks
        and isinstance(blocks[0], Block)
        and _SITE.fullmatch(make_matching(blocks[0].text).text)
    ):
        blocks = blocks[1:]  # 周村区人民政府: the site's name, whose title is among the metadata
    kept: list[Block | Table] = []
    for block in blocks:
        words = make_matching(block.text).text if isinstance(block, Block) else ""
        part = not kept and words in whole
        if not words or not (part or words == whole):
            kept.append(block)
    return kept


def _count_above(blocks: Sequence[Block | Table], whole: str) -> int:
    """How many lines above a title are the site's: all, or none where one of them may be the report's."""
    for at, block in enumerate(blocks[:_MOST_ABOVE]):
        if not isinstance(block, Block) or len(block.text) > _LONGEST_ABOVE:
            return 0
        if whole and make_matching(block.text).text == whole:
            return at
        if _SAYS.search(block.text):
            return 0
    return 0
