"""All rows that one report has in the tables of a dump."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from indexer.archive.archive import Archive
from indexer.archive.catalogue.records import Record
from indexer.export.dump.tables import CELLS, COMMITMENTS, FINDINGS, INDICATORS, PARAGRAPHS, REPORTS
from indexer.figures.results import FindingFilter
from indexer.indicators.record import IndicatorFilter
from indexer.report.anchor import format_anchor
from indexer.report.report import Kind, Paragraph

Rows = Iterator[tuple[str, dict[str, Any]]]


def list_rows(archive: Archive, record: Record, site: str) -> Rows:
    """Yield the rows of a report, each with the name of its table.

    Args:
        site: `https://host` that addresses begin with; "" leaves paths.
    """
    page = f"{site}/reports/{quote(record.id)}"
    series = archive.additions.find_series(record.id)
    yield REPORTS.name, _describe(record, series, page)
    for name, row in _list_parts(archive, record, page):
        yield name, {"report": record.id} | row
    if record.report.kind is Kind.WORK and series:
        for figure in archive.list_indicator_figures(IndicatorFilter(series=(series,))):
            if figure.source.report == record.id:
                known = figure.to_json()
                row = {field.name: known.get(field.name) for field in INDICATORS.fields}
                yield INDICATORS.name, row | {"url": site + figure.url}


def _list_parts(archive: Archive, record: Record, page: str) -> Rows:
    for section in record.report.sections:
        for line, block in section.number_blocks():
            if isinstance(block, Paragraph):
                anchor = format_anchor(section.number, line)
                yield (
                    PARAGRAPHS.name,
                    {
                        "section": section.number,
                        "heading": section.heading,
                        "line": line,
                        "anchor": anchor,
                        "label": block.label,
                        "level": block.level,
                        "text": block.text,
                        "repaired": len(block.changes),
                        "url": f"{page}#{anchor}",
                    },
                )
    for table in archive.read_figures(record.id).tables:
        for figure in table.figures:
            yield (
                CELLS.name,
                {
                    "table": figure.table,
                    "row": figure.row,
                    "column": figure.column,
                    "row_labels": "/".join(figure.row_labels),
                    "column_labels": "/".join(figure.column_labels),
                    "text": figure.text,
                    "meaning": figure.meaning.value,
                    "value": figure.value,
                    "anchor": figure.place.anchor,
                    "url": f"{page}#{figure.place.anchor}",
                },
            )
    for judged in archive.list_findings(FindingFilter(reports=(record.id,))).items:
        finding = judged.finding
        yield (
            FINDINGS.name,
            {
                "key": finding.key,
                "rule": finding.rule,
                "outcome": finding.outcome.value,
                "sentence": finding.sentence,
                "reason": finding.reason,
                "expected": finding.expected,
                "found": finding.found,
                "url": f"{page}#{finding.anchor}" if finding.anchor else page,
            },
        )
    site = page[: page.index("/reports/")]
    for commitment in archive.commitments.list_report(record.id):
        yield (
            COMMITMENTS.name,
            {
                "key": commitment.key,
                "class": commitment.class_.value,
                "year": commitment.year,
                "text": commitment.text,
                "action": commitment.action,
                "object": commitment.object,
                "topics": "/".join(commitment.topic_names),
                "deadlines": "/".join(deadline.date or deadline.text for deadline in commitment.deadlines),
                "figures": "/".join(figure.text for figure in commitment.figures),
                "state": commitment.state.value,
                "anchor": commitment.place.anchor,
                "commitment_url": f"{site}{commitment.there}",
                "url": f"{page}#{commitment.place.anchor}",
            },
        )


def _describe(record: Record, series: str, page: str) -> dict[str, Any]:
    report, source, region = record.report, record.source, record.report.region
    return {
        "id": record.id,
        "kind": report.kind.value,
        "year": report.year,
        "title": report.title,
        "series": series,
        "body": report.body,
        "body_kind": report.body_kind.value if report.body_kind else "",
        "region_code": region.code if region else "",
        "region_codes": "/".join(region.codes) if region else "",
        "region_path": "/".join(region.path) if region else "",
        "published": report.published,
        "source_url": report.url,
        "sample": record.sample,
        "damaged": sum(damage.mended + damage.guessed + damage.left for damage in report.damage),
        "doubts": "\n".join(doubt.sentence for doubt in report.doubts),
        "original_name": source.name,
        "original_sha256": source.sha256,
        "original_size": source.size,
        "added": source.added,
        "format": record.reading.format,
        "encoding": record.reading.encoding,
        "url": page,
    }
