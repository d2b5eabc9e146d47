"""Cells of the statutory tables as rows, each with the permanent address of its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.figures.comparison import Item, Point
from indexer.figures.figure import Meaning
from indexer.figures.results import Heading, ReportFigures
from indexer.report.names import join_path

_HEADING = (
    Column("title", "报告", 42),
    Column("year", "年度", 7),
    Column("region", "地区路径", 24),
    Column("body", "机构", 24),
)
_PLACE = (Column("report", "报告编号", 26), Column("url", "链接", 50, link=True))
_CELLS = (
    *_HEADING,
    Column("table", "表", 5),
    Column("key", "单元格", 24),
    Column("row", "行", 40),
    Column("column", "列", 24),
    Column("text", "原文", 12),
    Column("meaning", "含义", 10),
    Column("value", "数值", 10),
    *_PLACE,
)
_POINTS = (
    *_HEADING,
    Column("item", "指标", 40),
    Column("key", "单元格", 24),
    Column("value", "数值", 10),
    Column("text", "原文", 12),
    Column("note", "说明", 40),
    *_PLACE,
)
MEANINGS = {
    Meaning.NUMBER: "数",
    Meaning.BLANK: "空白",
    Meaning.NOT_APPLICABLE: "不适用",
    Meaning.TEXT: "文字",
}
"""What people call the meanings of cells."""


def list_cells(reports: Iterable[ReportFigures], asked: Sequence[Fact], terms: Terms) -> ExportTable:
    """Return every cell of these reports' statutory tables.

    Args:
        asked: what was asked for, in words.
    """
    facts = (*asked, *list_common_facts(None, terms))
    return ExportTable("统计表单元格", _CELLS, facts, islice(_cells(reports, terms.site), terms.most))


def list_points(
    compared: Sequence[tuple[Item, Sequence[Point]]],
    asked: Sequence[Fact],
    terms: Terms,
) -> ExportTable:
    """Return items as they were compared, a row for each in each report; arguments as of `list_cells`."""
    total = sum(len(points) for _, points in compared)
    facts = (*asked, *list_common_facts(total, terms))
    return ExportTable("指标对比", _POINTS, facts, islice(_points(compared, terms.site), terms.most))


def _cells(reports: Iterable[ReportFigures], site: str) -> Iterator[Mapping[str, Value]]:
    for report in reports:
        heading = _heading(report.heading)
        for table in report.figures.tables:
            for cell in table.figures:
                yield heading | {
                    "table": cell.table,
                    "key": cell.key,
                    "row": join_path(cell.row_labels),
                    "column": join_path(cell.column_labels),
                    "text": cell.text.strip(),
                    "meaning": MEANINGS[cell.meaning],
                    "value": cell.value,
                    "url": f"{site}/reports/{report.heading.report}#{cell.place.anchor}",
                }


def _points(compared: Iterable[tuple[Item, Sequence[Point]]], site: str) -> Iterator[Mapping[str, Value]]:
    for item, points in compared:
        for point in points:
            anchor = f"#{point.anchor}" if point.anchor else ""
            yield _heading(point.heading) | {
                "item": item.name,
                "key": item.key,
                "value": point.value,
                "text": point.said,
                "note": point.reason,
                "url": f"{site}/reports/{point.heading.report}{anchor}",
            }


def _heading(heading: Heading) -> dict[str, Value]:
    return {
        "title": heading.title,
        "year": heading.year,
        "region": join_path(heading.region.path) if heading.region else "",
        "body": heading.body,
        "report": heading.report,
    }
