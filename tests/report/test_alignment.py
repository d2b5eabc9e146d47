"""Two sections side by side: nothing is lost, the order of each stays, like stands beside like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.report.comparison.alignment import AlignedLine, align_sections
from indexer.report.document import Cell, Table
from indexer.report.report import Paragraph, Section, number_lines

WORDS = ["主动公开规范性文件十二件", "收到公开申请八十件", "行政复议三件", "下一步加强培训", "教育支出增长"]
LINES = st.lists(
    st.tuples(st.sampled_from(WORDS), st.integers(0, 9), st.integers(0, 3)).map(
        lambda drawn: Paragraph(f"{drawn[0]}{drawn[1]}处。", level=drawn[2])
    ),
    max_size=12,
)


def section(*blocks: Paragraph | Table) -> Section:
    (numbered,) = number_lines((Section(2, "二、主动公开", blocks),))
    return numbered


def say(line: AlignedLine) -> str:
    return "".join(text for text, _ in line.sentences)


@given(LINES, LINES)
def test_each_side_is_whole_and_in_its_order(one: list[Paragraph], other: list[Paragraph]) -> None:
    rows = align_sections([section(*one)], [section(*other)])
    assert [say(line) for row in rows for line in row.left] == [block.text for block in one]
    assert [say(line) for row in rows for line in row.right] == [block.text for block in other]
    assert all(row.left or row.right for row in rows)
    numbers = [line.number for row in rows for line in row.left]
    assert numbers == sorted(set(numbers))


@given(LINES)
def test_a_section_beside_itself_is_the_same_line_by_line(blocks: list[Paragraph]) -> None:
    rows = align_sections([section(*blocks)], [section(*blocks)])
    assert all(row.left == row.right for row in rows)
    assert all(same for row in rows for line in row.left for _, same in line.sentences)


def test_like_stands_beside_like() -> None:
    left = [
        Paragraph(text) for text in ("机构改革完成。", "收到公开申请80件，均按时答复。", "加强培训三场。")
    ]
    right = [
        Paragraph(text) for text in ("收到公开申请95件，均按时答复。", "新设网站栏目。", "加强培训五场。")
    ]
    rows = align_sections([section(*left)], [section(*right)])
    beside = {say(line): "".join(map(say, row.right)) for row in rows for line in row.left}
    assert beside == {
        "机构改革完成。": "",
        "收到公开申请80件，均按时答复。": "收到公开申请95件，均按时答复。",
        "加强培训三场。": "加强培训五场。",
    }


def test_a_point_stays_with_what_is_below_it() -> None:
    blocks = [
        Paragraph("（一）主动公开", level=1),
        Paragraph("制发文件。"),
        Paragraph("（二）依申请公开", level=1),
    ]
    rows = align_sections([section(*blocks)], [section(blocks[2])])
    assert [len(row.left) for row in rows] == [2, 1]
    assert [len(row.right) for row in rows] == [0, 1]


def test_a_table_is_named_by_its_rows() -> None:
    table = Table(tuple(Cell("格", row, column) for row in range(3) for column in range(2)))
    (row,) = align_sections([section(table)], [])
    assert [(line.number, line.rows) for line in row.left] == [(1, table.height)]
