"""Says which parts of a report stand in it as pictures, so that nobody takes them to be missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.report import form
from indexer.report.document import Table
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import Section

_NAMES = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五", 6: "六"}
# Words of each statutory table: where they stand in the section, its table fell apart into lines.
_STATUTORY_TABLES = {
    2: re.compile(rf"{form.ARTICLE}第?\s*[（(]"),
    3: re.compile(form.APPLICANTS_HEAD),
    4: re.compile(form.RESULTS["upheld"].words),
}


def find_doubts(sections: Sequence[Section], due: frozenset[int]) -> tuple[Doubt, ...]:
    """A doubt that names the tables, and one that names the sections, that are pictures in the source.

    Args:
        due: the sections that are little more than a table in this form (`Outline.TABLES`).
    """
    has_tables = {section.number for section in sections if _holds_table(section)}
    pictured = {section.number for section in sections if section.pictures}
    empty = {section.number for section in sections if section.pictures and not section.blocks}
    tables = sorted(pictured & due - has_tables)
    rest = sorted(empty - has_tables - set(tables))
    doubts = []
    if tables:
        names = "、".join(f"表{_NAMES[number]}" for number in tables)
        doubts.append(Doubt(Topic.TABLES, f"{names}在原文中是图片，没有读入，其中的数字请看原件。"))
    if rest:
        names = "、".join(f"第{_NAMES[number]}部分" for number in rest)
        doubts.append(Doubt(Topic.SECTIONS, f"{names}在原文中是图片，没有读入，请看原件。"))
    return tuple(doubts)


def _holds_table(section: Section) -> bool:
    words = _STATUTORY_TABLES.get(section.number)
    return any(isinstance(block, Table) for block in section.blocks) or (
        words is not None and words.search(section.text) is not None
    )
