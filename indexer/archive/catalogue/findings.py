"""Figures and findings in the catalogue, for reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables import finding_counts
from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR
from indexer.archive.catalogue.tables.schema import FIGURES, FINDING, REPORT
from indexer.archive.catalogue.writing.succession import find_renamed
from indexer.archive.databases.base import Database
from indexer.archive.databases.dialect import make_rows, unindex
from indexer.archive.storage.database import read_catalogue
from indexer.errors import NotFound
from indexer.figures.figure import Figure, Figures
from indexer.figures.figure_json import from_json
from indexer.figures.finding import Finding, Mention, Outcome
from indexer.figures.results import Body, FindingFilter, Findings, Heading, ReportFigures, ReportFinding
from indexer.report.report import Region


class FindingReader:
    """Figures and findings of all reports of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_figures(self, report_id: str) -> Figures:
        """Return the statutory tables of one report.

        Raises:
            NotFound: there is no report of this id.
        """
        query = sa.select(FIGURES.c.content).where(FIGURES.c.report == report_id)
        with read_catalogue(self._database) as connection:
            content = connection.scalar(query)
        if content is None:
            raise NotFound(f"档案中没有编号为“{report_id[:80]}”的报告。")
        return from_json(json.loads(content))

    def has_key(self, key: str) -> bool:
        """Whether a finding has a key, or had it before (`_list_keys`)."""
        query = sa.select(_list_keys([key]).exists())
        with read_catalogue(self._database) as connection:
            return bool(connection.scalar(query))

    def list_figures(
        self, series: Sequence[str] = (), years: Sequence[int] = ()
    ) -> tuple[ReportFigures, ...]:
        """Return figures of current reports of these bodies and years (all where none are given), by region,
        body and year; those without statutory tables (until 2018) have none, and no form."""
        query = _headed(sa.select(FIGURES.c.content, *_HEADING)).where(IS_CURRENT)
        if series:
            query = query.where(FIGURES.c.series.in_(series))
        if years:
            query = query.where(FIGURES.c.year.in_(years))
        query = query.order_by(*_ORDER)
        with read_catalogue(self._database) as connection:
            rows = connection.execute(query).mappings().all()
            return tuple(ReportFigures(_heading(row), from_json(json.loads(row["content"]))) for row in rows)

    def list_bodies(self) -> tuple[Body, ...]:
        """Return bodies with a statutory table, by region and name."""
        query = _headed(sa.select(*_HEADING)).where(IS_CURRENT, FIGURES.c.form.is_not(None))
        with read_catalogue(self._database) as connection:
            headings = [_heading(r) for r in connection.execute(query.order_by(*_ORDER)).mappings()]
        grouped: dict[str, list[Heading]] = {}
        for heading in headings:
            grouped.setdefault(heading.series, []).append(heading)
        return tuple(
            Body(
                name,
                those[-1].body,
                those[-1].region,
                tuple(sorted({heading.year for heading in those if heading.year is not None})),
            )
            for name, those in grouped.items()
        )

    def find(
        self, wanted: FindingFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> Findings:
        """Findings that a filter lets through, with counts."""
        wanted = wanted or FindingFilter()
        page = _select(wanted).limit(limit).offset(offset)

        def counted(column: sa.ColumnElement[Any], part: str, place: int) -> dict[Any, int]:
            others = replace(wanted, **{part: ()})
            if finding_counts.can_answer(others):
                return finding_counts.count_by(numbers, others, itemgetter(place))
            query = _filter(sa.select(column, sa.func.count()), others)
            return {row[0]: row[1] for row in connection.execute(query.group_by(column))}

        with read_catalogue(self._database) as connection:
            rows = connection.execute(page).mappings().all()
            cells = _cells(connection, rows)
            numbers = finding_counts.count_findings(connection)
            outcomes = counted(FINDING.c.outcome, "outcomes", 2)
            rules = counted(FINDING.c.rule, "rules", 1)
            years = counted(REPORT.c.year, "years", 0)
            judged = tuple(ReportFinding(_heading(row), _finding(row, cells)) for row in rows)
        chosen = [Outcome(name) for name in outcomes if not wanted.outcomes or name in wanted.outcomes]
        return Findings(
            sum(outcomes[name] for name in chosen),
            judged,
            {outcome: outcomes[outcome] for outcome in Outcome if outcome in outcomes},
            dict(sorted(rules.items())),
            dict(sorted(years.items(), key=lambda item: (item[0] is None, item[0] or 0))),
        )

    def iterate(self, wanted: FindingFilter) -> Iterator[ReportFinding]:
        """Yield all findings that a filter lets through, in the same order, read while they are asked for:
        one state of the catalogue, in memory that does not grow with their number."""
        with read_catalogue(self._database) as connection:
            stream = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_select(wanted))
            for rows in stream.mappings().partitions():
                cells = _cells(connection, rows)
                yield from (ReportFinding(_heading(row), _finding(row, cells)) for row in rows)


