"""Hits of a query by report, and by place and year, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlencode

from indexer.archive.archive import Archive
from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.export.rows.hits import list_query_facts
from indexer.report.names import KIND_NAMES, UNKNOWN_PLACE, UNKNOWN_YEAR, join_path
from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN
from indexer.search.groups import PlaceCell, ReportGroup
from indexer.search.query.tree import Query

_REPORT_COLUMNS = (
    Column("number", "序号", 6),
    Column("title", "报告", 42),
    Column("year", "年度", 7),
    Column("region", "地区路径", 24),
    Column("body", "机构", 24),
    Column("kind", "类型", 14),
    Column("hits", "处数", 7),
    Column("report", "报告编号", 26),
    Column("url", "链接", 50, link=True),
)
_PLACE_COLUMNS = (
    Column("code", "地区代码", 10),
    Column("district", "地区", 14),
    Column("region", "地区路径", 30),
    Column("year", "年度", 7),
    Column("reports", "报告份数", 9),
    Column("hits", "处数", 7),
    Column("url", "链接", 50, link=True),
)
_AT_A_TIME = 500


def list_found_reports(archive: Archive, query: Query, terms: Terms) -> ExportTable:
    """Return the reports with hits, in the query's order, each with the number of its hits.

    Raises:
        QueryError, ArchiveMissing, ArchiveDamaged: the archive cannot answer.
    """
    groups = archive.search(query).groups
    total = groups.count_reports()

    def rows() -> Iterator[dict[str, Value]]:
        for start in range(0, min(total, terms.most), _AT_A_TIME):
            some = groups.list_reports(start, min(start + _AT_A_TIME, terms.most))
            yield from (_make_report(start + at, group, query, terms) for at, group in enumerate(some, 1))

    facts = (*list_query_facts(query), *list_common_facts(total, terms))
    return ExportTable("检索结果·按报告", _REPORT_COLUMNS, facts, rows())


def list_found_places(archive: Archive, query: Query, terms: Terms) -> ExportTable:
    """Return the hits by division and year, each division by itself: sums count nothing twice.

    Raises:
        QueryError, ArchiveMissing, ArchiveDamaged: the archive cannot answer.
    """
    cells = archive.search(query).groups.list_cells()
    scope = Fact("scope", "范围", "每行只计该地区本身的报告；链接打开的检索含其下级")
    facts = (*list_query_facts(query), scope, *list_common_facts(len(cells), terms))
    rows = (_make_cell(cell, query, terms) for cell in islice(cells, terms.most))
    return ExportTable("检索结果·按地区", _PLACE_COLUMNS, facts, rows)


def _make_report(number: int, group: ReportGroup, query: Query, terms: Terms) -> dict[str, Value]:
    return {
        "number": number,
        "title": group.title,
        "year": group.year,
        "region": join_path(group.region),
        "body": group.body,
        "kind": KIND_NAMES.get(group.kind, group.kind),
        "hits": group.hits,
        "report": group.report,
        "url": terms.site + group.url(query.typed),
    }


def _make_cell(cell: PlaceCell, query: Query, terms: Terms) -> dict[str, Value]:
    district = read_divisions().to_value(cell.codes[-1], cell.path[-1]) if cell.codes else UNKNOWN
    asked: Sequence[tuple[str, str]] = (
        ("q", query.typed),
        ("year", str(cell.year) if cell.year else UNKNOWN),
        ("district", district),
        *(("section", str(section)) for section in query.sections),
        *(("kind", kind.value) for kind in query.kinds),
    )
    return {
        "code": cell.codes[-1] if cell.codes else "",
        "district": cell.path[-1] if cell.path else UNKNOWN_PLACE,
        "region": join_path(cell.path),
        "year": cell.year if cell.year else UNKNOWN_YEAR,
        "reports": cell.reports,
        "hits": cell.hits,
        "url": f"{terms.site}/search?{urlencode([pair for pair in asked if pair[1]])}",
    }
