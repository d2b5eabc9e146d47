"""All rows of the catalogue and passages of the index that one report gives, made in any process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.archive.catalogue.records import Reading, is_sample
from indexer.archive.catalogue.writing.commitment_rows import CommitmentRows, make_commitment_rows
from indexer.archive.catalogue.writing.finding_rows import FindingRows, make_finding_rows
from indexer.archive.outcome import ReportSummary
from indexer.archive.storage.database import TableRow, dump
from indexer.report.comparison.similarity import extract_text
from indexer.report.comparison.sketch import make_sketch
from indexer.report.identifier import identify
from indexer.report.passages import Passage, cut
from indexer.report.report import Report
from indexer.report.report_json import to_json
from indexer.report.series import Aliases, find_series
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class ReportRow(TableRow):
    """Columns of `schema.REPORT` that come from the file; the last four are JSON."""

    kind: str
    outline: str
    title: str
    year: int | None
    body: str
    body_kind: str | None
    region_codes: str
    region_path: str
    sections: int
    tables: int
    sample: int
    damaged: int
    doubts: str
    damage: str
    content: str
    reading: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the file of one report gives, ready to be inserted.

    Attributes:
        identity: the report's id but for the version (`identifier.identify`).
        summary: what people are told of it.
        report: its row.
        findings: rows of its figures and findings.
        commitments: rows of its commitments, and what may be evidence for others.
        passages: what the index holds of it, in order.
        sketch: what it is compared with others by (`indexer.report.comparison.sketch`).
    """

    identity: str
    summary: ReportSummary
    report: ReportRow
    findings: FindingRows
    commitments: CommitmentRows
    passages: tuple[Passage, ...]
    sketch: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Prepared:
        """Return the value that `to_json` turned into `data`."""
        return cls(
            data["identity"],
            ReportSummary.from_json(data["summary"]),
            ReportRow(**data["report"]),
            FindingRows.from_json(data["findings"]),
            CommitmentRows.from_json(data["commitments"]),
            tuple(Passage(**passage) for passage in data["passages"]),
            tuple(data["sketch"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON, for another process."""
        return {
            "identity": self.identity,
            "summary": self.summary.to_json(),
            "report": self.report.to_columns(),
            "findings": self.findings.to_json(),
            "commitments": self.commitments.to_json(),
            "passages": [
                {
                    "section": passage.section,
                    "heading": passage.heading,
                    "first": passage.first,
                    "text": passage.text,
                    "damage": passage.damage,
                    "recognised": passage.recognised,
                }
                for passage in self.passages
            ],
            "sketch": self.sketch,
        }


def prepare_rows(
    report: Report, reading: Reading, sha256: str, settings: Settings, aliases: Aliases
) -> Prepared:
    """Make all rows of a report.

    Args:
        sha256: SHA-256 of its original, as hexadecimal digits.
        aliases: which names are of one body, as people said.
    """
    identity = identify(report, sha256)
    plain = identity.rpartition("-")[0]
    series = find_series(report, identity, aliases)
    return Prepared(
        identity,
        ReportSummary.of(report),
        _make_row(report, reading),
        make_finding_rows(plain, series, report),
        make_commitment_rows(plain, series, report),
        tuple(p for section in report.sections for p in cut(section, settings.passage_chars)),
        make_sketch(extract_text(report)),
    )


def _make_row(report: Report, reading: Reading) -> ReportRow:
    region = report.region
    return ReportRow(
        kind=report.kind.value,
        outline=report.outline,
        title=report.title,
        year=report.year,
        body=report.body,
        body_kind=report.body_kind.value if report.body_kind else None,
        region_codes="/".join(region.codes) if region else "",
        region_path="/".join(region.path) if region else "",
        sections=sum(bool(section.heading) for section in report.sections),
        tables=report.tables,
        sample=int(is_sample(region, report.title)),
        damaged=int(bool(report.damage)),
        doubts=dump([doubt.to_json() for doubt in report.doubts]),
        damage=dump([damage.to_json() for damage in report.damage]),
        content=dump(to_json(report)),
        reading=dump({"format": reading.format, "encoding": reading.encoding, "notes": reading.notes}),
    )
