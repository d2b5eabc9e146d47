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
from indexer.text.damage import count_places

Row = dict[str, Any]


def list_rows(archive: Archive, record: Record, site: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a report, each with the name of its table.

    Args:
        site: `https://host` that addresses begin with; "" leaves paths.
    """
    page = f"{site}/reports/{quote(record.id)}"
    yield REPORTS.name, _describe(record, archive.additions.find_series(record.id), page)
    parts = {
        PARAGRAPHS: _list_paragraphs(record, page),
        CELLS: _list_cells(archive, record.id, page),
        FINDINGS: _list_findings(archive, record.id, page),
        COMMITMENTS: _list_commitments(archive, record.id, site),
    }
    if record.report.kind is Kind.WORK:
        parts[INDICATORS] = _list_indicators(archive, record.id, site)
    for table, rows in parts.items():
        for row in rows:
            yield table.name, {"report": record.id} | row


def _list_paragraphs(record: Record, page: str) -> Iterator[Row]:
    for section in record.report.sections:
        for line, block in section.number_blocks():
            if isinstance(block, Paragraph):
                anchor = format_anchor(section.number, line)
                yield {
                    "section": section.number,
                    "heading": section.heading,
                    "line": line,
                    "anchor": anchor,
                    "label": block.label,
                    "level": block.level,
                    "text": block.text,
                    "repaired": count_places(block.changes),
                    "url": f"{page}#{anchor}",
                }


def _list_cells(archive: Archive, report_id: str, page: str) -> Iterator[Row]:
    for table in archive.findings.read_figures(report_id).tables:
        for figure in table.figures:
            yield {
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
            }


def _list_findings(archive: Archive, report_id: str, page: str) -> Iterator[Row]:
    for judged in archive.findings.find(FindingFilter(reports=(report_id,))).items:
        finding = judged.finding
        yield {
            "key": finding.key,
            "rule": finding.rule,
            "outcome": finding.outcome.value,
            "sentence": finding.sentence,
            "reason": finding.reason,
            "expected": finding.expected,
            "found": finding.found,
            "url": f"{page}#{finding.anchor}" if finding.anchor else page,
        }


def _list_commitments(archive: Archive, report_id: str, site: str) -> Iterator[Row]:
    for commitment in archive.commitments.list_report(report_id):
        yield {
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
            "commitment_url": f"{site}{commitment.url}",
            "url": f"{site}{commitment.there}",
        }


def _list_indicators(archive: Archive, report_id: str, site: str) -> Iterator[Row]:
    for figure in archive.list_indicator_figures(IndicatorFilter(reports=(report_id,))):
        yield figure.to_json() | {"url": f"{site}{figure.url}"}


def _describe(record: Record, series: str, page: str) -> Row:
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
