"""What a report says as rows of the catalogue and passages of the index, worked out in any process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.archive.catalogue.commitment_rows import prepare as promised
from indexer.archive.catalogue.finding_rows import reckon
from indexer.archive.catalogue.records import Reading, is_sample
from indexer.archive.catalogue.resemblance import sketch
from indexer.archive.database import dump
from indexer.archive.outcome import Gist
from indexer.report.identifier import identify
from indexer.report.passages import cut
from indexer.report.report import Report
from indexer.report.report_json import to_json
from indexer.report.similarity import text_of
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as its file gives it, in values of JSON.

    Attributes:
        identity: its id but for the version (`naming.identify`).
        gist: what people are told of it (`outcome.Gist`).
        report: columns of the catalogue that come from the file.
        books: figures and findings (`reckoning.reckon`).
        promises: commitments and what may answer others (`commitments.preparing.prepare`).
        passages: fields of its passages (`passages.Passage`), in order.
        sketch: what tells it from others (`resemblance.sketch`).
    """

    identity: str
    gist: dict[str, Any]
    report: dict[str, Any]
    books: dict[str, Any]
    promises: dict[str, Any]
    passages: list[list[Any]]
    sketch: Sequence[int] = ()

    @property
    def told(self) -> Gist:
        """The gist as one."""
        return Gist.from_json(self.gist)


def prepared(report: Report, reading: Reading, sha256: str, settings: Settings) -> Prepared:
    """Work out what a report says."""
    identity = identify(report, sha256)
    series = identity.rpartition("-")[0]
    region = report.region
    return Prepared(
        identity,
        Gist.of(report).to_json(),
        {
            "kind": report.kind.value,
            "outline": report.outline,
            "title": report.title,
            "year": report.year,
            "body": report.body,
            "body_kind": report.body_kind.value if report.body_kind else None,
            "region_codes": "/".join(region.codes) if region else "",
            "region_path": "/".join(region.path) if region else "",
            "sections": sum(bool(section.heading) for section in report.sections),
            "tables": report.tables,
            "sample": int(is_sample(region, report.title)),
            "damaged": int(bool(report.damage)),
            "doubts": dump([doubt.to_json() for doubt in report.doubts]),
            "damage": dump([damage.to_json() for damage in report.damage]),
            "content": dump(to_json(report)),
            "reading": dump({"format": reading.format, "encoding": reading.encoding, "notes": reading.notes}),
        },
        reckon(series, report),
        promised(series, report),
        [
            [p.section, p.heading, p.first, p.text, p.damage]
            for section in report.sections
            for p in cut(section, settings.passage_chars)
        ],
        sketch(text_of(report)),
    )
