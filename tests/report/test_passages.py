"""Cutting long sections: nothing is lost, anchors go on, tables stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.outlines.headings import make_paragraph
from indexer.report.document import Cell, Table
from indexer.report.passages import cut
from indexer.report.report import Paragraph, Section

LINES = st.text(st.sampled_from("一二（）、公开政务1.是"), min_size=1, max_size=60)


def table(rows: int) -> Table:
    return Table(tuple(Cell(f"{row}行", row, 0) for row in range(rows)))


BLOCKS = st.lists(LINES.map(make_paragraph) | st.integers(1, 6).map(table), max_size=25).map(tuple)


@given(BLOCKS, st.integers(1, 200), st.integers(1, 50))
def test_nothing_is_lost_and_lines_are_numbered_on(
    blocks: tuple[Paragraph | Table, ...], limit: int, first: int
) -> None:
    section = Section(3, "三、依申请公开", blocks, first)
    passages = cut(section, limit)
    assert "\n".join(p.text for p in passages) == section.text
    line = first
    for passage in passages:
        assert (passage.section, passage.heading, passage.first) == (3, section.heading, line)
        line += passage.text.count("\n") + 1


@given(BLOCKS, st.integers(1, 200))
def test_tables_stay_whole(blocks: tuple[Paragraph | Table, ...], limit: int) -> None:
    section = Section(1, "", blocks)
    begins = {passage.first for passage in cut(section, limit)}
    for line, block in section.number_blocks():
        if isinstance(block, Table):
            assert not begins & set(range(line + 1, line + block.height))


def test_long_section_is_cut_at_its_sub_headings() -> None:
    lines = ["开头。", "（一）水利。", "修渠。" * 30, "（二）教育。", "建校。" * 30]
    section = Section(3, "三、任务", tuple(make_paragraph(line) for line in lines))
    assert [p.text.split("\n")[0] for p in cut(section, 100)] == ["开头。", "（一）水利。", "（二）教育。"]
    assert [p.text for p in cut(section, 1000)] == ["\n".join(lines)]


def test_empty_section_is_one_empty_passage() -> None:
    (passage,) = cut(Section(2, "二、主动公开", ()))
    assert (passage.heading, passage.text, passage.first) == ("二、主动公开", "", 1)
