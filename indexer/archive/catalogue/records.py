"""What the catalogue gives back: records and summaries of reports, and runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.archive.preservation.source import Source
from indexer.report.doubt import Doubt
from indexer.report.report import Region, Report
from indexer.text.damage import Damage


@dataclass(frozen=True, slots=True)
class Reading:
    """How the bytes were read: format, encoding, and notes for people (Chinese sentences)."""

    format: str
    encoding: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A report in a list.

    Attributes:
        sections: number of sections under a heading.
        versions: ids of the other versions of the same report.
        superseded_by: id of the version that replaced this one in search, else "".
        sample: whether it is a sample of an invented place, not a real report.
        damage: its damaged places by kind.
    """

    id: str
    kind: str
    year: int | None
    region: Region | None
    body: str
    title: str
    source: str
    sections: int
    tables: int
    doubts: tuple[Doubt, ...]
    versions: tuple[str, ...] = ()
    superseded_by: str = ""
    damage: tuple[Damage, ...] = ()

    @property
    def district(self) -> str:
        """Short name of the division it is about, "" where unknown."""
        return self.region.name if self.region else ""

    @property
    def sample(self) -> bool:
        """True for a report of the sample archive."""
        return is_sample(self.region, self.title)


@dataclass(frozen=True, slots=True)
class Record:
    """A report with all that is known of it."""

    id: str
    report: Report
    source: Source
    reading: Reading
    versions: tuple[str, ...]
    superseded_by: str

    @property
    def sample(self) -> bool:
        """True for a report of the sample archive."""
        return is_sample(self.report.region, self.report.title)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `add`, `reindex` or `remove`.

    Attributes:
        counts: number of files by outcome (`added`, `updated`, `unchanged`, `failed`, `skipped`, `removed`).
        failures: path and sentence for every file that failed.
    """

    command: str
    began: str
    ended: str
    counts: dict[str, int]
    failures: tuple[tuple[str, str], ...]


def is_sample(region: Region | None, title: str) -> bool:
    """Whether a report is a sample: of the invented province (codes 99…) or marked 示例 in its title."""
    return (region is not None and region.codes[0].startswith("99")) or title.endswith(("（示例）", "(示例)"))


def format_now() -> str:
    """Return this moment, as sources and runs have it: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
