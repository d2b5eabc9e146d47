"""Cells of the statutory tables as rows, each with the permanent address of its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.figures.comparison import Item, Point
from indexer.figures.distribution import Distribution, name_heading_level
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
    Column("level", "级别", 12),
    Column("rank", "同级位次", 10),
    Column("ranked", "同级有数", 10),
)
_SPREAD = (
    Column("item", "指标", 40),
    Column("key", "单元格", 24),
    Column("level", "级别", 12),
    Column("count", "有数", 8),
    Column("total", "合计", 10),
    Column("lowest", "最小", 10),
    Column("lower_quartile", "下四分位", 10),
    Column("median", "中位数", 10),
    Column("upper_quartile", "上四分位", 10),
    Column("highest", "最大", 10),
    Column("lacking", "缺数", 8),
    Column("missing", "缺数的机构和原因", 60),
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
    spread: Sequence[Distribution] = (),
) -> ExportTable:
    """Return items as they were compared, a row for each in each report; arguments as of `list_cells`.

    Args:
        spread: how the items are spread over bodies of one level, for each body's place among them.
    """
    total = sum(len(points) for _, points in compared)
    facts = (*asked, *list_common_facts(total, terms))
    return ExportTable("指标对比", _POINTS, facts, islice(_points(compared, terms.site, spread), terms.most))


def list_distributions(spread: Sequence[Distribution], asked: Sequence[Fact], terms: Terms) -> ExportTable:
    """Return sums, medians and quartiles, a row for each item and level; arguments as of `list_points`."""
    facts = (*asked, *list_common_facts(len(spread), terms))
    return ExportTable("合计与分布", _SPREAD, facts, (_spread_row(each) for each in spread))


def _spread_row(each: Distribution) -> Mapping[str, Value]:
    found = each.to_json()
    said = "；".join(f"{body.name}：{body.reason}" for body in each.missing)
    plain = {name: found[name] for name in found if name not in ("item", "name", "missing")}
    return {
        "item": each.item.name,
        "key": each.item.key,
        **plain,
        "lacking": len(each.missing),
        "missing": said,
    }


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


def _points(
    compared: Iterable[tuple[Item, Sequence[Point]]], site: str, spread: Sequence[Distribution]
) -> Iterator[Mapping[str, Value]]:
    ranks = {
        (each.item.key, series): (each.rank(series), len(each.ranked))
        for each in spread
        for series in each.ranked
    }
    for item, points in compared:
        for point in points:
            anchor = f"#{point.anchor}" if point.anchor else ""
            rank, ranked = ranks.get((item.key, point.heading.series), (None, None))
            yield _heading(point.heading) | {
                "item": item.name,
                "key": item.key,
                "value": point.value,
                "text": point.said,
                "note": point.reason,
                "url": f"{site}/reports/{point.heading.report}{anchor}",
                "level": name_heading_level(point.heading),
                "rank": rank,
                "ranked": ranked,
            }


def _heading(heading: Heading) -> dict[str, Value]:
    return {
        "title": heading.title,
        "year": heading.year,
        "region": join_path(heading.region.path) if heading.region else "",
        "body": heading.body,
        "report": heading.report,
    }
