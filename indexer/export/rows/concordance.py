"""Every place of a phrase as rows, each with what is before and after it and its permanent address."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.export.rows.hits import list_filter_facts
from indexer.report.names import KIND_NAMES, join_path
from indexer.search.auditing.concordance import CONCORDANCE_SORTS, Concordance, Occurrence
from indexer.search.query.tree import Query

_COLUMNS = (
    Column("number", "序号", 6),
    Column("left", "上文", 60),
    Column("word", "词语", 16),
    Column("right", "下文", 60),
    Column("district", "地区", 14),
    Column("region", "地区路径", 24),
    Column("year", "年度", 8),
    Column("body", "机构", 24),
    Column("kind", "类型", 14),
    Column("title", "报告", 42),
    Column("section", "章节", 6),
    Column("heading", "章节标题", 24),
    Column("report", "报告编号", 26),
    Column("url", "链接", 60, link=True),
)
_AT_A_TIME = 1000


def list_concordance(query: Query, found: Concordance, terms: Terms) -> ExportTable:
    """Return the places of a query's phrases, as many as the terms allow, in their order."""
    facts = (
        Fact("query", "词语", query.typed),
        *list_filter_facts(query),
        Fact("sort", "排列", CONCORDANCE_SORTS[found.sort]),
        *list_common_facts(found.total, terms),
    )
    return ExportTable("逐句对照", _COLUMNS, facts, _rows(found, terms))


def _rows(found: Concordance, terms: Terms) -> Iterator[dict[str, Value]]:
    most = min(found.total, terms.most)
    for start in range(0, most, _AT_A_TIME):
        lines = found.list_lines(start, min(start + _AT_A_TIME, most))
        yield from (_row(number, line, terms.site) for number, line in enumerate(lines, start + 1))


def _row(number: int, line: Occurrence, site: str) -> dict[str, Value]:
    return {
        "number": number,
        "left": line.left,
        "word": line.word,
        "right": line.right,
        "district": line.region[-1] if line.region else "",
        "region": join_path(line.region),
        "year": line.year,
        "body": line.body,
        "kind": KIND_NAMES.get(line.kind, line.kind),
        "title": line.title,
        "section": line.section,
        "heading": line.heading,
        "report": line.report,
        "url": f"{site}{line.url}",
    }