_ROWS_AT_ONCE = 500
_HEADING = (
    REPORT.c.id.label("report_id"),
    FIGURES.c.series,
    REPORT.c.title,
    REPORT.c.year,
    REPORT.c.body,
    REPORT.c.region_codes,
    REPORT.c.region_path,
)
_ORDER = (REPORT.c.region_codes, REPORT.c.body, YEAR, REPORT.c.id)


def _headed(query: sa.Select[Any], of: sa.Table = FIGURES) -> sa.Select[Any]:
    """Return the query over figures or findings, with their reports joined."""
    source = of.join(REPORT, REPORT.c.id == of.c.report)
    if of is not FIGURES:
        source = source.join(FIGURES, FIGURES.c.report == of.c.report)
    return query.select_from(source)


def _select(wanted: FindingFilter) -> sa.Select[Any]:
    """Findings with the headings of their reports, in their order."""
    columns = [c for c in FINDING.c if c.name not in ("id", "year", "current")]
    return _filter(sa.select(*columns, *_HEADING), wanted).order_by(*_ORDER, FINDING.c.id)


def _filter(query: sa.Select[Any], wanted: FindingFilter) -> sa.Select[Any]:
    """Return the query over the findings that a filter lets through."""
    query = query.where(*_conditions(wanted))
    if wanted.reports or wanted.series or wanted.keys:
        return _headed(query, FINDING)
    # Reports in their order, of each its findings, until the page is full: no index serves the way back.
    found = REPORT.join(FINDING, FINDING.c.report == unindex(REPORT.c.id))
    return query.select_from(found.join(FIGURES, FIGURES.c.report == FINDING.c.report))


def _conditions(wanted: FindingFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.reports:
        asked = (sa.select(sa.literal(report_id)) for report_id in wanted.reports)
        yield FINDING.c.report.in_(sa.union_all(*asked, find_renamed(wanted.reports)))
    else:
        yield IS_CURRENT
    if wanted.series:
        yield FIGURES.c.series.in_(wanted.series)
    if wanted.years:
        known = REPORT.c.year.in_([year for year in wanted.years if year is not None])
        yield sa.or_(known, REPORT.c.year.is_(None)) if None in wanted.years else known
    if wanted.regions:
        codes = sa.literal("/") + REPORT.c.region_codes + "/"
        yield sa.or_(*(codes.contains(f"/{code}/", autoescape=True) for code in wanted.regions))
    if wanted.rules:
        yield FINDING.c.rule.in_(wanted.rules)
    if wanted.outcomes:
        yield FINDING.c.outcome.in_([outcome.value for outcome in wanted.outcomes])
    if wanted.keys:
        yield FINDING.c.key.in_(_list_keys(wanted.keys))
    if wanted.but:
        yield sa.or_(FINDING.c.key.not_in(_list_keys(wanted.but)), FINDING.c.key.in_(wanted.even))


def _list_keys(keys: Iterable[str]) -> sa.Select[Any]:
    """Return all keys of findings that these keys stand for: themselves, and what they are the former key of.

    A longer key begins with its former one (`hash_finding`), and "g" comes after every hexadecimal digit.
    The keys come as a table: there may be more than a statement can have variables.
    """
    each = make_rows(list(keys))
    found = FINDING.alias()
    within = sa.and_(found.c.key >= each.c.value, found.c.key < each.c.value.concat("g"))
    return sa.select(found.c.key).select_from(each.join(found, within))


def _heading(row: sa.RowMapping) -> Heading:
    region = Region.parse(row["region_codes"], row["region_path"])
    return Heading(row["report_id"], row["series"], row["title"], row["year"], row["body"], region)


def _cells(connection: sa.Connection, rows: Iterable[sa.RowMapping]) -> dict[str, dict[str, Figure]]:
    """The cells of all reports that findings speak of, by report and key: findings store only names."""
    reports = {row["report"] for row in rows} | {
        report for row in rows for report, _ in json.loads(row["others"])
    }
    query = sa.select(FIGURES.c.report, FIGURES.c.content)
    cells: dict[str, dict[str, Figure]] = {}
    ordered = sorted(reports)
    for start in range(0, len(ordered), 500):
        some = ordered[start : start + 500]
        for report, content in connection.execute(query.where(FIGURES.c.report.in_(some))):
            cells[report] = from_json(json.loads(content)).index_by_key()
    return cells


def _finding(row: sa.RowMapping, cells: dict[str, dict[str, Figure]]) -> Finding:
    mention, report = json.loads(row["mention"]), row["report"]
    return Finding(
        row["rule"],
        report,
        Outcome(row["outcome"]),
        row["sentence"],
        row["reason"],
        json.loads(row["expected"]),
        json.loads(row["found"]),
        tuple(cells[report][key] for key in json.loads(row["cells"])),
        tuple((other, cells[other][key]) for other, key in json.loads(row["others"])),
        Mention(**mention) if mention else None,
        row["key"],
    )
