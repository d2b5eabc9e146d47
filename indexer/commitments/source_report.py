"""The report in which a commitment, a passage or an indicator is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from indexer.commitments.sentence import Place
from indexer.report.report import Region


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The report in which something is."""

    report: str
    title: str
    year: int | None
    kind: str
    body: str
    region: Region | None

    @property
    def district(self) -> str:
        """Short name of the division that it is about, "" where unknown."""
        return self.region.name if self.region else ""

    def locate(self, place: Place) -> str:
        """Return the path of the paragraph in which a place of it lies."""
        return f"/reports/{quote(self.report)}#{place.anchor}"
