"""How tables are shown: what heads columns and rows is told by form, where real tables do not say it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.report.document import Cell, Table
from indexer.search.results import Span
from web.display.reports.table import TableView, arrange_table


def _view(table: Table) -> TableView:
    return arrange_table(table, 3, lambda text: (Span(text),))


def _plain(*rows: str) -> Table:
    """A table without spans; cells separated by `|`."""
    return Table(
        tuple(
            Cell(text, row, column)
            for row, line in enumerate(rows)
            for column, text in enumerate(line.split("|"))
        )
    )


def _scopes(table: Table) -> list[list[str]]:
    return [[cell.scope for cell in row.cells] for row in _view(table).rows]


def test_first_row_and_first_words_head() -> None:
    table = _plain("指标|单位|数量", "新收申请|件|12", "结转申请|件|")
    assert _scopes(table) == [["col"] * 3, ["row", "row", ""], ["row", "row", ""]]
    assert len(_view(table).head) == 1


def test_a_table_without_figures_has_contents_and_not_only_headings() -> None:
    assert _scopes(_plain("机构|电话|地址", "办公室|科室|云栖路"))[1] == ["row", "", ""]


def test_a_first_row_with_figures_heads_nothing() -> None:
    table = _plain("新收|12", "结转|3")
    assert _view(table).head == ()
    assert _scopes(table) == [["row", ""], ["row", ""]]


def test_titles_within_a_table_head_what_is_below_them() -> None:
    cells = [
        Cell("第二十条第（一）项", 0, 0, 1, 2),
        Cell("信息内容", 1, 0),
        Cell("本年制发件数", 1, 1),
        Cell("规章", 2, 0),
        Cell("2", 2, 1),
        Cell("第二十条第（五）项", 3, 0, 1, 2),
        Cell("信息内容", 4, 0),
        Cell("本年处理决定数量", 4, 1),
        Cell("行政许可", 5, 0),
        Cell("57,326", 5, 1),
    ]
    table = Table(tuple(cells))
    assert len(_view(table).head) == 2
    assert _scopes(table)[3:] == [["colgroup"], ["col", "col"], ["row", ""]]


def test_a_note_across_the_last_row_is_no_heading() -> None:
    table = Table(
        (Cell("项目", 0, 0), Cell("数", 0, 1), Cell("甲", 1, 0), Cell("1", 1, 1), Cell("注", 2, 0, 1, 2))
    )
    assert _scopes(table)[2] == [""]
    assert len(_view(table).head) == 1


def test_figures_blanks_and_strokes_are_told_apart_from_words() -> None:
    row = _view(_plain("甲|乙|丙|丁|戊|己", "子|1,204|/|—||12.5%")).rows[1]
    assert [cell.figure for cell in row.cells] == [False, True, True, True, True, True]
    assert "".join(span.text for cell in row.cells for span in cell.spans) == "子1,204/—12.5%"


texts = st.sampled_from(["", "甲", "12", "/", "第二十条", "很长的说明" * 12])


@given(
    st.lists(
        st.builds(
            Cell,
            texts,
            st.integers(0, 4),
            st.integers(0, 3),
            st.integers(1, 3),
            st.integers(1, 3),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_the_spans_every_cell_is_shown_once_and_rows_keep_their_lines(cells: list[Cell]) -> None:
    table = Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
    shown = _view(table)
    assert [row.line for row in shown.rows] == list(range(3, 3 + table.height))
    assert sum(len(row.cells) for row in shown.rows) == len(cells)
    # A row group of HTML ends the cells that reach beyond it: headings must not be cut off.
    depth = len(shown.head)
    assert all(row[0].row + cell.rowspan <= depth for row in table.rows()[:depth] if row for cell in row)
