"""All that a file's bytes say by themselves, ready to be entered: worked out in any process, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.commitments.preparing import prepare as promised
from indexer.database import dump
from indexer.naming import identify
from indexer.outcome import Gist
from indexer.passages import cut
from indexer.reading import read
from indexer.reckoning import reckon
from indexer.records import Reading, is_sample
from indexer.report import Report
from indexer.report_json import to_json
from indexer.resemblance import sketch
from indexer.settings import Settings
from indexer.versions import text_of


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


def prepare(
    data: bytes,
    sha256: str,
    name: str,
    path: str,
    settings: Settings,
    others: Iterable[str] = (),
    confined: bool = False,
) -> Prepared:
    """Read a file and work out what it says.

    Args:
        sha256: of the bytes.
        name: file name as it came.
        path: where it came from; an address on the web is the report's where the page names none.
        others: texts of undamaged reports, asked for only if this one is damaged (`mending.mend`).
        confined: this process is bounded in time and memory (`extraction.extract`).

    Raises:
        SourceError: it cannot be read as a report.
        ArchiveDamaged: what people corrected of it cannot be read.
    """  # fmt: skip
    report, reading = read(data, name, settings, others, confined)
    if not report.url and path.startswith(("http://", "https://")):
        report = replace(report, url=path)
    return prepared(report, reading, sha256, settings)


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
            "doubts": dump(report.doubts),
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
