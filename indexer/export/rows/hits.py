"""All hits of a query as rows, each with the permanent address of its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.archive.archive import Archive
from indexer.errors import ArchiveBusy
from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.report.names import KIND_NAMES, SORT_NAMES, join_path, name_section
from indexer.search.query.tree import Query
from indexer.search.results import Hit, Results

_COLUMNS = (
    Column("number", "序号", 6),
    Column("title", "报告", 42),
    Column("year", "年度", 7),
    Column("district", "地区", 12),
    Column("region", "地区路径", 24),
    Column("body", "机构", 24),
    Column("kind", "类型", 14),
    Column("section", "章节号", 7),
    Column("heading", "章节", 26),
    Column("snippet", "摘录", 80),
    Column("report", "报告编号", 26),
    Column("url", "链接", 50, link=True),
)


def list_hits(archive: Archive, query: Query, terms: Terms) -> ExportTable:
    """Return every hit of a query, as many as the terms allow, in the query's order; those with a part of
    the words only where none has all.

    Raises:
        QueryError, ArchiveMissing, ArchiveDamaged: the archive cannot answer. The rows raise
            ArchiveBusy where the number of hits changes while they are read.
    """
    first = archive.search(replace(query, page=1, limit=terms.page))
    facts = [*list_query_facts(query)]
    if not first.total and first.total_partial:
        facts.append(Fact("part", "范围", "没有哪一处含有全部检索词，以下只含其中一部分"))
    elif first.total_partial:
        rest = f"含有全部检索词的；只含一部分的另有 {first.total_partial} 处，不在其中"
        facts.append(Fact("part", "范围", rest))
    facts += list_common_facts(_count(first), terms)
    return ExportTable("检索结果", _COLUMNS, tuple(facts), _rows(archive, query, first, terms))


def list_query_facts(query: Query) -> tuple[Fact, ...]:
    """What was asked, for files: the words, the filters, the order."""
    filters = list_filter_facts(query)
    order = Fact("sort", "排序", SORT_NAMES[query.sort.value])
    return (Fact("query", "检索词", query.typed or "（全部）"), *filters, order)


def list_filter_facts(query: Query) -> tuple[Fact, ...]:
    """The filters of a query, for files."""
    return tuple(Fact(name, title, value) for name, title, value in _filters(query) if value)


def _filters(query: Query) -> list[tuple[str, str, str]]:
    return [
        ("years", "年度", "、".join(years.value for years in query.years)),
        ("districts", "地区", "、".join(district.value for district in query.districts)),
        ("sections", "章节", "、".join(str(section) for section in query.sections)),
        ("kinds", "类型", "、".join(KIND_NAMES[kind.value] for kind in query.kinds)),
    ]


def _rows(archive: Archive, query: Query, first: Results, terms: Terms) -> Iterator[dict[str, Value]]:
    number, results, most = 0, first, _count(first)
    for page in range(1, first.pages + 1):
        if page > 1:
            results = archive.search(replace(query, page=page, limit=terms.page))
        if _count(results) != most:
            raise ArchiveBusy("导出期间有报告收录或撤下，结果已经变化，请重新导出。")
        for hit in results.hits:
            number += 1
            yield _row(number, hit, terms.site)
            if number == min(terms.most, most):
                return


def _count(results: Results) -> int:
    return results.total or results.total_partial


def _row(number: int, hit: Hit, site: str) -> dict[str, Value]:
    return {
        "number": number,
        "title": hit.title,
        "year": hit.year,
        "district": hit.district,
        "region": join_path(hit.region),
        "body": hit.body,
        "kind": KIND_NAMES.get(hit.kind, hit.kind),
        "section": hit.section,
        "heading": hit.heading or name_section(hit.section, hit.kind),
        "snippet": hit.snippet.text,
        "report": hit.report,
        "url": f"{site}{hit.url('')}",
    }
