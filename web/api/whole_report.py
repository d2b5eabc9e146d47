"""A report whole, as JSON: its text, tables, findings, commitments, damage, versions and provenance."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from indexer.archive.archive import Archive
from indexer.archive.catalogue.records import Record
from indexer.figures.figure_json import to_json as figures_to_json
from indexer.figures.finding import Finding
from indexer.figures.results import FindingFilter
from indexer.report.report_json import to_public_json


def describe_whole(archive: Archive, record: Record) -> dict[str, Any]:
    """Return all that is known of a report; `fields` of the address may choose among the keys."""
    address = f"/reports/{quote(record.id)}"
    findings = archive.findings.find(FindingFilter(reports=(record.id,), outcomes=())).items
    return {
        "id": record.id,
        "address": address,
        "original": f"{address}/original",
        **to_public_json(record.report),
        "sample": record.sample,
        "series": archive.additions.find_series(record.id),
        "superseded_by": record.superseded_by or None,
        "versions": list(record.versions),
        "damage": [damage.to_json() for damage in record.report.damage],
        "recognised": record.report.recognition.to_json() if record.report.recognition else None,
        "figures": figures_to_json(archive.findings.read_figures(record.id)),
        "findings": [_describe_finding(judged.finding) for judged in findings],
        "commitments": [commitment.to_json() for commitment in archive.commitments.list_report(record.id)],
        "provenance": {
            "sha256": record.source.sha256,
            "name": record.source.name,
            "size": record.source.size,
            "added": record.source.added,
            "format": record.reading.format,
            "encoding": record.reading.encoding,
            "notes": list(record.reading.notes),
            "former_ids": list(record.source.former),
            "attached": [
                {
                    "sha256": each.sha256,
                    "name": each.name,
                    "size": each.size,
                    "added": each.added,
                    "address": f"{address}/attached/{each.sha256}",
                }
                for each in archive.files.list_attached(record)
            ],
        },
    }


def _describe_finding(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "sentence": finding.sentence,
        "reason": finding.reason,
        "expected": finding.expected,
        "found": finding.found,
        "anchor": finding.anchor,
    }
