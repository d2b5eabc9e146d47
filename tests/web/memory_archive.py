"""A small archive in memory for the portal's tests: every state of a page, without files or an index.

Search here is a plain scan. What an engine must do is tested in `test_engines.py`; the browser
tests run on the real sample archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from indexer.archive.archive import Original
from indexer.archive.catalogue.coverage import Area, Count, Coverage, Overview
from indexer.archive.catalogue.records import Reading, Record, Summary
from indexer.archive.home import Home
from indexer.archive.originals import Source
from indexer.archive.verdicts import Verdicts
from indexer.commitments.record import CommitmentFilter, CommitmentResults
from indexer.commitments.search import CommitmentSearch
from indexer.errors import NotFound
from indexer.figures.figure import Figures
from indexer.figures.results import Body, Findings
from indexer.report.document import Cell, Table
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import UNKNOWN, BodyKind, Kind, Paragraph, Region, Report, Section, number_lines
from indexer.search.query.tree import And, Node, Not, Or, Phrase, Query, Sort, Words
from indexer.search.results import FacetValue, FacetValues, Hit, Results
from indexer.search.snippet import best, needles_of

PROVINCE = ("990000",), ("示例省",)
CITY = ("990000", "990100"), ("示例省", "云泽市")


def _district(code: str, name: str) -> Region:
    return Region((*CITY[0], code), (*CITY[1], name))


EAST, WEST = _district("990101", "东湖区"), _district("990102", "西岭区")


def _table() -> Table:
    """Head and two rows of a table of requests: cells that span rows and columns, and a blank one."""
    cells = [
        Cell("本列数据的勾稽关系", 0, 0, 2, 1),
        Cell("申请人情况", 0, 1, 1, 3),
        Cell("自然人", 1, 1),
        Cell("法人或其他组织", 1, 2),
        Cell("总计", 1, 3),
        Cell("一、本年新收政府信息公开申请数量", 2, 0),
        *(Cell(text, 2, at) for at, text in enumerate(("12", "3", "15"), 1)),
        Cell("二、上年结转政府信息公开申请数量", 3, 0),
        *(Cell(text, 3, at) for at, text in enumerate(("0", "", "0"), 1)),
    ]
    return Table(tuple(cells))


def _sections(place: str, year: int) -> tuple[Section, ...]:
    def plain(*lines: str) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(line) for line in lines)

    return number_lines(
        (
            Section(1, "", plain(f"本报告由{place}人民政府办公室编制（示例）。")),
            Section(
                1,
                "一、总体情况",
                (
                    Paragraph(f"{year} 年，{place}推进政务公开，公开老旧小区改造计划。"),
                    Paragraph("（一）主动公开。全年公开信息 1,204 条。", "（一）", 1),
                    Paragraph("（二）依申请公开。全年收到依申请公开 15 件。", "（二）", 1),
                ),
            ),
            Section(2, "二、主动公开政府信息情况", plain("公开规范性文件 8 件。")),
            Section(3, "三、收到和处理政府信息公开申请情况", (_table(),)),
            Section(4, "四、政府信息公开行政复议、行政诉讼情况", ()),
            Section(
                5,
                "五、存在的主要问题及改进情况",
                plain(
                    "问题：政务公开培训不够。<script>alert(1)</script>", f"{year + 1} 年将加强政务公开培训。"
                ),
            ),
            Section(6, "六、其他需要报告的事项", plain("无。")),
        )
    )


def _record(report_id: str, region: Region | None, year: int | None, **changes: Any) -> Record:
    place = region.name if region else "某"
    title = f"{place}{year or ''}年政府信息公开工作年度报告（示例）"
    report = Report(
        Kind.DISCLOSURE,
        "disclosure_2019",
        title,
        year,
        f"{place}人民政府",
        BodyKind.GOVERNMENT,
        region,
        _sections(place, year or 2020),
        "2021-01-29",
        "https://example.org/report",
    )
    source = Source(
        "ab" * 32, f"{report_id}.html", "corpus/x.html", 20_480, "2026-01-05T08:00:00+00:00", 1, ""
    )
    record = Record(report_id, replace(report, **changes), source, Reading("html", "gb18030"), (), "")
    return record


def records() -> tuple[Record, ...]:
    """Twelve reports of two districts over six years, one of unknown place and year, and one replaced."""
    found = [
        _record(f"disclosure-{region.code}-{year}", region, year)
        for region in (EAST, WEST)
        for year in range(2018, 2024)
    ]
    first = found[0]
    found[0] = replace(first, versions=(f"{first.id}-2",), superseded_by=f"{first.id}-2")
    found.append(
        _record(
            f"{first.id}-2",
            EAST,
            2018,
            doubts=(Doubt(Topic.SECTIONS, "第四部分没有内容。"),),
            url="javascript:alert(1)",
        )
    )
    found.append(_record("disclosure-某镇", None, None, published="", url=""))
    return tuple(found)


class MemoryArchive:
    """The surface of `Archive` over records in memory."""

    def __init__(self, original: Path) -> None:
        self._records = {record.id: record for record in records()}
        self._original = original
        self.verdicts = Verdicts(Home(original.parent))

    def report(self, report_id: str) -> Record:
        if report_id not in self._records:
            raise NotFound(f"档案中没有编号为“{report_id[:80]}”的报告。")
        return self._records[report_id]

    def runs(self) -> tuple[()]:
        return ()

    def find_similar(self, report: Report, sha256: str) -> tuple[()]:
        return ()

    def promises_of(self, report_id: str) -> tuple[()]:
        return ()

    def promises(self, query: Query, wanted: CommitmentFilter) -> CommitmentResults:
        return CommitmentSearch(()).find(query, wanted, {}, lambda _numbers: ())

    def original(self, report_id: str) -> Original:
        return Original(self._original, self.report(report_id).source.name, "text/html")

    def summaries(self) -> tuple[Summary, ...]:
        return tuple(
            Summary(
                r.id,
                r.report.kind.value,
                r.report.year,
                r.report.region,
                r.report.body,
                r.report.title,
                r.source.name,
                len(r.report.sections),
                r.report.tables,
                r.report.doubts,
                r.versions,
                r.superseded_by,
            )
            for r in self._records.values()
        )

    def overview(self) -> Overview:
        summaries = self.summaries()
        years = tuple(sorted({s.year for s in summaries if s.year}))
        return Overview(len(summaries), years, 2, sum(s.sample for s in summaries), {"disclosure": 13}, "g1")

    def areas(self) -> tuple[Area, ...]:
        codes = ("990000", "990100", "990101", "990102")
        names = ("示例省", "云泽市", "东湖区", "西岭区")
        areas = [
            Area(codes[: min(number, 2)] + codes[number : number + 1], name, name)
            for number, name in enumerate(names)
        ]
        return (*areas, Area((), UNKNOWN, "地区未详"))

    def coverage(self) -> tuple[Coverage, ...]:
        rows = []
        for area in self.areas():
            years: dict[int | None, Count] = {}
            for summary in self.summaries():
                if (summary.region.codes if summary.region else ()) == area.codes:
                    known = years.get(summary.year)
                    years[summary.year] = Count(known.reports + 1 if known else 1, summary.id)
            rows.append(Coverage(area, years))
        return tuple(rows)

    def listed(
        self, codes: tuple[str, ...] | None, years: Sequence[int | None], limit: int, offset: int = 0
    ) -> tuple[int, tuple[Summary, ...]]:
        found = [
            summary
            for summary in self.summaries()
            if codes is None or (summary.region.codes if summary.region else ()) == codes
            if not years or summary.year in years
        ]
        return len(found), tuple(found[offset : offset + limit])

    def findings(self, *_arguments: object) -> Findings:
        return Findings(0, (), {}, {}, {})

    def cells(self, report_id: str) -> Figures:
        self.report(report_id)
        return Figures(None)

    def bodies(self) -> tuple[Body, ...]:
        return ()

    def search(self, query: Query) -> Results:
        hits = list(self._hits(query.tree))
        filters = _filters(query)
        shown = [hit for hit in hits if all(test(hit) for test in filters.values())]
        if query.sort is not Sort.RELEVANCE:
            shown.sort(key=lambda hit: hit.year or 0, reverse=query.sort is Sort.NEWEST)
        start = (query.page - 1) * query.limit
        others = {
            name: [hit for hit in hits if all(test(hit) for n, test in filters.items() if n != name)]
            for name in filters
        }
        facets = {name: FacetValues(partial(_facet, name, others[name], query)) for name in filters}
        return Results(
            query.typed,
            len(shown),
            query.page,
            -(-len(shown) // query.limit),
            0.5,
            tuple(shown[start : start + query.limit]),
            facets,
            "培训" if not shown and query.typed else None,
        )

    def _hits(self, tree: Node) -> Iterator[Hit]:
        for record in self._records.values():
            if record.superseded_by:
                continue
            report = record.report
            path = report.region.path if report.region else ()
            for section in report.sections:
                if not _matches(tree, f"{report.title}\n{section.heading}\n{section.text}"):
                    continue
                yield Hit(
                    record.id,
                    report.title,
                    report.year,
                    path[-1] if path else "",
                    path,
                    report.body,
                    report.kind.value,
                    section.number,
                    section.heading,
                    1.0,
                    best(needles_of(tree), section.text, section.first),
                )


def _matches(node: object, text: str) -> bool:
    match node:
        case Words() | Phrase():
            return node.text in text
        case And():
            return all(_matches(part, text) for part in node.nodes)
        case Or():
            return any(_matches(part, text) for part in node.nodes)
        case Not():
            return not _matches(node.node, text)
    return True


def _filters(query: Query) -> dict[str, Callable[[Hit], bool]]:
    districts = {district.value for district in query.districts}
    return {
        "year": lambda hit: not query.years or any(_in(hit.year, y) for y in query.years),
        "district": lambda hit: (
            not districts or bool(districts & set(hit.region)) or (not hit.region and UNKNOWN in districts)
        ),
        "section": lambda hit: not query.sections or hit.section in query.sections,
        "kind": lambda hit: not query.kinds or hit.kind in query.kinds,
    }


def _in(year: int | None, years: Any) -> bool:
    if year is None or years.without:
        return year is None and bool(years.without)
    return (years.first or 0) <= year <= (years.last or 9999)


def _facet(name: str, hits: list[Hit], query: Query) -> tuple[FacetValue, ...]:
    if name == "district":
        chosen = {district.value for district in query.districts}
        counts = Counter(place for hit in hits for place in (hit.region or (UNKNOWN,)))
        tree = [("示例省", 0, ""), ("云泽市", 1, "示例省"), ("东湖区", 2, "云泽市"), ("西岭区", 2, "云泽市")]
        tree.append((UNKNOWN, 0, ""))
        return tuple(
            FacetValue(value, value, counts[value], value in chosen, depth, parent)
            for value, depth, parent in tree
            if counts[value] or value in chosen
        )
    if name == "year":
        chosen = {years.value for years in query.years}
        years = Counter(str(hit.year or UNKNOWN) for hit in hits)
        order = sorted(years.keys() | {v for v in chosen if v.isdecimal()}, reverse=True)
        return tuple(FacetValue(v, v, years[v], v in chosen) for v in order)
    if name == "section":
        chosen = {str(section) for section in query.sections}
        sections = Counter(str(hit.section) for hit in hits)
        return tuple(FacetValue(v, f"第 {v} 部分", n, v in chosen) for v, n in sorted(sections.items()))
    kinds = Counter(hit.kind for hit in hits)
    return tuple(
        FacetValue(v, "信息公开年报", n, v in {k.value for k in query.kinds}) for v, n in kinds.items()
    )
